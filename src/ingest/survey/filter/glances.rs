//! A survey that glances at records gives what one gives that reads them all.

use std::sync::LazyLock;

use proptest::prelude::*;

use crate::{
    event::draft::Draft,
    format::{
        FORMATS,
        contract::{Carry, Format, Head, Parsed, Reader, RecordReader},
    },
    ingest::{source_read::SourceRead, survey::filter::filter_between},
    source::evidence::Source,
};

/// A reader that glances at nothing.
struct Blind(Box<dyn RecordReader>);

impl RecordReader for Blind {
    fn starts_record(&self, line: &[u8]) -> bool {
        self.0.starts_record(line)
    }

    fn reads_head(&self) -> bool {
        self.0.reads_head()
    }

    fn read(&self, record: &[u8], out: &mut Parsed) {
        self.0.read(record, out);
    }

    fn is_open(&self, record: &[u8]) -> bool {
        self.0.is_open(record)
    }

    fn carry(&self) -> Box<dyn Carry> {
        Box::new(All(self.0.carry()))
    }
}

/// Must see every draft.
struct All(Box<dyn Carry>);

impl Carry for All {
    fn pass(&mut self, drafts: &mut Vec<Draft>) {
        self.0.pass(drafts);
    }

    fn finish(&mut self, out: &mut Vec<Draft>) {
        self.0.finish(out);
    }
}

fn reader(format: &Format, text: &[u8]) -> Option<Box<dyn RecordReader>> {
    match (format.reader)(&Head { name: "x", bytes: text, whole: true }) {
        Reader::Records(reader) => Some(reader),
        Reader::Document(_) => None,
    }
}

fn surveyed(text: &[u8], reader: Box<dyn RecordReader>, block: u64) -> String {
    let source = Source::from_bytes("x.log", text);
    let mut read = SourceRead::of(source.id);
    filter_between(&source, reader, block, 100, &mut read).unwrap();
    format!("{read:#?}")
}

/// Fails where a glance shows something else than reading does.
fn holds(format: &Format, text: &[u8]) {
    let (Some(seeing), Some(inner)) = (reader(format, text), reader(format, text)) else { return };
    let (all, some) = (surveyed(text, Box::new(Blind(inner)), 4096), surveyed(text, seeing, 300));
    if let Some((all, some)) = all.lines().zip(some.lines()).find(|(all, some)| all != some) {
        panic!("{}: read: {all}, glanced at: {some}\n{}", format.id, text.escape_ascii());
    }
    assert_eq!(all.len(), some.len(), "{}", format.id);
}

/// The samples of each format that is read record by record.
fn samples() -> Vec<(&'static Format, Vec<u8>)> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/formats");
    let mut out = Vec::new();
    for format in FORMATS {
        let mut texts = vec![format!("{}\n", format.example).into_bytes()];
        let files = std::fs::read_dir(root.join(format.id)).into_iter().flatten().flatten();
        let mut paths: Vec<_> = files.map(|file| file.path()).collect();
        paths.sort();
        paths.retain(|path| path.extension().is_none_or(|extension| extension != "ndjson"));
        texts.extend(paths.iter().map(|path| std::fs::read(path).unwrap()));
        texts.retain(|text| reader(format, text).is_some());
        out.extend(texts.into_iter().map(|text| (*format, text)));
    }
    out
}

