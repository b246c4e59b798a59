//! Signals: named reasons for and against a suspect, one file each, named in [`SIGNALS`].
//!
//! Weights are log odds by judgement, checked against staged incidents: 1 is a hint, 3 a fact that
//! few innocents share, 5 near proof.

pub mod answered_then;
pub mod begun_before;
pub mod contract;
pub mod could_do_it;
pub mod logged_in;
pub mod named_by_record;
pub mod other_database;
pub mod printed_it;
pub mod production_guard;
pub mod ran_at_all;
pub mod ran_without_harm;
pub mod script_text;
pub mod typed_it;

use contract::Signal;

/// Every signal, in the order in which reasons are told.
pub static SIGNALS: &[&dyn Signal] = &[
    &ran_at_all::RanAtAll,
    &could_do_it::CouldDoIt,
    &other_database::OtherDatabase,
    &begun_before::BegunBefore,
    &production_guard::ProductionGuard,
    &printed_it::PrintedIt,
    &typed_it::TypedIt,
    &named_by_record::NamedByRecord,
    &answered_then::AnsweredThen,
    &logged_in::LoggedIn,
    &script_text::ScriptText,
    &ran_without_harm::RanWithoutHarm,
];
