//! Losses that no statement shows: by what two states say (`states`), by what the server and the
//! application miss and a command took away (`errors`), by tables that a log shows to be created
//! again (`anew`), or by commands alone (`commands`). `signs` are the errors, `loss` puts a loss
//! into its time.

pub(crate) mod anew;
pub(crate) mod commands;
pub(crate) mod errors;
mod loss;
pub(crate) mod signs;
pub(crate) mod states;
