//! Placing whole sources in time.

use chrono::NaiveDateTime;

use crate::{
    event::{
        draft::Draft,
        kind::EventKind,
        place::{SourceId, Span},
        query::Query,
        session::Service,
    },
    ingest::{
        clock::{options::ClockOptions, place::place, source_clock::Basis},
        sited::Sited,
        source_read::SourceRead,
    },
    source::evidence::Source,
    time::{SECOND, Stamp, Written, zone::Zone},
};

fn local(text: &str) -> Written {
    let stamp = Stamp::Local(NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S").unwrap());
    Written { stamp, text: text.into(), unit_us: SECOND, offset_s: None }
}

fn epoch(text: &str) -> Written {
    let at = chrono::DateTime::parse_from_rfc3339(text).unwrap().timestamp_micros();
    Written { stamp: Stamp::Instant(at), text: text.into(), unit_us: SECOND, offset_s: None }
}

fn source(number: u32, format: &'static str, drafts: Vec<Draft>) -> SourceRead {
    let drafts = drafts
        .into_iter()
        .enumerate()
        .map(|(n, draft)| Sited {
            span: Span { start: n as u64, end: n as u64 + 1, line: n as u64 + 1 },
            draft,
        })
        .collect::<Vec<_>>();
    SourceRead {
        source: SourceId(number),
        format: Some(format),
        entries: drafts.len() as u64,
        drafts,
        gaps: Vec::new(),
        unparsed_bytes: 0,
        notes: Vec::new(),
        survey: None,
    }
}

fn text(written: Written) -> Draft {
    Draft::new(1, EventKind::Text(String::new())).stamped(Some(written))
}

fn query(sql: &str, written: Written) -> Draft {
    let query = Query { sql: sql.to_owned(), ..Query::default() };
    Draft::new(1, EventKind::Query(Box::new(query))).stamped(Some(written))
}

fn sources(names: &[&str]) -> Vec<Source> {
    names.iter().map(|name| Source::from_bytes(name, &b""[..])).collect()
}

fn berlin() -> ClockOptions {
    ClockOptions { rest: Zone::parse("Europe/Berlin"), ..ClockOptions::default() }
}

#[test]
fn the_step_back_in_a_file_tells_the_two_hours_apart() {
    let lines = [
        "2025-10-26 02:10:00",
        "2025-10-26 02:50:00",
        "2025-10-26 02:05:00",
        "2025-10-26 03:00:00",
    ];
    let read = vec![source(0, "cronlog", lines.iter().map(|line| text(local(line))).collect())];
    let placed = place(&sources(&["cron.log"]), read, &berlin());
    let hours: Vec<i64> = placed
        .events
        .windows(2)
        .map(|pair| (pair[1].when.unwrap().best - pair[0].when.unwrap().best) / SECOND / 60)
        .collect();
    assert_eq!(hours, [40, 15, 55]);
    assert_eq!(placed.clocks[0].basis, Basis::Stated);
}

#[test]
fn without_a_step_back_the_repeated_hour_is_an_interval() {
    let read = vec![source(0, "cronlog", vec![text(local("2025-10-26 02:30:00"))])];
    let when = place(&sources(&["cron.log"]), read, &berlin()).events[0].when.unwrap();
    assert_eq!(when.latest - when.earliest, 3601 * SECOND);
}

#[test]
fn a_local_stamp_beside_an_epoch_gives_the_host_its_zone_and_the_application_keeps_its_own() {
    let mut twin = query("drop table a, b, c", epoch("2025-11-18T03:15:02Z"));
    twin.twin = Some(Box::new(local("2025-11-18 04:15:02")));
    let read = vec![
        source(0, "mysql_slow", vec![twin]),
        source(1, "cronlog", vec![text(local("2025-11-18 04:15:01"))]),
        source(2, "laravel", vec![query("drop table `a`,`b`,`c`", local("2025-11-18 03:15:02"))]),
    ];
    let placed =
        place(&sources(&["slow.log", "cron.log", "laravel.log"]), read, &ClockOptions::default());
    let names: Vec<_> =
        placed.clocks.iter().map(|clock| (clock.name.as_str(), clock.basis)).collect();
    assert_eq!(
        names,
        [
            ("Europe/Berlin", Basis::Inferred),
            ("Europe/Berlin", Basis::Inferred),
            ("UTC", Basis::Inferred)
        ]
    );
    let first = placed.events[0].when.unwrap().best;
    assert!(placed.events.iter().all(|event| event.when.unwrap().best - first <= 2 * SECOND));
}

#[test]
fn a_history_with_epochs_shows_the_zone_of_the_login_sessions_it_lies_in() {
    use crate::event::session::{Command, Session, SessionAction};
    let session = |action, at: &str| {
        let session = Session {
            user: Some("kim".into()),
            action,
            service: Some(Service::Sshd),
            pid: Some(7),
            ..Session::default()
        };
        Draft::new(1, EventKind::Session(Box::new(session))).stamped(Some(local(at)))
    };
    let typed = |command: &str, at: &str| {
        let command = Command { command: command.to_owned(), ..Command::default() };
        Draft::new(1, EventKind::Command(Box::new(command))).stamped(Some(epoch(at)))
    };
    let read = vec![
        source(
            0,
            "syslog",
            vec![
                session(SessionAction::Login, "2025-01-05 14:02:00"),
                session(SessionAction::Logout, "2025-01-05 14:30:11"),
            ],
        ),
        source(
            1,
            "bash_history",
            vec![typed("ls", "2025-01-05T19:05:00Z"), typed("exit", "2025-01-05T19:30:10Z")],
        ),
    ];
    let placed = place(&sources(&["auth.log", ".bash_history"]), read, &ClockOptions::default());
    assert_eq!(placed.clocks[0].name, "America/New_York");
}

#[test]
fn what_the_user_states_for_a_file_goes_before_all_else() {
    let glob = crate::source::pattern::NamePattern::new("lara*").unwrap();
    let options = ClockOptions { stated: vec![(glob, Zone::Fixed(-3600))], ..berlin() };
    let read = vec![source(0, "laravel", vec![text(local("2025-11-18 04:15:01"))])];
    let placed = place(&sources(&["logs/laravel.log"]), read, &options);
    assert_eq!((placed.clocks[0].name.as_str(), placed.clocks[0].basis), ("-01:00", Basis::Stated));
}

#[test]
fn a_stated_zone_goes_before_what_another_host_shows() {
    let zone = |name: &str, options: &ClockOptions| {
        let utc = |n: u32| Written {
            offset_s: Some(0),
            ..epoch(&format!("2026-03-04T0{n}:00:00+00:00"))
        };
        let read = vec![
            source(0, "syslog", (1..9).map(|n| text(utc(n))).collect()),
            source(1, "mysql_general", vec![query("DROP TABLE a", local("2026-03-03 21:14:22"))]),
        ];
        let placed = place(&sources(&["db1/syslog", name]), read, options);
        placed.clocks.last().map(|clock| clock.zone.name()).unwrap()
    };
    assert_eq!(zone("app1/general.log", &berlin()), "Europe/Berlin");
    assert_eq!(zone("app1/general.log", &ClockOptions::default()), "UTC", "nothing is stated");
    assert_eq!(zone("db1/general.log", &berlin()), "UTC", "its own host shows another");
}

#[test]
fn a_log_host_in_another_zone_does_not_set_the_zone_of_the_host() {
    let with_offset =
        |stamp: &str, hours: i32| text(Written { offset_s: Some(hours * 3600), ..epoch(stamp) });
    let place_all = |names: &[&str], options: &ClockOptions| {
        let read = vec![
            source(
                0,
                "syslog",
                (1..9).map(|n| with_offset(&format!("2026-03-04T0{n}:00:00+00:00"), 0)).collect(),
            ),
            source(1, "access_log", vec![with_offset("2026-03-04T02:00:00+00:00", -6)]),
            source(2, "mysql_general", vec![query("DROP TABLE a", local("2026-03-03 21:14:22"))]),
        ];
        let placed = place(&sources(names), read, options);
        placed.clocks.last().map(|clock| clock.zone.name()).unwrap()
    };
    let apart = ["loghost/auth.log", "web7/access.log", "web7/general.log"];
    assert_eq!(place_all(&apart, &ClockOptions::default()), "America/Chicago");
    let flat = ["auth.log", "access.log", "general.log"];
    assert_eq!(place_all(&flat, &ClockOptions::default()), "UTC", "most of them");
    let winnipeg =
        ClockOptions { rest: Zone::parse("America/Winnipeg"), ..ClockOptions::default() };
    assert_eq!(place_all(&flat, &winnipeg), "America/Winnipeg", "stated, and one is in it");
    assert_eq!(place_all(&flat, &berlin()), "UTC", "stated, but none is in it");
}
