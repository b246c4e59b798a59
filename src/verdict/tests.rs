//! Small scenes for each rule, mechanism and signal: one that it answers, and near misses that it
//! must not. They stand in `samples/scenes`; what they mean is said at the head of each file.

use std::{collections::BTreeMap, fmt::Write as _, fs, path::Path};

use crate::{
    case::{
        act,
        facts::{Act, Case},
        policy::Policy,
        suspect::Suspect,
        suspects::suspects,
        uses::Uses,
    },
    event::ids::{ActId, IdVec},
    ingest::{
        clock::options::ClockOptions,
        gather::{GatherOptions, gather},
        options::IngestOptions,
    },
    time::window::Window,
    verdict::{
        adjust::adjust,
        cause::Cause,
        counted,
        footprint::Footprint,
        impact::loss::TableLoss,
        incident::Incident,
        judge::judge,
        mechanism::Mechanism,
        roster::Roster,
        rule::RULES,
        scene::Scene,
        signal::{SIGNALS, contract::Charge},
    },
};

/// One scene: `# member: answer` and the evidence below it.
struct Sample {
    member: String,
    answer: String,
    suspect: Option<String>,
    window: Window,
    files: BTreeMap<String, String>,
}

/// The instant from which the seconds of a scene count: 2026-11-23 02:00:00 UTC, a Monday.
const START_S: i64 = 1_795_399_200;

/// Reads the scenes of a file. The seconds of a line count from [`START_S`].
fn samples(name: &str) -> Vec<Sample> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/scenes").join(name);
    let mut out: Vec<Sample> = Vec::new();
    let mut file = String::new();
    for line in fs::read_to_string(path).unwrap().lines() {
        if let Some((member, answer)) = line.strip_prefix("# ").and_then(|l| l.split_once(':')) {
            out.push(Sample {
                member: member.to_owned(),
                answer: answer.trim().to_owned(),
                suspect: None,
                window: Window::default(),
                files: BTreeMap::new(),
            });
            continue;
        }
        let Some(sample) = out.last_mut() else { continue };
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        match word {
            "" => {}
            "suspect" => sample.suspect = Some(rest.to_owned()),
            "since" => {
                let since = (START_S + rest.parse::<i64>().unwrap()) * 1_000_000;
                sample.window = Window { since, bounded: true, ..Window::default() };
            }
            "file" => file = rest.to_owned(),
            "rows" => sample.numbered(&file, rest),
            "|" => sample.add(&file, rest),
            _ => sample.event(word, rest),
        }
    }
    out
}

impl Sample {
    fn add(&mut self, path: &str, text: &str) {
        let file = self.files.entry(path.to_owned()).or_default();
        let _ = writeln!(file, "{text}");
    }

    /// `FROM TO TEXT`: a line for each number, in place of `%`.
    fn numbered(&mut self, path: &str, line: &str) {
        let [from, to, text] = line.splitn(3, ' ').collect::<Vec<_>>()[..] else {
            panic!("rows {line}: FROM TO TEXT")
        };
        for number in from.parse::<u64>().unwrap()..=to.parse().unwrap() {
            self.add(path, &text.replace('%', &number.to_string()));
        }
    }

    /// `KIND SECONDS WHO TEXT`, as a line of the log that has such things.
    fn event(&mut self, kind: &str, line: &str) {
        let [seconds, who, text] = line.splitn(3, ' ').collect::<Vec<_>>()[..] else {
            panic!("{kind} {line}: SECONDS WHO TEXT")
        };
        let at = START_S + seconds.parse::<i64>().unwrap();
        let stamp = |form: &str| crate::time::utc(at * 1_000_000).format(form).to_string();
        match kind {
            "sql" => {
                let (user, connection) = who.split_once('#').unwrap_or((who, "8"));
                let quoted = text.replace('\\', "\\\\").replace('\'', "\\'");
                let time = stamp("%Y%m%d %H:%M:%S");
                self.add(
                    "server_audit.log",
                    &format!("{time},db1,{user},web1,{connection},{at},QUERY,shop,'{quoted}',0"),
                );
            }
            "pg" => {
                let (who, pid) = who.split_once('#').unwrap_or((who, "8"));
                let text = match text.split_once(":  ") {
                    Some(_) => text.to_owned(),
                    None => format!("LOG:  statement: {text}"),
                };
                let stamp = stamp("%F %T");
                self.add("postgresql.log", &format!("{stamp}.100 UTC [{pid}] {who}@shop {text}"));
            }
            "sh" => self.add(&format!("home/{who}/.bash_history"), &format!("#{at}\n{text}")),
            "cron" => self.add(
                "cron.log",
                &format!("{} db1 CRON[{at}]: ({who}) CMD ({text})", stamp("%b %e %H:%M:%S")),
            ),
            "login" => self.add(
                "auth.log",
                &format!(
                    "{} db1 sshd[{text}]: pam_unix(sshd:session): session opened for user {who}(uid=1000) by (uid=0)",
                    stamp("%b %e %H:%M:%S")
                ),
            ),
            "app" => self.add("laravel.log", &format!("[{}] {who}: {text}", stamp("%F %T"))),
            "web" => self.add(
                "access.log",
                &format!(
                    "203.0.113.7 - {who} [{}] \"{text} HTTP/1.1\" 200 512 \"-\" \"curl/8.5\"",
                    stamp("%d/%b/%Y:%H:%M:%S +0000")
                ),
            ),
            other => panic!("no such kind of line: {other}"),
        }
    }

