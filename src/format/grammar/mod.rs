//! What several formats need to read text: the floor below them.

pub mod artisan;
pub mod audit_line;
pub mod collector_prefix;
pub mod console;
pub mod create_table;
pub mod history;
pub mod lines;
pub mod login;
pub mod loose_json;
pub mod monolog;
pub mod mysql;
pub mod php;
pub mod prefilter;
pub mod querylog;
pub mod relevance;
pub mod shell;
pub mod shellscript;
pub mod slow_log;
pub mod sql_count;
pub mod sqltext;
pub mod steps;
pub mod syslog_header;
pub mod syslog_message;
pub mod table;
pub mod xml_dump;
