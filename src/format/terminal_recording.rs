//! What a terminal showed: files of script(1), of PowerShell's Start-Transcript and of asciinema
//! (versions 1 to 3 of its format have a header and events; 2 and 3 one a line). The commands are
//! those behind a shell's prompt, the statements those behind a database client's.

use std::ops::Range;

use crate::{
    event::{
        draft::{Draft, GapReason},
        kind::EventKind,
        session::Command,
    },
    format::{
        contract::{DocumentReader, Format, Head, Likeness, Parsed, Reader},
        grammar::{
            client_session::ClientSession,
            history::Directory,
            lines::{lines, text, without_escapes},
        },
    },
    time::{SECOND, Stamp, Written, read::read_any},
};

/// The format.
pub(crate) static FORMAT: Format = Format {
    id: "terminal_recording",
    about: "recording of a terminal by script, asciinema or PowerShell's transcript: the commands that were typed",
    example: "Script started on 2026-03-06 09:01:11+01:00 [TERM=\"xterm\"]\nops@web1:/srv/shop$ php artisan down",
    sniff,
    reader: |_| Reader::Document(Box::new(Document)),
};

fn sniff(head: &Head<'_>) -> Likeness {
    let first = head.lines().next().unwrap_or_default();
    let mut words = head.lines().take(3).map(<[u8]>::trim_ascii);
    let is_transcript = words.any(|line| line.ends_with(b"PowerShell transcript start"));
    let found = is_transcript || script_stamp(first).is_some() || Cast::of(first).is_some();
    Likeness(if found { 97 } else { 0 })
}

/// The stamp behind words with which script(1) begins and ends a file.
fn script_mark(line: &[u8], words: &str) -> Option<Written> {
    let rest = line.strip_prefix(words.as_bytes())?;
    read_any(rest).map(|(written, _)| written)
}

fn script_stamp(line: &[u8]) -> Option<Written> {
    script_mark(line, "Script started on ")
}

/// The header of a recording by asciinema.
struct Cast {
    /// Microseconds since 1970, where it is told.
    began: Option<i64>,
    /// Each event tells the time since the one before, not since the beginning.
    relative: bool,
}

impl Cast {
    fn of(line: &[u8]) -> Option<Cast> {
        let header: serde_json::Value = serde_json::from_slice(line).ok()?;
        let version = header.get("version")?.as_u64()?;
        let is_one = header.get("width").or_else(|| header.get("term")).is_some();
        let began = header.get("timestamp").and_then(serde_json::Value::as_i64);
        (is_one && (2..=3).contains(&version)).then_some(Cast {
            began: began.and_then(|s| s.checked_mul(SECOND)),
            relative: version == 3,
        })
    }
}

struct Document;

impl DocumentReader for Document {
    fn read(&self, document: &[u8], out: &mut Parsed) {
        let first = document.split(|b| *b == b'\n').next().unwrap_or_default();
        match Cast::of(first) {
            Some(cast) => recorded(&cast, document, out),
            None if script_stamp(first).is_none() => transcript(document, out),
            None => typed(document, out),
        }
    }
}

/// A file of script(1): its commands were given between its two stamps.
fn typed(document: &[u8], out: &mut Parsed) {
    let began = lines(document).find_map(|(_, line)| script_stamp(line));
    let ended = lines(document).filter_map(|(_, line)| script_mark(line, "Script done on ")).last();
    let at = match (&began, &ended) {
        (Some(began), Some(ended)) => began.until(ended),
        _ => None,
    };
    let mut screen = Screen::default();
    for (range, line) in lines(document) {
        if line.starts_with(b"Script started on ") || line.starts_with(b"Script done on ") {
            out.gap(range, GapReason::Furniture);
        } else {
            screen.line(&range, &text(line), at.clone(), out);
        }
    }
    screen.client.end(out);
}

