//! What the user decides about a report.

use std::sync::Arc;

use crate::{
    case::policy::Policy,
    redact::{own::Own, rule::Level},
    report::v1,
    time::window::Window,
};

/// What the user decides about a report.
#[derive(Clone, Debug, Default)]
pub(crate) struct ReportOptions {
    /// How much is taken out of texts.
    pub level: Level,
    /// The user's own rules of redaction.
    pub own: Arc<[Own]>,
    /// What the user says of the databases.
    pub policy: Policy,
    /// The settings file that these come from.
    pub settings: Option<v1::Settings>,
    /// What was stated, in the words of the command line.
    pub stated: v1::Stated,
    /// When what is told of was done; what bears no time always counts.
    pub window: Window,
}
