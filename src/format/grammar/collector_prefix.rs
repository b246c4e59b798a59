//! What collectors put before each line of a program's output: container runtimes, syslog,
//! php-fpm. The style is found once per source, from its head.

use std::borrow::Cow;

use crate::{
    format::grammar::lines::{readable_json, text, without_bom},
    time::{Written, read},
};

/// A way to prefix lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Prefix {
    /// None at all.
    #[default]
    None,
    /// `{"log":"…\n","stream":"stderr","time":"…Z"}`, one object per line of output.
    DockerJson,
    /// `2016-10-06T00:17:09.669794202Z stdout F text` (containerd, Kubernetes).
    Cri,
    /// `2026-11-23T06:21:10.169440123Z text` (`--timestamps`), also `…Z app[8ebaa037] ams
    /// [info]text`.
    Stamp,
    /// `2026-11-23T06:21:10.169000+00:00 web/php/8ebaa037 text`: a stamp and the name of a stream
    /// (`aws logs tail`).
    Stream,
    /// `app-1  | text`, a stamp after the bar or not.
    Compose,
    /// `[pod/x/container] text`.
    Pod,
    /// `web-7d9f8b6c5d-x2x9z app text` (stern).
    Stern,
    /// `Nov 23 06:21:10 host tag[12]: text`, the stamp classic or ISO; line breaks as `#012`.
    Syslog,
    /// `[23-Nov-2026 06:21:10] WARNING: [pool www] child 12 said into stderr: "NOTICE: PHP message:
    /// text"`.
    Fpm,
}

/// Every style, plain lines first: a tie goes to the earlier.
pub(crate) const STYLES: [Prefix; 10] = [
    Prefix::None,
    Prefix::DockerJson,
    Prefix::Cri,
    Prefix::Stamp,
    Prefix::Stream,
    Prefix::Compose,
    Prefix::Pod,
    Prefix::Stern,
    Prefix::Syslog,
    Prefix::Fpm,
];

/// A line without its prefix.
#[derive(Clone, Debug)]
pub(crate) struct Bare<'a> {
    /// The collector's stamp.
    pub stamp: Option<Written>,
    /// The rest.
    pub line: Cow<'a, [u8]>,
}

impl Prefix {
    /// The style under which most of `lines` are of interest, and how many are.
    pub(crate) fn best(lines: &[&[u8]], fits: impl Fn(&[u8]) -> bool) -> (Prefix, usize) {
        let mut best = (Prefix::None, 0);
        for style in STYLES {
            let count = lines
                .iter()
                .filter(|line| style.strip(line).is_some_and(|bare| fits(&bare.line)))
                .count();
            if count > best.1 {
                best = (style, count);
            }
        }
        best
    }

    /// Whether the prefix is there to tell the output of several programs apart.
    pub(crate) fn names_programs(self) -> bool {
        !matches!(self, Prefix::None | Prefix::Cri | Prefix::Syslog | Prefix::Fpm)
    }