static SAMPLES: LazyLock<Vec<(&'static Format, Vec<u8>)>> = LazyLock::new(samples);

/// What stands in samples, and what is put in its place: most samples are of statements that
/// destroy.
const CALM: [(&str, &str); 8] = [
    ("drop table if exists carts", "select 'a', \"b\" from `c` where d = 1"),
    ("drop table carts", "select * from `carts` where id in (1, 2)"),
    ("DROP TABLE IF EXISTS `t`", "INSERT INTO `t` VALUES ('x', 2)"),
    ("DROP TABLE \"\"orders\"\"", "update t set a = ''b'' where c = 1"),
    ("drop_table", "select"),
    ("delete from", "select * from"),
    ("DELETE FROM", "SELECT * FROM"),
    ("truncate", "show"),
];

fn calm(text: &[u8]) -> Vec<u8> {
    let mut text = String::from_utf8_lossy(text).into_owned();
    for (from, to) in CALM {
        text = text.replace(from, to);
    }
    text.into_bytes()
}

#[test]
fn samples_many_times_over_are_surveyed_as_they_are_read() {
    for (format, text) in &*SAMPLES {
        for text in [calm(text), text.clone()] {
            holds(format, &text);
            let times = (1 << 16) / text.len().max(1);
            holds(format, &text.repeat(times.clamp(1, 200)));
        }
    }
}

/// A text many times over, each time with other digits: of one form are also those whose digits
/// make no stamp, no number and another escape.
fn with_other_digits(text: &[u8], times: usize) -> Vec<u8> {
    let mut seed = 7_u32;
    let mut other = |b: u8, lone: bool| {
        seed = seed.wrapping_mul(1_103_515_245).wrapping_add(12_345);
        let (change, digit) = ((seed >> 16) % 7, (seed >> 20) % 10);
        // most stay, so that most stamps are stamps
        if b.is_ascii_digit() && change < if lone { 1 } else { 2 } { b'0' + digit as u8 } else { b }
    };
    let is_digit =
        |at: Option<usize>| at.and_then(|at| text.get(at)).is_some_and(u8::is_ascii_digit);
    (0..times)
        .flat_map(|_| text.iter().enumerate())
        .map(|(at, b)| other(*b, !is_digit(at.checked_sub(1)) && !is_digit(Some(at + 1))))
        .collect()
}

#[test]
fn records_that_differ_in_digits_are_surveyed_as_they_are_read() {
    for (format, text) in &*SAMPLES {
        let times = ((1 << 15) / text.len().max(1)).clamp(3, 100);
        holds(format, &with_other_digits(&calm(text), times));
    }
    for (id, text, _) in ROUTINE {
        let format = FORMATS.iter().find(|format| format.id == id).unwrap();
        holds(format, &with_other_digits(text.as_bytes(), 200));
    }
    // what only digits tell apart
    let error = "2026-01-05T10:00:00.000001Z 7 [Note] [MY-012592] [InnoDB] Operating system error number 7 in a file operation.";
    let audit = r#"{"audit_record":{"name":"Query","timestamp":"2026-01-05T10:00:00 UTC","connection_id":"7","status":0,"sqltext":"\u0073\u0068o\u0077 table t","user":"a","db":"b"}}"#;
    for (id, one, other) in [
        ("mysql_error", error, error.replace("number 7", "number 2")),
        ("mysql_audit", audit, audit.replace(r"\u0073\u0068o\u0077", r"\u0064\u0072o\u0070")),
        ("mysql_audit", audit, audit.replace("\"status\":0", "\"status\":1")),
    ] {
        let format = FORMATS.iter().find(|format| format.id == id).unwrap();
        assert_ne!(one, other);
        let text =
            format!("{}{other}\n{}", format!("{one}\n").repeat(30), format!("{one}\n").repeat(9));
        holds(format, text.as_bytes());
    }
}

#[test]
fn records_that_differ_in_hexadecimal_numbers_are_surveyed_as_they_are_read() {
    let line = |n: u32| {
        let id = n.wrapping_mul(2_654_435_761);
        let message = match n % 400 {
            399 => "drop table t",
            200 => "17db:wipe",
            _ => "Mail queued",
        };
        format!(
            "{{\"time\":\"2026-01-05T10:00:00Z\",\"level\":\"info\",\"msg\":\"{message}\",\"id\":\"{id:08x}\",\"of\":{n}}}\n"
        )
    };
    let text: String = (0..5000).map(line).collect();
    let format = FORMATS.iter().find(|format| format.id == "json_log").unwrap();
    holds(format, text.as_bytes());
}

#[test]
fn calm_samples_are_glanced_at() {
    let glances = |format: &Format, text: &[u8]| {
        let reader = reader(format, text)?;
        text.split_inclusive(|b| *b == b'\n').find_map(|line| reader.glance(line.trim_ascii_end()))
    };
    let mut formats: Vec<&str> = Vec::new();
    for (format, text) in &*SAMPLES {
        formats.extend(glances(format, &calm(text)).map(|_| format.id));
        // what destroys is read
        assert!(
            glances(format, format.example.as_bytes()).is_none_or(|glance| glance.alike.is_some())
        );
    }
    formats.dedup();
    assert!(formats.len() > 5, "{formats:?}");
}

/// Records of which a glance is enough, and the same changed so that it is not, or shows more.
const ROUTINE: [(&str, &str, &[(&str, &str)]); 9] = [
    (
        "journal",
        "Mon 2026-01-05 10:00:00 UTC web1 nginx[12]: 7 upstream timed out while reading\n",
        &[
            ("nginx[12]", "systemd[1]"),
            ("nginx[12]", "mysqld[9]"),
            ("7 upstream", "Accepted"),
            ("7 upstream", "drop table t"),
            ("nginx", "migrate"),
        ],
    ),
    (
        "journal",
        "Mon 2026-01-05 10:00:00 UTC web1 CRON[12]: pam_unix(cron:session): session closed for user app\n",
        &[
            ("cron:", "sshd:"),
            ("CRON", "sshd"),
            ("session)", "auth)"),
            ("app", "app(uid=1) by (uid=0)"),
        ],
    ),
    (
        "journal",
        "Mon 2026-01-05 10:00:00 UTC web1 CRON[12]: (app) CMD (php artisan schedule:run)\n",
        &[
            ("php artisan", "[7] php artisan"),
            ("schedule:run", "migrate:fresh"),
            ("php artisan", "tar"),
            ("CMD", "INFO"),
            ("run)", "run"),
        ],
    ),
    (
        "journal",
        "1793687695.500000 box sshd[4]: Connection closed by 192.0.2.4 port 5 [preauth]\n",
        &[("by ", "by invalid user a "), (".500000", ""), ("box", "info")],
    ),
    (
        "json_log",
        "{\"ts\":1772788211.123,\"level\":50,\"msg\":\"a \\\"b\\\"\",\"x\":[1]}\n",
        &[
            ("50", "70"),
            ("50", "\"error\""),
            ("\"level\":50", "\"levelName\":\"error\""),
            ("\"level\":50", "\"Severity\":\"error\""),
            ("\"x\":[1]", "\"attributes\":\"level\""),
            ("\"x\"", "\"sql\""),
            ("a ", "slow: select 1"),
            ("ts", "event"),
        ],
    ),
    (
        "laravel_json",
        "{\"message\":\"m\",\"context\":{\"a\":1},\"level\":400,\"level_name\":\"ERROR\",\"channel\":\"local\",\"datetime\":\"2026-01-02T03:04:05.1+00:00\",\"extra\":{}}\n",
        &[
            ("\"a\"", "\"exception\""),
            ("\"ERROR\"", "400"),
            ("_name", ""),
            ("\"m\"", "\"[1 ms] select 1\""),
        ],
    ),
    (
        "mysql_binlog",
        "# at 4\n#260306  9:10:30 server id 1  end_log_pos 508 CRC32 0xef41e626 \tQuery\tthread_id=55\texec_time=0\terror_code=0\nSET TIMESTAMP=1772788230/*!*/;\nupdate t set a = 1 where b = 2\n/*!*/;\n",
        &[
            (" where b = 2", ""),
            ("SET", "use `b`/*!*/;\nSET"),
            ("Query", "Annotate_rows"),
            ("1772788230", "177278823"),
            ("a = 1", "a = 'x\n/*!*/;"),
            ("update t", "/*!*/;\ndelete from t"),
        ],
    ),
    (
        "mysql_general",
        "2026-01-05T10:00:00.000001Z\t    7 Connect\tapp@10.0.0.5 on shop using TCP/IP\n\
         2026-01-05T10:00:00.000002Z\t    7 Query\tselect 1\n\
         2026-01-05T10:00:00.000003Z\t    7 Quit\t\n",
        &[
            ("select 1", "drop table carts"),
            ("select 1", "use other"),
            (
                "app@10.0.0.5 on shop using TCP/IP",
                "Access denied for user 'a'@'b' (using password: YES)",
            ),
            ("Quit\t", "Query\tdelete from t"),
            ("Connect", "Change user"),
            (
                "Quit\t\n",
                "Connect\tboss@10.0.0.6 on\n2026-01-05T10:00:00.000004Z\t    7 Query\tdrop table t\n",
            ),
        ],
    ),
    (
        "postgres_log",
        "2026-01-05 10:00:00.001 UTC [812] [unknown]@[unknown] LOG:  connection received: host=10.0.0.7 port=5\n\
         2026-01-05 10:00:00.002 UTC [812] app@shop LOG:  connection authorized: user=app database=shop application_name=web\n\
         2026-01-05 10:00:00.003 UTC [812] app@shop LOG:  statement: select 1\n\
         2026-01-05 10:00:00.004 UTC [812] app@shop LOG:  disconnection: session time: 0:00:01 user=app database=shop host=10.0.0.7 port=5\n",
        &[
            ("select 1", "drop table carts"),
            ("application_name=web", "ssl"),
            ("[unknown]@[unknown]", "user=a,db=b"),
            ("user=app database", "database"),
            ("connection received: host=10.0.0.7", "statement: drop table t; connection received:"),
            ("statement: select 1", "connection authorized: database=x"),
            ("received", "authenticated"),
            ("disconnection: session", "statement: delete from t; session"),
            (
                "app@shop LOG:  statement: select 1",
                "[unknown]@[unknown] LOG:  statement: drop table t",
            ),
            ("[812] app@shop LOG:  connection", "app@shop LOG:  connection"),
        ],
    ),
];

#[test]
fn what_is_routine_is_glanced_at_and_what_is_not_is_read() {
    for (id, text, changes) in ROUTINE {
        let format = FORMATS.iter().find(|format| format.id == id).unwrap();
        let reader = reader(format, text.as_bytes()).unwrap();
        let mut starts = memchr::memchr_iter(b'\n', text.as_bytes()).map(|end| end + 1);
        let glance = |at: usize| reader.glance(text.get(at..)?.trim_end().as_bytes());
        assert!(glance(0).or_else(|| starts.find_map(glance)).is_some(), "{text}");
        holds(format, text.repeat(20).as_bytes());
        for (from, to) in changes {
            let changed = text.replace(from, to);
            assert_ne!(text, changed);
            holds(format, format!("{}{changed}{}", text.repeat(9), text.repeat(9)).as_bytes());
            holds(format, changed.repeat(9).as_bytes());
        }
    }
}

/// What a mutation puts somewhere.
const PIECES: [&str; 24] = [
    "'",
    "\"",
    "`",
    "\\",
    "\\n",
    "\n",
    "\t",
    " ",
    ",",
    ";",
    "/*",
    "*/",
    "-- ",
    "#",
    "\u{e9}",
    "\u{0}",
    "; drop table t",
    "drop table t",
    "select 1",
    "ROLLBACK",
    "1",
    "[",
    "}",
    "<",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn damaged_samples_are_surveyed_as_they_are_read(
        pick in any::<prop::sample::Index>(),
        tame in any::<bool>(),
        cuts in prop::collection::vec((any::<prop::sample::Index>(), 0..12usize, 0..PIECES.len()), 1..6),
    ) {
        let (format, text) = &SAMPLES[pick.index(SAMPLES.len())];
        let mut text = if tame { calm(text) } else { text.clone() };
        text = text.repeat(3);
        for (at, len, piece) in cuts {
            let at = at.index(text.len() + 1);
            let end = (at + len / 3).min(text.len());
            text.splice(at..end, PIECES[piece].bytes());
        }
        holds(format, &text);
    }
}
