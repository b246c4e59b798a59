//! Signals: named reasons for and against a suspect, one file each, named in [`SIGNALS`].
//!
//! Weights are log odds by judgement, checked against staged incidents: 1 is a hint, 3 a fact that
//! few innocents share, 5 near proof.

pub(crate) mod answered_then;
pub(crate) mod begun_before;
pub(crate) mod came_with_it;
pub(crate) mod carried_it;
pub(crate) mod client_name;
pub(crate) mod contract;
pub(crate) mod could_do_it;
pub(crate) mod logged_in;
pub(crate) mod named_by_record;
pub(crate) mod names_it;
pub(crate) mod other_account;
pub(crate) mod other_database;
pub(crate) mod printed_it;
pub(crate) mod production_guard;
pub(crate) mod ran_at_all;
pub(crate) mod ran_without_harm;
pub(crate) mod refused_before;
pub(crate) mod script_text;
pub(crate) mod sent_it;
pub(crate) mod typed_it;

use contract::Signal;

/// Every signal, in the order in which reasons are told.
pub(crate) static SIGNALS: &[&dyn Signal] = &[
    &ran_at_all::RanAtAll,
    &sent_it::SentIt,
    &refused_before::RefusedBefore,
    &could_do_it::CouldDoIt,
    &client_name::ClientName,
    &other_account::OtherAccount,
    &other_database::OtherDatabase,
    &begun_before::BegunBefore,
    &production_guard::ProductionGuard,
    &printed_it::PrintedIt,
    &typed_it::TypedIt,
    &named_by_record::NamedByRecord,
    &answered_then::AnsweredThen,
    &carried_it::CarriedIt,
    &came_with_it::CameWithIt,
    &names_it::NamesIt,
    &logged_in::LoggedIn,
    &script_text::ScriptText,
    &ran_without_harm::RanWithoutHarm,
];