    /// The program, service or container that the prefix of a line names.
    pub(crate) fn program(self, line: &[u8]) -> Option<Cow<'_, [u8]>> {
        let named = match self {
            Prefix::Compose => {
                let bar = memchr::memmem::find(line, b" | ")?;
                line.get(..bar).map(<[u8]>::trim_ascii)
            }
            Prefix::Pod => {
                let rest = line.strip_prefix(b"[pod/")?;
                rest.get(..memchr::memmem::find(rest, b"] ")?)
            }
            Prefix::Stern => Some(stern(line)?.0),
            Prefix::DockerJson => {
                let (object, _) = log_object(line)?;
                let container = object.get("kubernetes").and_then(|k| k.get("container_name"));
                let name = container
                    .or_else(|| object.get("container_name"))
                    .or_else(|| object.get("logName"))?
                    .as_str()?;
                return Some(Cow::Owned(name.as_bytes().to_vec()));
            }
            Prefix::Stream => {
                let (_, took) = read::read_iso(line)?;
                let word = line.get(took + 1..)?.split(|b| *b == b' ').next()?;
                let is_name = word.iter().any(|b| b"/-".contains(b))
                    || word.len() > 8 && word.iter().any(u8::is_ascii_digit);
                let is_plain = |b: &u8| b.is_ascii_alphanumeric() || b"/-_.$[]".contains(b);
                (is_name && word.iter().all(is_plain)).then_some(word)
            }
            Prefix::Syslog => {
                let (_, took) = read::read_syslog_classic(line).or_else(|| read::read_iso(line))?;
                let tag = line.get(took..)?.split(|b| *b == b' ').nth(2)?;
                tag.split(|b| matches!(b, b'[' | b':')).next()
            }
            // `app[web.1]: text` of hosting platforms
            Prefix::Stamp => {
                let (_, took) = read::read_iso(line)?;
                let tag =
                    line.get(took + 1..)?.split(|b| *b == b' ').next()?.strip_suffix(b"]:")?;
                let at = memchr::memchr(b'[', tag)?;
                tag.get(at + 1..)
            }
            Prefix::None | Prefix::Cri | Prefix::Fpm => None,
        };
        named.map(Cow::Borrowed)
    }

    /// Whether a line goes on in the next, given what it is without its prefix: runtimes cut long
    /// ones.
    pub(crate) fn goes_on(self, line: &[u8], bare: &[u8]) -> bool {
        match self {
            Prefix::DockerJson => !bare.ends_with(b"\n"),
            Prefix::Cri => line
                .get(..line.len().min(60))
                .is_some_and(|head| memchr::memmem::find(head, b" P ").is_some()),
            _ => false,
        }
    }

    /// The line without the prefix; `None` where it does not bear one.
    pub(crate) fn strip(self, line: &[u8]) -> Option<Bare<'_>> {
        let line = without_bom(line);
        match self {
            Prefix::None => Some(Bare { stamp: None, line: Cow::Borrowed(line) }),
            Prefix::DockerJson => docker(line),
            Prefix::Cri => {
                let (stamp, took) = read::read_iso(line)?;
                let rest = line.get(took..)?;
                let rest =
                    rest.strip_prefix(b" stdout ").or_else(|| rest.strip_prefix(b" stderr "))?;
                let rest = rest.strip_prefix(b"F ").or_else(|| rest.strip_prefix(b"P "))?;
                Some(Bare { stamp: Some(stamp), line: Cow::Borrowed(rest) })
            }
            Prefix::Stamp => {
                let (stamp, took) = read::read_iso(line)?;
                stamp.offset_s?;
                let rest = line.get(took..)?.strip_prefix(b" ")?;
                // with a blank in it it is the program's own, and before a thread of MySQL
                if line.get(10) != Some(&b'T') || is_thread(rest) {
                    return None;
                }
                Some(Bare { stamp: Some(stamp), line: Cow::Borrowed(after_process_tags(rest)) })
            }
            Prefix::Stream => {
                let name = Prefix::Stream.program(line)?.len();
                let Bare { stamp, line: rest } = Prefix::Stamp.strip(line)?;
                let at = line.len().checked_sub(rest.len())?.checked_add(name + 1)?;
                Some(Bare { stamp, line: Cow::Borrowed(line.get(at..)?) })
            }
            Prefix::Compose => {
                let head = line.get(..line.len().min(128))?;
                let bar = memchr::memmem::find(head, b" | ")?;
                let name = line.get(..bar)?.trim_ascii_end();
                let named = !name.is_empty()
                    && name.iter().all(|b| b.is_ascii_alphanumeric() || b"-_.@".contains(b));
                let rest = line.get(bar + 3..)?;
                if !named {
                    return None;
                }
                match Prefix::Stamp.strip(rest) {
                    Some(bare) => Some(bare),
                    None => Some(Bare { stamp: None, line: Cow::Borrowed(rest) }),
                }
            }
            Prefix::Pod => {
                let rest = line.strip_prefix(b"[pod/")?;
                let end = memchr::memmem::find(rest.get(..rest.len().min(256))?, b"] ")?;
                let rest = rest.get(end + 2..)?;
                match Prefix::Stamp.strip(rest) {
                    Some(bare) => Some(bare),
                    None => Some(Bare { stamp: None, line: Cow::Borrowed(rest) }),
                }
            }
            Prefix::Stern => {
                let (_, rest) = stern(line)?;
                let bare = Bare { stamp: None, line: Cow::Borrowed(rest) };
                Some(Prefix::Stamp.strip(rest).unwrap_or(bare))
            }
            Prefix::Syslog => syslog(line),
            Prefix::Fpm => {
                let (stamp, took) = read::read_php(line.strip_prefix(b"[")?)?;
                let rest = line.get(took + 1..)?.strip_prefix(b"] ")?;
                let start = memchr::memmem::find(rest, b"said into std")?;
                let said = rest.get(start..)?;
                let quote = memchr::memchr(b'"', said)?;
                let said = said.get(quote + 1..)?;
                let said = said.strip_prefix(b"NOTICE: PHP message: ").unwrap_or(said);
                let said = said.strip_suffix(b", pipe closed").unwrap_or(said);
                Some(Bare {
                    stamp: Some(stamp),
                    line: Cow::Borrowed(said.strip_suffix(b"\"").unwrap_or(said)),
                })
            }
        }
    }
}

