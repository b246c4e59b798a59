//! What column names mean: any case, any order, the usual aliases.

use crate::format::grammar::table::plan::{Context, Kind, Plan};

/// The meaning of a column name; empty for an unknown one.
fn meaning(name: &str) -> &'static str {
    let name = name.trim().trim_start_matches(['#', '\u{feff}']).trim();
    let name: String =
        name.chars().filter(|c| !matches!(c, '`' | '"' | '\'' | '[' | ']')).collect();
    let name = name
        .rsplit('.')
        .next()
        .unwrap_or(&name)
        .trim()
        .to_ascii_lowercase()
        .replace([' ', '-'], "_");
    match name.as_str() {
        "table_name" | "tablename" | "t" | "tbl" | "tbl_name" | "table" | "relname" => "table",
        "tables" => "tables",
        "name" => "name",
        "table_schema" | "db" | "schema" | "database" | "schema_name" | "dbname"
        | "database_name" | "db_name" | "table_db" => "database",
        "schemaname" | "nspname" => "schema",
        "datname" => "listed_database",
        "encoding" | "default_character_set_name" => "character_set",
        "table_catalog" => "catalog",
        "owner" => "owner",
        "table_type" | "type_of_table" => "table_type",
        "engine" | "storage_engine" | "storage" => "engine",
        "table_rows" | "rows" | "total_rows" | "row_count" | "rowcount" | "n_rows" | "num_rows"
        | "row_estimate" | "reltuples" | "n_live_tup" | "rows_estimate" | "approx_rows"
        | "nb_rows" => "rows",
        "create_time" | "created" | "creation_time" | "table_created" => "created",
        "update_time" | "updated" | "last_update" | "table_updated" => "updated",
        "created_at" => "created_at",
        "auto_increment" | "auto_incr" | "autoincrement" | "auto_inc" | "next_id" => {
            "auto_increment"
        }
        "data_length" | "size" | "data_size" => "data_length",
        "n_tup_del" => "deleted",
        "table_comment" => "table_comment",
        "comment" => "comment",
        "row_format" => "row_format",
        "columns" => "columns",
        "column_name" | "column" => "column",
        "field" => "field",
        "ordinal_position" | "position" => "position",
        "column_type" => "column_type",
        "data_type" => "data_type",
        "type" => "type",
        "is_nullable" => "nullable",
        "null" => "null",
        "column_default" => "column_default",
        "default" => "default",
        "column_key" => "column_key",
        "key" => "key",
        "extra" => "extra",
        "index_name" | "key_name" => "index",
        "non_unique" => "non_unique",
        "seq_in_index" => "seq_in_index",
        "constraint_name" => "constraint",
        "constraint_schema" => "constraint_schema",
        "referenced_table_name" => "referenced_table",
        "referenced_column_name" => "referenced_column",
        "unique_constraint_name" => "unique_constraint",
        "delete_rule" => "delete_rule",
        "view_definition" => "view_definition",
        "routine_name" => "routine",
        "routine_schema" => "routine_schema",
        "routine_definition" => "routine_definition",
        "routine_type" => "routine_type",
        "trigger_name" => "trigger",
        "trigger_schema" => "trigger_schema",
        "event_object_table" => "event_object_table",
        "action_statement" => "action_statement",
        "event_name" => "event",
        "event_schema" => "event_schema",
        "event_definition" => "event_definition",
        "partition_name" => "partition",
        "partition_description" => "partition_description",
        "migration" | "migration_name" => "migration",
        "batch" | "batch_/_status" => "batch",
        "ran?" => "ran",
        "id" => "id",
        "start_time" => "start_time",
        "user_host" => "user_host",
        "query_time" => "query_time",
        "lock_time" => "lock_time",
        "rows_sent" => "rows_sent",
        "rows_examined" => "rows_examined",
        "sql_text" => "sql_text",
        "thread_id" => "thread_id",
        "rows_affected" => "rows_affected",
        "event_time" => "event_time",
        "command_type" => "command_type",
        "argument" => "argument",
        "create_table" => "create_table",
        "create_view" => "create_view",
        "count" | "count(*)" | "count(1)" | "n" | "cnt" | "num" => "count",
        "?column?" => "unnamed",
        "n_tables" | "table_count" | "tables_count" | "num_tables" | "number_of_tables"
        | "count_tables" => "table_count",
        other if other.starts_with("tables_in_") => "tables_in",
        _ => "",
    }
}