/// `20260306091030`, as a transcript writes it.
fn compact(digits: &str) -> Option<Written> {
    let part = |from: usize, to: usize| digits.get(from..to);
    let (year, month, day) = (part(0, 4)?, part(4, 6)?, part(6, 8)?);
    let (hour, minute, second) = (part(8, 10)?, part(10, 12)?, part(12, 14)?);
    let spelled = format!("{year}-{month}-{day} {hour}:{minute}:{second}");
    let (written, _) = read_any(spelled.as_bytes())?;
    Some(Written { text: part(0, 14)?.into(), ..written })
}

/// A file of Start-Transcript, which may hold several: each has a head and an end between rulers.
/// A command was given at its own stamp where there is one, else between those of the two.
fn transcript(document: &[u8], out: &mut Parsed) {
    let field = |line: &str, key: &str| Some(line.strip_prefix(key)?.trim().to_owned());
    let ends: Vec<Option<Written>> = lines(document)
        .filter_map(|(_, line)| Some(compact(&field(&text(line), "End time: ")?)))
        .collect();
    let mut ends = ends.into_iter();
    let mut screen = Screen::default();
    let (mut user, mut host, mut at) = (None, None, None);
    let mut heading = false;
    for (range, line) in lines(document) {
        let shown = text(line);
        if shown.starts_with("**********") {
            out.gap(range, GapReason::Furniture);
            continue;
        }
        if shown.ends_with("PowerShell transcript start") {
            (heading, user, host) = (true, None, None);
        } else if shown.ends_with("PowerShell transcript end") {
            heading = true;
        } else if let Some(began) = field(&shown, "Start time: ").filter(|_| heading) {
            let (began, end) = (compact(&began), ends.next().flatten());
            at = match (&began, &end) {
                (Some(began), Some(end)) => began.until(end),
                _ => began,
            };
        } else if let Some(given) = field(&shown, "Command start time: ") {
            at = compact(&given);
        } else if let Some(name) = field(&shown, "Username: ").filter(|_| heading) {
            user = Some(name);
        } else if let Some(name) = field(&shown, "Machine: ").filter(|_| heading) {
            host = name.split(' ').next().map(str::to_owned);
        } else if let Some((directory, command)) = powershell(&shown) {
            heading = false;
            let command = Command {
                user: user.clone(),
                host: host.clone(),
                directory,
                command: command.to_owned(),
                ..Command::default()
            };
            screen.last = Some(out.drafts.len());
            let draft = Draft::new(0, EventKind::Command(Box::new(command)));
            out.draft(Draft { at: range, ..draft.stamped(at.clone()) });
            continue;
        } else if !heading {
            screen.line(&range, &shown, None, out);
            continue;
        }
        out.gap(range, GapReason::Furniture);
    }
    screen.client.end(out);
}

/// The folder and the command behind a prompt of PowerShell: `PS C:\\shop> dir`, `PS>dir`.
fn powershell(line: &str) -> Option<(Option<String>, &str)> {
    let (folder, command) = line.strip_prefix("PS")?.split_once('>')?;
    let folder = folder.trim();
    let is_folder = folder.is_empty() || folder.contains([':', '/', '\\']);
    let command = command.trim();
    // what a command was bound to is told in the same dress
    let bound = command.split_once("): ").is_some_and(|(word, _)| !word.contains(' '));
    let is_given = !command.is_empty() && !bound;
    (is_folder && is_given)
        .then(|| (Some(folder.to_owned()).filter(|folder| !folder.is_empty()), command))
}

fn recorded(cast: &Cast, document: &[u8], out: &mut Parsed) {
    let mut screen = Screen::default();
    let (mut since, mut shown, mut start) = (0f64, String::new(), 0usize);
    let (mut last, mut end) = (None, 0usize);
    for (range, line) in lines(document).skip(1) {
        let Ok((time, kind, data)) = serde_json::from_slice::<(f64, String, String)>(line) else {
            continue;
        };
        since = if cast.relative { since + time } else { time };
        if kind != "o" {
            continue;
        }
        if shown.is_empty() {
            start = range.start;
        }
        let at = cast.began.filter(|_| (0.0..1e9).contains(&since)).map(|began| Written {
            stamp: Stamp::Instant(began.saturating_add((since * 1e6) as i64)),
            text: format!("{}+{since}", began / SECOND).into(),
            unit_us: 1000,
            offset_s: None,
        });
        let mut rest = data.as_str();
        while let Some((first, behind)) = rest.split_once('\n') {
            shown.push_str(first);
            screen.line(&(start..range.end), &shown, at.clone(), out);
            shown.clear();
            (rest, start) = (behind, range.start);
        }
        shown.push_str(rest);
        (last, end) = (at, range.end);
    }
    if !shown.is_empty() {
        screen.line(&(start..end), &shown, last, out);
    }
    screen.client.end(out);
}