/// Whether a line of MySQL's error log goes on so behind its stamp: `0 [Note] …`.
fn is_thread(rest: &[u8]) -> bool {
    let digits = rest.iter().take(20).take_while(|b| b.is_ascii_digit()).count();
    digits > 0 && rest.get(digits..).is_some_and(|rest| rest.starts_with(b" ["))
}

/// The pod and container that a line begins with, and the rest. A pod's name bears its number or
/// its set's hash behind a dash.
fn stern(line: &[u8]) -> Option<(&[u8], &[u8])> {
    let head = line.get(..line.len().min(320))?;
    let pod = memchr::memchr(b' ', head)?;
    let container = memchr::memchr(b' ', head.get(pod + 1..)?)?;
    let plain = |name: &[u8]| {
        let inner = |b: &u8| b.is_ascii_lowercase() || b.is_ascii_digit() || *b == b'-';
        name.first().is_some_and(u8::is_ascii_lowercase) && name.iter().all(inner)
    };
    let end = pod + 1 + container;
    let own = head.get(..pod)?.rsplit(|b| *b == b'-').next()?;
    // without vowels, so that it spells nothing
    let hashed = own.len() == 5 && own.iter().all(|b| b"bcdfghjklmnpqrstvwxz2456789".contains(b));
    let numbered = own.len() < pod && (hashed || own.iter().all(u8::is_ascii_digit));
    (numbered && plain(head.get(..pod)?) && plain(head.get(pod + 1..end)?))
        .then_some((line.get(..end)?, line.get(end + 1..)?))
}

/// `app[8ebaa037] ams [info]` as hosting platforms add it.
fn after_process_tags(rest: &[u8]) -> &[u8] {
    let head = rest.get(..rest.len().min(80)).unwrap_or(rest);
    if !head.starts_with(b"app[") {
        return rest;
    }
    [&b"[info]"[..], b"[error]", b"[warn]", b"]: "]
        .iter()
        .find_map(|mark| {
            memchr::memmem::find(head, mark).and_then(|at| rest.get(at + mark.len()..))
        })
        .unwrap_or(rest)
}

fn docker(line: &[u8]) -> Option<Bare<'_>> {
    let (object, log) = log_object(line)?;
    let stamp = ["time", "@timestamp", "timestamp"]
        .iter()
        .find_map(|key| read::read_iso(object.get(*key)?.as_str()?.as_bytes()))
        .map(|(w, _)| w);
    Some(Bare { stamp, line: Cow::Owned(log.into_bytes()) })
}

/// The object of a runtime or a shipper around a line of output, and that line.
fn log_object(line: &[u8]) -> Option<(serde_json::Map<String, serde_json::Value>, String)> {
    let has = |key: &[u8]| memchr::memmem::find(line, key).is_some();
    let is_cloud = line.starts_with(b"{") && has(b"\"textPayload\":") && has(b"\"logName\":");
    if !line.starts_with(b"{") || !is_cloud && !has(b"\"log\":") {
        return None;
    }
    let object: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(&readable_json(line.trim_ascii_end())).ok()?;
    if is_cloud {
        // an entry of Google's Cloud Logging
        let log = format!("{}\n", object.get("textPayload")?.as_str()?);
        return Some((object, log));
    }
    let log = object.get("log")?.as_str()?.to_owned();
    Some((object, log))
}

