//! What several formats need to read text: the floor below them.

pub(crate) mod artisan;
pub(crate) mod audit_line;
pub(crate) mod collector_prefix;
pub(crate) mod console;
pub(crate) mod create_table;
pub(crate) mod history;
pub(crate) mod lines;
pub(crate) mod login;
pub(crate) mod loose_json;
pub(crate) mod monolog;
pub(crate) mod mysql;
pub(crate) mod php;
pub(crate) mod postgres;
pub(crate) mod prefilter;
pub(crate) mod querylog;
pub(crate) mod relevance;
pub(crate) mod shell;
pub(crate) mod shellscript;
pub(crate) mod slow_log;
pub(crate) mod sql_count;
pub(crate) mod sqltext;
pub(crate) mod steps;
pub(crate) mod syslog_header;
pub(crate) mod syslog_message;
pub(crate) mod table;
pub(crate) mod xml_dump;
