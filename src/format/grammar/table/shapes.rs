//! What rows without column names tell: the fixed orders in which servers print
//! information_schema and their log tables, and the looks of single values.

use crate::format::grammar::table::{
    cell::Cell,
    plan::{Context, Kind, Plan},
};

/// `information_schema.TABLES`, in the order of every server since MySQL 5.0.
const TABLES: &[&str] = &[
    "",
    "database",
    "table",
    "table_type",
    "engine",
    "",
    "row_format",
    "rows",
    "",
    "data_length",
    "",
    "",
    "",
    "auto_increment",
    "created",
    "updated",
    "",
    "",
    "",
    "",
    "table_comment",
    "",
    "",
];
/// `SHOW TABLE STATUS`.
const STATUS: &[&str] = &[
    "table",
    "engine",
    "",
    "row_format",
    "rows",
    "",
    "data_length",
    "",
    "",
    "",
    "auto_increment",
    "created",
    "updated",
    "",
    "",
    "",
    "",
    "comment",
    "",
    "",
];
/// `information_schema.COLUMNS` since MySQL 5.6.
const COLUMNS: &[&str] = &[
    "",
    "database",
    "table",
    "column",
    "position",
    "column_default",
    "nullable",
    "data_type",
    "",
    "",
    "",
    "",
    "",
    "",
    "",
    "column_type",
    "column_key",
    "",
    "",
    "",
    "",
    "",
];
/// The same before MySQL 5.6, which has no DATETIME_PRECISION.
const COLUMNS_OLD: &[&str] = &[
    "",
    "database",
    "table",
    "column",
    "position",
    "column_default",
    "nullable",
    "data_type",
    "",
    "",
    "",
    "",
    "",
    "",
    "column_type",
    "column_key",
    "",
    "",
    "",
];
const STATISTICS: &[&str] = &[
    "",
    "database",
    "table",
    "non_unique",
    "",
    "index",
    "seq_in_index",
    "column",
    "",
    "",
    "",
    "",
    "",
    "",
    "",
    "",
    "",
    "",
];
const KEY_USE: &[&str] = &[
    "",
    "constraint_schema",
    "constraint",
    "",
    "database",
    "table",
    "column",
    "position",
    "",
    "",
    "referenced_table",
    "",
];
const FOREIGN_KEYS: &[&str] = &[
    "",
    "constraint_schema",
    "constraint",
    "",
    "",
    "unique_constraint",
    "",
    "",
    "delete_rule",
    "table",
    "referenced_table",
];
const SLOW: &[&str] = &[
    "start_time",
    "user_host",
    "query_time",
    "lock_time",
    "rows_sent",
    "rows_examined",
    "database",
    "",
    "",
    "",
    "sql_text",
    "thread_id",
    "rows_affected",
];
const GENERAL: &[&str] = &["event_time", "user_host", "thread_id", "", "command_type", "argument"];

impl Plan {
    /// The plan for a table whose first row is `cells` and that has no column names.
    pub(crate) fn by_shape(cells: &[Cell], context: &Context) -> Option<Plan> {
        plan(cells, context.object.as_deref())
    }
}

/// The plan for rows like `cells`; `object` is the table they come from, where that is said.
fn plan(cells: &[Cell], object: Option<&str>) -> Option<Plan> {
    let text = |at: usize| cells.get(at).map_or("", Cell::text);
    let count = cells.len();
    let fixed = |kind: Kind, columns: &[&'static str]| {
        let columns = columns.iter().copied().chain(std::iter::repeat("")).take(count).collect();
        Some(Plan { kind, columns, guessed: false })
    };
    let object = object.unwrap_or("").to_ascii_lowercase();
    if text(0) == "def" {
        if count >= 18 && is_table_type(text(3)) {
            return fixed(Kind::Tables, TABLES);
        }
        if count >= 18 && is_whole(text(4)) && matches!(text(6), "YES" | "NO") {
            let old = text(14).contains('(')
                || (text(15).is_empty() || matches!(text(15), "PRI" | "MUL" | "UNI"))
                    && count <= 19;
            return fixed(Kind::Columns, if old { COLUMNS_OLD } else { COLUMNS });
        }
        if count >= 12 && text(3) == "def" && is_whole(text(7)) {
            return fixed(Kind::KeyUse, KEY_USE);
        }
        if count >= 11 && text(3) == "def" {
            return fixed(Kind::ForeignKey, FOREIGN_KEYS);
        }
        if count >= 15 && matches!(text(3), "0" | "1") && is_whole(text(6)) {
            return fixed(Kind::Index, STATISTICS);
        }
        return None;
    }
    if count >= 11
        && is_stamp(text(0))
        && text(1).contains('[')
        && is_time(text(2))
        && is_time(text(3))
    {
        return fixed(Kind::SlowLog, SLOW);
    }
    if count == 6
        && is_stamp(text(0))
        && text(1).contains('[')
        && is_whole(text(2))
        && is_whole(text(3))
    {
        return fixed(Kind::GeneralLog, GENERAL);
    }
    if count >= 17 && is_row_format(text(3)) && (is_engine(text(1)) || text(1) == "NULL") {
        return fixed(Kind::Tables, STATUS);
    }
    if count >= 17
        && matches!(cells.get(1), Some(Cell::Null | Cell::Perhaps(_)))
        && text(17) == "VIEW"
    {
        return fixed(Kind::Tables, STATUS);
    }
    let migration = cells.iter().position(|cell| is_migration(cell.text()));
    if let Some(migration) = migration
        && (2..=4).contains(&count)
    {
        let mut columns = vec![""; count];
        for (at, column) in columns.iter_mut().enumerate() {
            *column = match at {
                _ if at == migration => "migration",
                _ if !is_whole(text(at)) => "",
                _ if at < migration => "id",
                _ => "batch",
            };
        }
        return columns.iter().any(|c| matches!(*c, "id" | "batch")).then_some(Plan {
            kind: Kind::Migrations,
            columns,
            guessed: false,
        });
    }
    if object == "tables" || object.is_empty() { some_tables(cells) } else { None }
}