fn syslog(line: &[u8]) -> Option<Bare<'_>> {
    let (stamp, took) = read::read_syslog_classic(line).or_else(|| read::read_iso(line))?;
    let rest = line.get(took..)?.strip_prefix(b" ")?;
    let head = rest.get(..rest.len().min(300))?;
    // host, then the program's tag up to its colon
    let blank = memchr::memchr(b' ', head)?;
    let colon = memchr::memmem::find(head, b": ")?;
    let tag = head.get(blank + 1..colon)?;
    if tag.is_empty() || tag.contains(&b' ') {
        return None;
    }
    let message = rest.get(colon + 2..)?;
    Some(Bare { stamp: Some(stamp), line: unescape_controls(message) })
}

/// `#012` back to a line break, `#011` to a tab.
fn unescape_controls(message: &[u8]) -> Cow<'_, [u8]> {
    if memchr::memmem::find(message, b"#01").is_none() {
        return Cow::Borrowed(message);
    }
    let text = text(message);
    Cow::Owned(text.replace("#012", "\n").replace("#011", "\t").into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bare(style: Prefix, line: &str) -> (bool, String) {
        let bare = style.strip(line.as_bytes()).expect("a prefix");
        (bare.stamp.is_some(), text(&bare.line))
    }

    #[test]
    fn each_style_gives_the_line_as_the_program_wrote_it() {
        let inner = "[2026-01-02 03:04:05] local.INFO: x  ";
        let docker = r#"{"log":"[2026-01-02 03:04:05] local.INFO: x  \n","stream":"stderr","time":"2026-01-02T03:04:05.1Z"}"#;
        assert_eq!(bare(Prefix::DockerJson, docker), (true, format!("{inner}\n")));
        assert_eq!(
            bare(Prefix::Cri, &format!("2026-01-02T03:04:05.1Z stdout F {inner}")),
            (true, inner.into())
        );
        assert_eq!(
            bare(Prefix::Stamp, &format!("2026-01-02T03:04:05.1Z {inner}")),
            (true, inner.into())
        );
        assert_eq!(bare(Prefix::Compose, &format!("app-1  | {inner}")), (false, inner.into()));
        assert_eq!(bare(Prefix::Pod, &format!("[pod/a/b] {inner}")), (false, inner.into()));
        let pod = "web-7d9f8b6c5d-x2x9z app";
        assert_eq!(bare(Prefix::Stern, &format!("{pod} {inner}")), (false, inner.into()));
        assert!(Prefix::Stern.strip(b"well-known words of a line").is_none());
        assert!(Prefix::Stamp.strip(b"2026-01-02 03:04:05 UTC [7] LOG:  x").is_none());
        assert!(Prefix::Stamp.strip(b"2026-01-02T03:04:05.1Z 0 [System] x").is_none());
        let own = "2026-01-02T03:04:05.1Z 0 [System] x";
        assert_eq!(bare(Prefix::Compose, &format!("db-1  | {own}")), (false, own.into()));
        assert_eq!(
            bare(Prefix::Syslog, &format!("Jan  2 03:04:05 web php[1]: {inner}")),
            (true, inner.into())
        );
        let fpm = format!(
            "[02-Jan-2026 03:04:05] WARNING: [pool www] child 12 said into stderr: \"NOTICE: PHP message: {inner}\""
        );
        assert_eq!(bare(Prefix::Fpm, &fpm), (true, inner.into()));
    }

    #[test]
    fn the_style_of_most_lines_wins_and_plain_lines_win_a_tie() {
        let plain: Vec<&[u8]> = vec![b"[x] a", b"[x] b"];
        assert_eq!(Prefix::best(&plain, |line| line.starts_with(b"[x]")), (Prefix::None, 2));
        let piped: Vec<&[u8]> = vec![b"app-1  | [x] a", b"app-1  | more"];
        assert_eq!(Prefix::best(&piped, |line| line.starts_with(b"[x]")), (Prefix::Compose, 1));
    }
}