/// What a shell's prompts show.
#[derive(Default)]
struct Screen {
    directory: Directory,
    /// Index of the last command's draft.
    last: Option<usize>,
    client: ClientSession,
}

/// The most of a command's output that is kept.
const OUTPUT: usize = 4096;

impl Screen {
    fn line(&mut self, at: &Range<usize>, line: &str, stamp: Option<Written>, out: &mut Parsed) {
        let clean = text(&without_escapes(line.as_bytes()));
        let shown = edited(&clean);
        let Some(prompt) = Prompt::of(&shown) else {
            if self.client.line(at, &shown, stamp.as_ref(), out) {
                return;
            }
            let last = self.last.and_then(|last| out.drafts.get_mut(last));
            if let Some(EventKind::Command(command)) = last.map(|draft| &mut draft.kind) {
                let output = command.output.get_or_insert_default();
                if output.len().saturating_add(shown.len()) < OUTPUT {
                    output.push_str(shown.trim_end());
                    output.push('\n');
                }
            }
            return;
        };
        self.client.end(out);
        if prompt.command.is_empty() {
            return;
        }
        let command = Command {
            user: prompt.user.map(str::to_owned),
            host: prompt.host.map(str::to_owned),
            directory: self.directory.now(),
            command: prompt.command.to_owned(),
            ..Command::default()
        };
        self.directory.after(prompt.command);
        self.last = Some(out.drafts.len());
        let draft = Draft::new(0, EventKind::Command(Box::new(command))).stamped(stamp);
        out.draft(Draft { at: at.clone(), ..draft });
    }
}