/// A choice of columns of TABLES: names first, then what its looks tell.
fn some_tables(cells: &[Cell]) -> Option<Plan> {
    let mut columns = vec![""; cells.len()];
    let first = cells.first()?.text();
    if !is_name(first) || cells.len() < 2 {
        return None;
    }
    let (mut engine, mut times, mut wholes) = (false, 0, 0);
    for (cell, column) in cells.iter().zip(columns.iter_mut()).skip(1) {
        let text = cell.text();
        *column = if is_engine(text) && !engine {
            engine = true;
            "engine"
        } else if is_table_type(text) {
            "table_type"
        } else if is_stamp(text) {
            times += 1;
            match times {
                1 => "created",
                2 => "updated",
                _ => "",
            }
        } else if is_whole(text) {
            wholes += 1;
            if wholes == 1 { "rows" } else { "" }
        } else {
            ""
        };
    }
    if !engine && times == 0 && !columns.contains(&"table_type") {
        return None;
    }
    let second_is_name =
        columns.get(1) == Some(&"") && cells.get(1).is_some_and(|cell| is_name(cell.text()));
    if let Some(column) = columns.first_mut() {
        *column = if second_is_name { "database" } else { "table" };
    }
    if second_is_name && let Some(column) = columns.get_mut(1) {
        *column = "table";
    }
    Some(Plan { kind: Kind::Tables, columns, guessed: true })
}

/// `2014_10_12_000000_create_users_table`, with or without `.php`.
pub(crate) fn is_migration(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() > 18
        && bytes.iter().take(18).enumerate().all(|(at, byte)| match at {
            4 | 7 | 10 | 17 => *byte == b'_',
            _ => byte.is_ascii_digit(),
        })
        && bytes.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'))
}

fn is_engine(text: &str) -> bool {
    const ENGINES: &[&str] = &[
        "innodb",
        "myisam",
        "aria",
        "memory",
        "csv",
        "archive",
        "mrg_myisam",
        "blackhole",
        "federated",
        "rocksdb",
        "tokudb",
        "ndb",
        "ndbcluster",
        "connect",
        "columnstore",
        "sequence",
        "spider",
        "performance_schema",
        "xtradb",
        "s3",
    ];
    ENGINES.iter().any(|engine| engine.eq_ignore_ascii_case(text))
}

fn is_table_type(text: &str) -> bool {
    matches!(
        text,
        "BASE TABLE"
            | "VIEW"
            | "SYSTEM VIEW"
            | "SEQUENCE"
            | "SYSTEM VERSIONED"
            | "TEMPORARY"
            | "LOCAL TEMPORARY"
    )
}

fn is_row_format(text: &str) -> bool {
    matches!(text, "Dynamic" | "Compact" | "Fixed" | "Compressed" | "Redundant" | "Page" | "Paged")
}

fn is_whole(text: &str) -> bool {
    !text.is_empty() && text.len() <= 20 && text.bytes().all(|b| b.is_ascii_digit())
}

fn is_stamp(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() >= 19
        && bytes.len() <= 26
        && bytes.iter().take(19).enumerate().all(|(at, b)| match at {
            4 | 7 => *b == b'-',
            10 => matches!(b, b' ' | b'T'),
            13 | 16 => *b == b':',
            _ => b.is_ascii_digit(),
        })
}

fn is_time(text: &str) -> bool {
    text.len() >= 7
        && text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b':' | b'.'))
        && text.matches(':').count() == 2
}

/// Text that can be the name of a table or database as people name them.
pub(crate) fn is_name(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 64
        && text
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '_' | '$' | '-' | ' ' | '`' | '\n'))
        && text.chars().any(char::is_alphabetic)
}