    /// Reads the evidence with the real readers, and hands over the case.
    fn read<T>(&self, look: impl FnOnce(&Case<'_>) -> T) -> T {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in &self.files {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let options = GatherOptions {
            paths: vec![folder.path().display().to_string()],
            clock: ClockOptions { year: Some(2026), ..ClockOptions::default() },
            ingest: IngestOptions::default(),
            hash: false,
        };
        let mut gathered = gather(&options, None).unwrap();
        let (policy, window) = (Policy::default(), self.window);
        let asked = counted::questions(&Case::new(&gathered, &policy, window));
        gathered.count(asked);
        look(&Case::new(&gathered, &policy, window))
    }
}

/// Looks at all acts of a case as one scene, housekeeping or not.
fn with_scene<T>(case: &Case<'_>, look: impl FnOnce(&Scene<'_>, &Roster<'_>) -> T) -> Option<T> {
    let mut acts = act::acts(case);
    adjust(case, &mut acts);
    let suspects = suspects(case, &acts);
    let uses = Uses::of(case, &acts);
    let acts = IdVec::new(acts);
    let all: Vec<ActId> = acts.iter().map(|(id, _)| id).collect();
    let roster = Roster::new(&suspects, acts.rows().iter());
    let scene = Scene::new(case, &acts, &uses, &all, &roster)?;
    Some(look(&scene, &roster))
}