impl Plan {
    /// The plan for these column names; `None` where they tell of nothing that is known here.
    pub(crate) fn by_header(names: &[String], context: &mut Context) -> Option<Plan> {
        let mut columns: Vec<&'static str> = names.iter().map(|name| meaning(name)).collect();
        if columns.first() == Some(&"tables_in") {
            if let Some(name) = names.first() {
                let name = name.trim().trim_matches(['"', '`', '#', ' ']);
                let database = name.get("Tables_in_".len()..).unwrap_or("");
                let database = database.split(" (").next().unwrap_or(database);
                context.database = Some(database.to_owned()).filter(|d| !d.is_empty());
            }
            if let Some(first) = columns.first_mut() {
                *first = "table";
            }
            return Some(Plan { kind: Kind::Tables, columns, guessed: false });
        }
        // mysqlshow's list, and a list with one heading
        if columns.first() == Some(&"tables")
            && (columns.len() == 1 || columns.contains(&"columns"))
        {
            if let Some(first) = columns.first_mut() {
                *first = "table";
            }
            return Some(Plan { kind: Kind::Tables, columns, guessed: false });
        }
        if let Some(listed) = listed_database(names, &columns) {
            if let Some(column) = columns.get_mut(listed) {
                *column = "listed_database";
            }
            return Some(Plan { kind: Kind::Databases, columns, guessed: false });
        }
        // beside them may stand the highest key or the newest stamp
        let is_bound = |name: &String| {
            let name = name.trim().trim_matches(['"', '`']).to_ascii_lowercase();
            ["max", "min", "last", "newest"].iter().any(|word| name.starts_with(word))
        };
        if let [name @ ("table" | "unnamed"), count @ "count", ..] = columns.as_mut_slice()
            && names.iter().skip(2).all(is_bound)
        {
            // `SELECT 'orders' AS t, count(*) FROM orders UNION ALL …`; PostgreSQL calls it `count`
            let is_postgres = names.get(1).is_some_and(|name| name.trim() == "count");
            (*name, *count) = (if is_postgres { "relation" } else { "table" }, "rows");
            return Some(Plan { kind: Kind::Counts, columns, guessed: false });
        }
        let has = |what: &str| columns.contains(&what);
        let some_of = |these: &[&str]| these.iter().filter(|what| columns.contains(what)).count();
        let kind = if has("start_time") && has("sql_text") {
            Kind::SlowLog
        } else if has("event_time") && has("argument") {
            Kind::GeneralLog
        } else if has("migration") && has("ran") {
            Kind::MigrationStatus
        } else if has("migration") && (has("batch") || has("id")) {
            Kind::Migrations
        } else if has("constraint") && has("unique_constraint") {
            Kind::ForeignKey
        } else if has("constraint") && has("column") {
            Kind::KeyUse
        } else if has("index") && (has("table") || has("seq_in_index")) {
            Kind::Index
        } else if has("trigger") {
            Kind::Trigger
        } else if has("event") && (has("event_definition") || has("event_schema")) {
            Kind::Event
        } else if has("routine") {
            Kind::Routine
        } else if has("partition") && has("table") {
            Kind::Partition
        } else if has("view_definition") {
            Kind::View
        } else if (has("table") && has("create_table")) || has("create_view") {
            Kind::CreateTable
        } else if has("column") && has("table")
            || has("field") && has("type") && (has("null") || has("key"))
        {
            Kind::Columns
        } else if (has("table") && (columns.len() == 1 || some_of(TABLE_FACTS) > 0))
            || (has("name") && some_of(TABLE_FACTS) > 1)
            // psql's `\dt`
            || (has("name") && has("database") && has("type") && has("owner"))
        {
            Kind::Tables
        } else if has("table_count") && columns.len() <= 2 {
            Kind::TableCount
        } else {
            return None;
        };
        if kind == Kind::Tables && !has("table") {
            for column in &mut columns {
                if *column == "name" {
                    *column = "table";
                }
            }
        }
        if kind == Kind::Tables && columns.contains(&"created_at") && !columns.contains(&"created")
        {
            for column in &mut columns {
                if *column == "created_at" {
                    *column = "created";
                }
            }
        }
        Some(Plan { kind, columns, guessed: false })
    }
}

