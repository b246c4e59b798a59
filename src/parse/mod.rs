//! What several formats need to read text: the floor below them.

pub mod artisan;
pub mod lines;
pub mod monolog;
pub mod prefix;
pub mod querylog;
pub mod envelope;
pub mod host;
pub mod login;
pub mod history;
pub mod shell;
pub mod mysql;
pub mod sqlopen;
pub mod sqltext;
pub mod steps;
pub mod php;
pub mod shellscript;
