//! Everything that a settings file may say.

use std::sync::Arc;

use crate::{
    case::policy::{Names, Policy},
    ingest::clock::options::ClockOptions,
    redact::own::Own,
    report::v1,
    source::pattern::NamePattern,
    time::zone::Zone,
};

/// Everything that settings may say; nothing where there is no file.
#[derive(Clone, Debug, Default)]
pub(crate) struct Config {
    /// Zones of files that fit a pattern.
    pub(crate) zones: Vec<(NamePattern, Zone)>,
    /// The zone of all else that shows none.
    pub(crate) rest: Option<Zone>,
    /// Years of files that fit a pattern.
    pub(crate) years: Vec<(NamePattern, i32)>,
    /// The year of all else that shows none.
    pub(crate) year: Option<i32>,
    /// What is said of the databases.
    pub(crate) policy: Policy,
    /// Rules of redaction.
    pub(crate) own: Arc<[Own]>,
    /// The file and what it changes, for the report.
    pub(crate) stated: Option<v1::Settings>,
}

impl Config {
    /// What the command line says of clocks, with these settings where it says nothing.
    pub(crate) fn clock(&self, mut said: ClockOptions) -> ClockOptions {
        said.stated.extend(self.zones.iter().cloned());
        // a zone or year on the command line is for all that its patterns leave, and so goes
        // before patterns of years here as well
        if said.year.is_none() {
            said.years.extend(self.years.iter().cloned());
            said.year = self.year;
        }
        said.rest = said.rest.or(self.rest);
        said
    }

    /// What is said, a sentence each.
    pub(super) fn effects(&self) -> Vec<String> {
        let mut out = Vec::new();
        out.extend(
            self.rest.map(|zone| format!("Stamps that show no zone are read in {}.", zone.name())),
        );
        out.extend(self.zones.iter().map(|(glob, zone)| {
            format!("Stamps of `{}` are read in {}.", glob.text(), zone.name())
        }));
        out.extend(self.year.map(|year| format!("Stamps without a year begin in {year}.")));
        out.extend(self.years.iter().map(|(glob, year)| {
            format!("Stamps of `{}` without a year begin in {year}.", glob.text())
        }));
        let list = |names: &[Names]| {
            names
                .iter()
                .map(|names| format!("`{}`", names.pattern()))
                .collect::<Vec<_>>()
                .join(", ")
        };
        if !self.policy.ignored_tables.is_empty() {
            out.push(format!(
                "Losses of these tables are housekeeping: {}.",
                list(&self.policy.ignored_tables)
            ));
        }
        if !self.policy.staging_databases.is_empty() {
            out.push(format!(
                "Losses in these databases are housekeeping: {}.",
                list(&self.policy.staging_databases)
            ));
        }
        for rule in self.policy.rules.rows() {
            let label =
                if rule.label.is_empty() { String::new() } else { format!(" ({})", rule.label) };
            out.push(format!(
                "The rule `{}`{label} makes what it finds {}.",
                rule.id,
                rule.severity.id()
            ));
        }
        if !self.own.is_empty() {
            let ids: Vec<String> = self.own.iter().map(|rule| format!("`{}`", rule.id())).collect();
            out.push(format!("Redactions of the user's own: {}.", ids.join(", ")));
        }
        out
    }
}
