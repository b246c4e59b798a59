//! backtrail reads what a system wrote down and tells, with evidence, what was destroyed and what
//! likely set it off.
//!
//! [`analyze`] is the whole way, from paths to a [`Report`] whose every sentence of evidence cites
//! its bytes; [`render`] writes it in a form, [`verify`] checks it against the evidence.
//!
//! ```no_run
//! use backtrail::{Options, RenderOptions, analyze, render};
//!
//! # fn main() -> backtrail::Result<()> {
//! let options = Options::default().zone("Europe/Berlin")?;
//! let report = analyze(["evidence/"], &options)?;
//! for incident in &report.incidents {
//!     println!("{} ({}): {}", incident.id, incident.severity, incident.title);
//!     if let Some(trigger) = incident.triggers.first() {
//!         println!("  started by {}, {}", trigger.kind.words(), trigger.likelihood.words());
//!     }
//! }
//! let page = render(&report, "html", &RenderOptions::default()).unwrap_or_default();
//! # let _ = page;
//! # Ok(())
//! # }
//! ```
//!
//! Inside, there is one way through thirteen wings, from top to bottom: `command` (arguments in,
//! bytes and status out), `render` (report to bytes), `report` (verdict to report), `verdict`
//! (facts to incidents), `case` (events to facts), `ingest` (sources to events in time), `format`
//! (bytes to drafts of events), `source` (paths to bytes), `redact` (secrets out), and `event`,
//! `time`, `sql` and `text`, which all is said in.

mod case;
mod command;
mod error;
mod event;
mod format;
mod ingest;
mod redact;
mod render;
pub mod report;
mod source;
mod sql;
#[cfg(test)]
mod testing;
mod text;
mod time;
mod verdict;

pub use command::events::each::events;
#[cfg(feature = "harness")]
pub use command::harness;
pub use error::{Error, Result};
pub use redact::{redactor::redact, rule::Level};
pub use render::{
    contract::{Profile, RenderOptions},
    render,
};
pub use report::{
    engine::{Options, analyze},
    v1::Report,
    verify::{Check, verify},
};

/// The closed sets of words that a report is written in.
pub mod vocabulary {
    pub use crate::{
        case::{facts::Status, severity::Severity, trigger::TriggerKind},
        ingest::clock::source_clock::Basis,
        report::{
            id::{CitationId, EvidenceId, FindingId, IncidentId},
            terms::{Role, Silence},
        },
        verdict::{
            confidence::Confidence,
            impact::loss::{RowsBasis, TableState},
            likelihood::Likelihood,
            mechanism::Mechanism,
        },
    };
}

/// The program itself, for its binary.
#[doc(hidden)]
pub mod program {
    pub use crate::{command::cli::main, render::output::abandon};
}
