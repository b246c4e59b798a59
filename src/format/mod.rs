//! The formats of evidence: one file each, named in [`FORMATS`].
//!
//! A format says how sure it is of a file from its content, never from the name alone, and gives
//! a [`Reader`]. Splitting, threads, places and time belong to others.

pub(crate) mod contract;
pub(crate) mod grammar;

pub(crate) mod access_log;
pub(crate) mod artisan_output;
pub(crate) mod auditd;
pub(crate) mod bash_history;
pub(crate) mod busybox_crond;
pub(crate) mod ci_log;
pub(crate) mod client_output;
pub(crate) mod crontab;
pub(crate) mod deploy_log;
pub(crate) mod env_file;
pub(crate) mod fish_history;
pub(crate) mod git_log;
pub(crate) mod journal;
pub(crate) mod journal_export;
pub(crate) mod laravel;
pub(crate) mod laravel_json;
pub(crate) mod laravel_schedule;
pub(crate) mod laravel_sql_logger;
pub(crate) mod laravel_worker;
pub(crate) mod logrotate_config;
pub(crate) mod migration_listing;
pub(crate) mod mysql_audit;
pub(crate) mod mysql_audit_csv;
pub(crate) mod mysql_audit_xml;
pub(crate) mod mysql_binlog;
pub(crate) mod mysql_error;
pub(crate) mod mysql_general;
pub(crate) mod mysql_history;
pub(crate) mod mysql_mixed;
pub(crate) mod mysql_slow;
pub(crate) mod osc_log;
pub(crate) mod php_error_log;
pub(crate) mod php_source;
pub(crate) mod postgres_csv;
pub(crate) mod postgres_json;
pub(crate) mod postgres_log;
pub(crate) mod query_log;
pub(crate) mod schema_csv;
pub(crate) mod schema_html;
pub(crate) mod schema_json;
pub(crate) mod schema_php;
pub(crate) mod schema_sql;
pub(crate) mod schema_table;
pub(crate) mod schema_tsv;
pub(crate) mod schema_vertical;
pub(crate) mod schema_xml;
pub(crate) mod schema_yaml;
pub(crate) mod script_log;
pub(crate) mod server_audit;
pub(crate) mod shell_script;
pub(crate) mod sql_dump;
pub(crate) mod sql_errlog;
pub(crate) mod sql_script;
pub(crate) mod supervisor_log;
pub(crate) mod syslog;
pub(crate) mod systemd_unit;
pub(crate) mod table_names;
pub(crate) mod test_output;
pub(crate) mod text_log;
pub(crate) mod timer_listing;
pub(crate) mod zsh_history;

#[cfg(test)]
mod listed;
#[cfg(test)]
pub(crate) mod testing;

use contract::{Format, Head, Likeness};

/// Every format. A tie in likeness goes to the earlier one.
pub(crate) static FORMATS: &[&dyn Format] = &[
    &laravel::Laravel,
    &laravel_json::LaravelJson,
    &laravel_schedule::LaravelSchedule,
    &laravel_sql_logger::LaravelSqlLogger,
    &laravel_worker::LaravelWorker,
    &php_error_log::PhpErrorLog,
    &ci_log::CiLog,
    &test_output::TestOutput,
    &artisan_output::ArtisanOutput,
    &client_output::ClientOutput,
    &supervisor_log::SupervisorLog,
    &access_log::AccessLog,
    &git_log::GitLog,
    &mysql_history::MysqlHistory,
    &bash_history::BashHistory,
    &zsh_history::ZshHistory,
    &fish_history::FishHistory,
    &crontab::Crontab,
    &systemd_unit::SystemdUnit,
    &timer_listing::TimerListing,
    &logrotate_config::LogrotateConfig,
    &auditd::Auditd,
    &osc_log::OscLog,
    &busybox_crond::BusyboxCrond,
    &journal_export::JournalExport,
    &journal::Journal,
    &syslog::Syslog,
    &mysql_mixed::MysqlMixed,
    &mysql_slow::MysqlSlow,
    &mysql_general::MysqlGeneral,
    &mysql_error::MysqlError,
    &mysql_binlog::MysqlBinlog,
    &postgres_csv::PostgresCsv,
    &postgres_json::PostgresJson,
    &postgres_log::PostgresLog,
    &server_audit::ServerAudit,
    &sql_errlog::SqlErrlog,
    &mysql_audit_xml::MysqlAuditXml,
    &mysql_audit_csv::MysqlAuditCsv,
    &schema_sql::SchemaSql,
    &sql_dump::SqlDump,
    &schema_vertical::SchemaVertical,
    &schema_table::SchemaTable,
    &schema_xml::SchemaXml,
    &schema_html::SchemaHtml,
    &schema_json::SchemaJson,
    &schema_php::SchemaPhp,
    &schema_yaml::SchemaYaml,
    &migration_listing::MigrationListing,
    &schema_tsv::SchemaTsv,
    &schema_csv::SchemaCsv,
    &table_names::TableNames,
    &mysql_audit::MysqlAudit,
    &sql_script::SqlScript,
    &query_log::QueryLog,
    &env_file::EnvFile,
    &shell_script::ShellScript,
    &php_source::PhpSource,
    &text_log::TextLog,
    &script_log::ScriptLog,
    &deploy_log::DeployLog,
];

/// The format that knows this source best.
pub(crate) fn recognise(head: &Head<'_>) -> Option<&'static dyn Format> {
    let mut best: Option<(&'static dyn Format, Likeness)> = None;
    for format in FORMATS {
        let likeness = format.sniff(head);
        if likeness >= Likeness::LEAST && best.is_none_or(|(_, most)| likeness > most) {
            best = Some((*format, likeness));
        }
        if likeness >= Likeness::CERTAIN {
            break;
        }
    }
    best.map(|(format, _)| format)
}

/// The same, of all formats, however sure one is.
#[cfg(test)]
fn recognise_among_all(head: &Head<'_>) -> Option<&'static dyn Format> {
    let most = FORMATS
        .iter()
        .map(|format| format.sniff(head))
        .max()
        .filter(|most| *most >= Likeness::LEAST)?;
    FORMATS.iter().copied().find(|format| format.sniff(head) == most)
}

/// The format of this id.
pub(crate) fn by_id(id: &str) -> Option<&'static dyn Format> {
    FORMATS.iter().copied().find(|format| format.id() == id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_one_format_is_certain_of_no_other_knows_better() {
        for (name, bytes, whole) in crate::testing::sample_files() {
            let head = Head { name: &name, bytes: &bytes, whole };
            assert_eq!(
                recognise(&head).map(Format::id),
                recognise_among_all(&head).map(Format::id),
                "{name}"
            );
        }
    }

    #[test]
    fn a_sample_is_like_its_own_format_and_like_no_other_as_much() {
        let mut wrong = Vec::new();
        for (name, bytes, whole) in crate::testing::sample_files() {
            let Some(own) = name
                .strip_prefix("samples/formats/")
                .filter(|name| !name.ends_with(".ndjson"))
                .and_then(|name| by_id(name.split('/').next()?))
            else {
                continue;
            };
            let head = Head { name: &name, bytes: &bytes, whole };
            let likeness = own.sniff(&head);
            let rivals: Vec<String> = FORMATS
                .iter()
                .filter(|format| format.id() != own.id())
                .map(|format| (format.id(), format.sniff(&head)))
                .filter(|(_, other)| *other >= likeness)
                .map(|(id, other)| format!("{id} {}", other.0))
                .collect();
            if likeness < Likeness::LEAST || !rivals.is_empty() {
                wrong.push(format!("{name}: {} {}", likeness.0, rivals.join(", ")));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