/// Which column names the databases of a server: that of `SHOW DATABASES`, of `SCHEMATA`, of psql's
/// `\l`, of `pg_database`.
fn listed_database(names: &[String], columns: &[&str]) -> Option<usize> {
    let at = |what: &str| columns.iter().position(|column| *column == what);
    let alone = names.len() == 1
        && names.first().is_some_and(|name| {
            let name = name.trim().to_ascii_lowercase();
            name == "database" || name == "schema_name" || name.starts_with("database (")
        });
    let of_schemata =
        at("database").filter(|_| at("character_set").is_some() && at("table").is_none());
    let of_psql = at("name").filter(|_| at("owner").is_some() && at("character_set").is_some());
    let of_catalog = at("listed_database").filter(|_| at("table").is_none());
    alone.then_some(0).or(of_schemata).or(of_psql).or(of_catalog)
}

/// Columns that only a list of tables has.
const TABLE_FACTS: &[&str] = &[
    "engine",
    "rows",
    "created",
    "updated",
    "auto_increment",
    "data_length",
    "table_type",
    "table_comment",
    "row_format",
    "database",
    "schema",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_known_in_any_case_and_by_their_aliases() {
        let mut context = Context::default();
        let names = |list: &[&str]| list.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>();
        assert_eq!(
            Plan::by_header(&names(&["db", "t", "TABLE_ROWS"]), &mut context).map(|p| p.kind),
            Some(Kind::Tables)
        );
        assert_eq!(
            Plan::by_header(&names(&["Name", "Engine", "Rows"]), &mut context).map(|p| p.kind),
            Some(Kind::Tables)
        );
        assert_eq!(
            Plan::by_header(&names(&["Field", "Type", "Null", "Key"]), &mut context)
                .map(|p| p.kind),
            Some(Kind::Columns)
        );
        assert_eq!(Plan::by_header(&names(&["name", "email"]), &mut context).map(|p| p.kind), None);
        for counts in [
            &["relname", "count"][..],
            &["t", "n"],
            &["?column?", "count"],
            &["tbl", "COUNT(*)"],
            &["t", "n", "max_id"],
            &["t", "n", "max(id)", "newest"],
        ] {
            let plan = Plan::by_header(&names(counts), &mut context);
            assert_eq!(plan.map(|plan| plan.kind), Some(Kind::Counts), "{counts:?}");
        }
        for other in [&["status", "count"][..], &["name", "n"], &["table", "n", "status"]] {
            assert!(Plan::by_header(&names(other), &mut context).is_none(), "{other:?}");
        }
        for listed in [
            &["Database"][..],
            &["Database (shop%)"],
            &["SCHEMA_NAME"],
            &["Name", "Owner", "Encoding", "Collate", "Ctype", "Access privileges"],
            &["datname", "pg_size_pretty"],
        ] {
            let kind = Plan::by_header(&names(listed), &mut context).map(|p| p.kind);
            assert_eq!(kind, Some(Kind::Databases), "{listed:?}");
        }
        for other in [&["Name", "Owner"][..], &["database", "user"], &["datname", "relname"]] {
            let kind = Plan::by_header(&names(other), &mut context).map(|p| p.kind);
            assert_ne!(kind, Some(Kind::Databases), "{other:?}");
        }
        Plan::by_header(&names(&["Tables_in_shop"]), &mut context);
        assert_eq!(context.database.as_deref(), Some("shop"));
    }
}
