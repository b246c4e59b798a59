//! The formats of evidence: one file each, named in [`FORMATS`].
//!
//! A format says how sure it is of a file from its content, never from the name alone, and gives
//! a [`Reader`]. Splitting, threads, places and time belong to others.

pub(crate) mod contract;
pub(crate) mod grammar;

pub(crate) mod access_log;
pub(crate) mod agent_transcript;
pub(crate) mod artisan_output;
pub(crate) mod auditd;
pub(crate) mod backup_info;
pub(crate) mod bash_history;
pub(crate) mod busybox_crond;
pub(crate) mod capistrano_log;
pub(crate) mod ci_log;
pub(crate) mod client_output;
pub(crate) mod cloud_audit;
pub(crate) mod cron_mail;
pub(crate) mod crontab;
pub(crate) mod deploy_log;
pub(crate) mod env_file;
pub(crate) mod fish_history;
pub(crate) mod git_log;
pub(crate) mod journal;
pub(crate) mod journal_export;
pub(crate) mod json_log;
pub(crate) mod laravel;
pub(crate) mod laravel_json;
pub(crate) mod laravel_schedule;
pub(crate) mod laravel_sql_logger;
pub(crate) mod laravel_worker;
pub(crate) mod login_records;
pub(crate) mod logrotate_config;
pub(crate) mod migration_listing;
pub(crate) mod mydumper_metadata;
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
pub(crate) mod pg_archive;
pub(crate) mod pg_archive_list;
pub(crate) mod pg_archive_rows;
pub(crate) mod pg_dump;
pub(crate) mod php_error_log;
pub(crate) mod php_source;
pub(crate) mod postgres_csv;
pub(crate) mod postgres_json;
pub(crate) mod postgres_log;
pub(crate) mod psql_history;
pub(crate) mod query_log;
pub(crate) mod query_report;
pub(crate) mod query_trace;
pub(crate) mod row_counts;
pub(crate) mod schema_asciidoc;
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
pub(crate) mod task_file;
pub(crate) mod telescope;
pub(crate) mod terminal_recording;
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
pub(crate) static FORMATS: &[&Format] = &[
    &agent_transcript::FORMAT,
    &cloud_audit::FORMAT,
    &laravel::FORMAT,
    &laravel_json::FORMAT,
    &laravel_schedule::FORMAT,
    &laravel_sql_logger::FORMAT,
    &laravel_worker::FORMAT,
    &php_error_log::FORMAT,
    &ci_log::FORMAT,
    &test_output::FORMAT,
    &artisan_output::FORMAT,
    &client_output::FORMAT,
    &supervisor_log::FORMAT,
    &access_log::FORMAT,
    &git_log::FORMAT,
    &psql_history::FORMAT,
    &mysql_history::FORMAT,
    &bash_history::FORMAT,
    &zsh_history::FORMAT,
    &fish_history::FORMAT,
    &cron_mail::FORMAT,
    &crontab::FORMAT,
    &systemd_unit::FORMAT,
    &task_file::FORMAT,
    &timer_listing::FORMAT,
    &logrotate_config::FORMAT,
    &login_records::FORMAT,
    &terminal_recording::FORMAT,
    &telescope::FORMAT,
    &query_report::FORMAT,
    &query_trace::FORMAT,
    &mydumper_metadata::FORMAT,
    &backup_info::FORMAT,
    &auditd::FORMAT,
    &osc_log::FORMAT,
    &busybox_crond::FORMAT,
    &journal_export::FORMAT,
    &journal::FORMAT,
    &syslog::FORMAT,
    &mysql_mixed::FORMAT,
    &mysql_slow::FORMAT,
    &mysql_general::FORMAT,
    &mysql_error::FORMAT,
    &mysql_binlog::FORMAT,
    &postgres_csv::FORMAT,
    &postgres_json::FORMAT,
    &postgres_log::FORMAT,
    &server_audit::FORMAT,
    &sql_errlog::FORMAT,
    &mysql_audit_xml::FORMAT,
    &mysql_audit_csv::FORMAT,
    &pg_archive::FORMAT,
    &pg_archive_list::FORMAT,
    &pg_archive_rows::FORMAT,
    &pg_dump::FORMAT,
    &schema_sql::FORMAT,
    &sql_dump::FORMAT,
    &schema_vertical::FORMAT,
    &schema_table::FORMAT,
    &schema_xml::FORMAT,
    &schema_html::FORMAT,
    &schema_asciidoc::FORMAT,
    &schema_json::FORMAT,
    &schema_php::FORMAT,
    &schema_yaml::FORMAT,
    &migration_listing::FORMAT,
    &schema_tsv::FORMAT,
    &schema_csv::FORMAT,
    &table_names::FORMAT,
    &row_counts::FORMAT,
    &mysql_audit::FORMAT,
    &sql_script::FORMAT,
    &query_log::FORMAT,
    &env_file::FORMAT,
    &shell_script::FORMAT,
    &php_source::FORMAT,
    &json_log::FORMAT,
    &text_log::FORMAT,
    &script_log::FORMAT,
    &capistrano_log::FORMAT,
    &deploy_log::FORMAT,
];

/// The format that knows this source best, and how sure it is.
pub(crate) fn best(head: &Head<'_>) -> Option<(&'static Format, Likeness)> {
    let mut best: Option<(&'static Format, Likeness)> = None;
    for format in FORMATS {
        let likeness = (format.sniff)(head);
        if likeness >= Likeness::LEAST && best.is_none_or(|(_, most)| likeness > most) {
            best = Some((*format, likeness));
        }
        if likeness >= Likeness::CERTAIN {
            break;
        }
    }
    best
}

/// The format that knows this source best.
pub(crate) fn recognise(head: &Head<'_>) -> Option<&'static Format> {
    best(head).map(|(format, _)| format)
}

/// The same, of all formats, however sure one is.
#[cfg(test)]
fn recognise_among_all(head: &Head<'_>) -> Option<&'static Format> {
    let most = FORMATS
        .iter()
        .map(|format| (format.sniff)(head))
        .max()
        .filter(|most| *most >= Likeness::LEAST)?;
    FORMATS.iter().copied().find(|format| (format.sniff)(head) == most)
}

/// The format of this id.
pub(crate) fn by_id(id: &str) -> Option<&'static Format> {
    FORMATS.iter().copied().find(|format| format.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_one_format_is_certain_of_no_other_knows_better() {
        for (name, bytes, whole) in crate::testing::sample_files() {
            let head = Head { name: &name, bytes: &bytes, whole };
            assert_eq!(
                recognise(&head).map(|format| format.id),
                recognise_among_all(&head).map(|format| format.id),
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
            let likeness = (own.sniff)(&head);
            let rivals: Vec<String> = FORMATS
                .iter()
                .filter(|format| format.id != own.id)
                .map(|format| (format.id, (format.sniff)(&head)))
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