/// A line as it stood at its end: what was taken back is gone.
fn edited(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    for c in line.trim_end_matches('\r').chars() {
        match c {
            '\u{8}' | '\u{7f}' => {
                out.pop();
            }
            '\r' => out.clear(),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// `ops@web1:/srv/shop$ ls`, `[root@web1 ~]# ls`, `bash-5.1$ ls`, `$ ls`.
struct Prompt<'t> {
    user: Option<&'t str>,
    host: Option<&'t str>,
    command: &'t str,
}

impl<'t> Prompt<'t> {
    fn of(line: &'t str) -> Option<Prompt<'t>> {
        let end = ["$", "#", "%", "❯"]
            .iter()
            .filter_map(|sign| {
                let at = line.find(&format!("{sign} "))?;
                Some((at, at + sign.len() + 1))
            })
            .min();
        let (at, behind) = match end {
            Some(end) => end,
            None => {
                let at = line.len().checked_sub(1)?;
                line.ends_with(['$', '#']).then_some((at, line.len()))?
            }
        };
        let (front, command) = (line.get(..at)?, line.get(behind..)?.trim());
        // `(venv) [ops@web1 shop]$ `
        let front = front.trim().rsplit(['(', '[']).next().unwrap_or_default();
        let front = front.rsplit_once(") ").map_or(front, |(_, front)| front);
        let name = |part: &&str| {
            !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || "_-.".contains(c))
        };
        if let Some((user, rest)) = front.split_once('@') {
            let host = rest.split([':', ' ', ']']).next();
            return Some(Prompt {
                user: Some(user).filter(name).map(Some)?,
                host: host.filter(name).map(Some)?,
                command,
            });
        }
        // a comment and a percentage begin like prompts of root and of csh
        let is_sign = front.is_empty() && !line.trim_start().starts_with(['#', '%']);
        let is_bare = is_sign || front.starts_with("bash-") || front.starts_with("sh-");
        is_bare.then_some(Prompt { user: None, host: None, command })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::testing::{likeness, read, torment};

    fn told(content: &str) -> Vec<(Option<String>, String, Option<i64>)> {
        let drafts = read(&FORMAT, content.as_bytes()).0;
        let told = drafts.into_iter().map(|draft| match draft.kind {
            EventKind::Command(c) => {
                (c.user, c.command, draft.written.map(|written| written.unit_us / SECOND))
            }
            other => panic!("{other:?}"),
        });
        told.collect()
    }

    #[test]
    fn commands_stand_behind_prompts_and_between_the_stamps_of_the_file() {
        let script = "Script started on 2026-03-06 09:01:11+01:00 [TERM=\"xterm\"]\n\u{1b}]0;ops@web1\u{7}ops@web1:/srv$ php artisan migrate:frex\u{8}sh\r\n  costs $ 12 or # 3\r\n[root@web1 ~]# exit\r\n\nScript done on 2026-03-06 09:05:11+01:00 [COMMAND_EXIT_CODE=\"0\"]\n";
        assert!(likeness(&FORMAT, script) > 90);
        let of = |user: &str, command: &str| (Some(user.to_owned()), command.to_owned(), Some(241));
        assert_eq!(told(script), [of("ops", "php artisan migrate:fresh"), of("root", "exit")]);
        torment(&FORMAT, script);
    }

    #[test]
    fn a_transcript_of_powershell_tells_who_where_and_when() {
        let head = "**********************\nWindows PowerShell transcript start\nStart time: 20260306091030\nUsername: CORP\\ops\nMachine: WEB1 (Microsoft Windows NT 10.0.17763.0)\n**********************\n";
        let script = format!(
            "{head}PS C:\\shop> php artisan migrate:fresh --force\r\nDropped all tables successfully.\n**********************\nCommand start time: 20260306091140\n**********************\nPS>exit\nPS>CommandInvocation(Out-String): \"x\"\n**********************\nWindows PowerShell transcript end\nEnd time: 20260306091500\n**********************\n"
        );
        assert!(likeness(&FORMAT, &script) > 90);
        let of =
            |command: &str, s: i64| (Some("CORP\\ops".to_owned()), command.to_owned(), Some(s));
        assert_eq!(told(&script), [of("php artisan migrate:fresh --force", 271), of("exit", 1)]);
        let EventKind::Command(first) = read(&FORMAT, script.as_bytes()).0.remove(0).kind else {
            panic!("a command")
        };
        assert_eq!(
            (first.host.as_deref(), first.directory.as_deref()),
            (Some("WEB1"), Some("C:\\shop"))
        );
        assert_eq!(first.output.as_deref(), Some("Dropped all tables successfully.\n"));
        torment(&FORMAT, &script);
        assert_eq!(
            likeness(&FORMAT, "How a Windows PowerShell transcript starts\nPS C:\\> dir\n"),
            0
        );
    }

    #[test]
    fn events_of_both_versions_tell_the_time_of_each_line() {
        for (header, second) in [
            (r#"{"version": 2, "width": 80, "height": 24, "timestamp": 1772787671}"#, 2.5),
            (r#"{"version": 3, "term": {"cols": 80, "rows": 24}, "timestamp": 1772787671}"#, 1.5),
        ] {
            let cast = format!(
                "{header}\n[1.0, \"o\", \"ops@web1:~$ \"]\n[{second}, \"o\", \"ls -l\\r\\n\"]\n"
            );
            assert!(likeness(&FORMAT, &cast) > 90);
            let (drafts, _) = read(&FORMAT, cast.as_bytes());
            let at = drafts[0].written.as_ref().unwrap().stamp;
            assert_eq!(at, Stamp::Instant(1_772_787_673_500_000));
            assert_eq!(told(&cast)[0].1, "ls -l");
        }
        // another tool's header
        assert_eq!(likeness(&FORMAT, "{\"version\": 2, \"services\": {}}\n"), 0);
    }
}