/// Compares the answers of all scenes of a file with those that stand in it, and wants two
/// different ones for each member.
fn check(name: &str, members: &[&str], answer: impl Fn(&Sample, &Case<'_>) -> String) {
    let samples = samples(name);
    let mut wrong = Vec::new();
    for sample in &samples {
        assert!(members.contains(&sample.member.as_str()), "{}: no such member", sample.member);
        let got = sample.read(|case| answer(sample, case));
        if got != sample.answer {
            wrong.push(format!("{}: {} is wanted, got {got}", sample.member, sample.answer));
        }
    }
    for member in members {
        let mut answers: Vec<&str> = samples
            .iter()
            .filter(|sample| sample.member == *member)
            .map(|sample| sample.answer.as_str())
            .collect();
        answers.sort_unstable();
        answers.dedup();
        if answers.len() < 2 {
            wrong.push(format!("{member} needs a scene and a near miss in samples/scenes/{name}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_rule_rates_what_it_is_about_and_nothing_near_it() {
    let members: Vec<&str> = RULES.iter().map(|rule| rule.id()).collect();
    check("rules.txt", &members, |sample, case| {
        let rule = RULES.iter().find(|rule| rule.id() == sample.member).unwrap();
        let found = judge(case);
        let mut acts = found.acts.iter();
        let own = acts.find(|(_, act)| act.operation == rule.operation());
        own.map_or("none", |(id, _)| found.severities.get(id).id()).to_owned()
    });
}

#[test]
fn what_came_of_each_statement_is_read_off_what_follows() {
    let shown =
        |act: &Act| format!("{} {} {}", act.operation.id(), act.tables.join(","), act.status.id());
    let members =
        ["transactions", "long-rollback", "errors", "notices", "copies", "traced", "along"];
    check("outcomes.txt", &members, |sample, case| {
        if sample.member == "traced" {
            let lost = |act: &&Act| !act.typed_only && act.housekeeping.is_none();
            return judge(case)
                .acts
                .iter()
                .map(|(_, act)| act)
                .filter(lost)
                .map(shown)
                .collect::<Vec<_>>()
                .join("; ");
        }
        act::acts(case).iter().map(shown).collect::<Vec<_>>().join("; ")
    });
}

#[test]
fn the_likeliest_trigger_is_the_one_that_began_it() {
    check("triggers.txt", &["script-log", "habit", "crash", "frame", "outside"], |sample, case| {
        let found = judge(case);
        if sample.member == "crash" {
            let is_crash =
                |incident: &&Incident| incident.cause.mechanism == Mechanism::ServerCrash;
            let crash = found.incidents.iter().find(is_crash).expect("the scene has a crash");
            let excluded = crash.cause.excluded.iter().map(|(mechanism, _)| mechanism.id());
            return excluded.collect::<Vec<_>>().join(", ");
        }
        let incident = found.incidents.first().expect("the scene has an incident");
        if sample.member == "habit" {
            let mut reasons = incident.suspects.iter().flat_map(|one| &one.reasons);
            let is_quiet = reasons.any(|why| why.text.contains("without such an effect"));
            return if is_quiet { "quiet" } else { "as ever" }.to_owned();
        }
        if sample.member == "frame" {
            let told = incident.suspects.iter();
            let told = told.map(|one| format!("{} {}", one.suspect.kind.id(), one.likelihood.id()));
            return told.collect::<Vec<_>>().join(", ");
        }
        let Some(first) = incident.suspects.first().map(|one| &one.suspect) else {
            return "nobody".to_owned();
        };
        let by = first.actor.as_ref().map_or_else(String::new, |actor| format!(" by {actor}"));
        format!("{}{by}", first.kind.id())
    });
}

#[test]
fn rows_that_a_delete_took_are_counted_in_the_last_backup() {
    let shown = |act: &Act| {
        let of = |table: &String| {
            let rows = act.rows_of(table).map(|rows| rows.to_string());
            format!("{table} {}", rows.unwrap_or_default())
        };
        let tables: Vec<String> = act.tables.iter().map(of).collect();
        format!("{} {}", act.operation.id(), tables.join(","))
    };
    let members =
        ["condition", "slices", "chunks", "routine", "undone", "cascade", "loss", "binlog"];
    check("counted.txt", &members, |sample, case| {
        if sample.member == "loss" {
            let found = judge(case);
            let impact = &found.incidents.first().expect("the scene has an incident").impact;
            let of = |table: &TableLoss| {
                let rows = [table.rows_before, table.rows_after, table.rows_lost];
                let rows = rows.map(|rows| rows.map_or(-1, |n| n as i64));
                format!("{} {rows:?}", table.name)
            };
            let tables: Vec<String> = impact.tables.iter().map(of).collect();
            return format!("{} {}", impact.basis.id(), tables.join(", "));
        }
        counted::acts(case).iter().map(shown).collect::<Vec<_>>().join("; ")
    });
}

#[test]
fn each_mechanism_is_known_by_its_footprint() {
    let members: Vec<&str> = Mechanism::ALL.iter().map(|mechanism| mechanism.id()).collect();
    check("mechanisms.txt", &members, |sample, case| {
        let wanted = Mechanism::from_id(&sample.member).unwrap();
        if !wanted.profile().by_statements {
            let found = judge(case).incidents;
            let shows = found.iter().any(|incident| incident.cause.mechanism == wanted);
            return if shows { "yes" } else { "no" }.to_owned();
        }
        let cause = with_scene(case, |scene, _| Cause::of(scene, &Footprint::read(scene)));
        match cause.expect("the scene has an act").mechanism {
            mechanism if mechanism == wanted => "yes".to_owned(),
            mechanism => format!("no, {}", mechanism.id()),
        }
    });
}

#[test]
fn each_signal_speaks_for_or_against_its_suspect() {
    let members: Vec<&str> = SIGNALS.iter().map(|signal| signal.id()).collect();
    check("signals.txt", &members, |sample, case| {
        let signal = SIGNALS.iter().find(|signal| signal.id() == sample.member).unwrap();
        let wanted = sample.suspect.as_deref().expect("a scene of signals names its suspect");
        with_scene(case, |scene, roster| {
            let print = Footprint::read(scene);
            let mechanism = Cause::of(scene, &print).mechanism;
            let charge = Charge {
                scene,
                profile: mechanism.profile(),
                is_known: mechanism.is_known(),
                roster,
            };
            let is_it = |suspect: &&Suspect| {
                suspect.command.as_deref().is_some_and(|command| command.contains(wanted))
                    || suspect.sent.is_some() && suspect.host.as_deref() == Some(wanted)
            };
            let suspect = roster.suspects().iter().rfind(is_it).expect("the suspect is one");
            match signal.weigh(suspect, &charge) {
                Some(weighed) if weighed.excludes => "excludes",
                Some(weighed) if weighed.points >= 0.0 => "for",
                Some(_) => "against",
                None => "nothing",
            }
            .to_owned()
        })
        .expect("the scene has an act")
    });
}
