//! The one way from paths to a report: gathers, judges, reads on around what was found where it was
//! only surveyed, judges again only then, and tells.

use std::cmp::Reverse;

use crate::{
    case::{facts::Case, severity::Severity},
    error::{Error, Result},
    ingest::{
        clock::options::ClockOptions,
        gather::{GatherOptions, gather, on_threads},
        gathered::Gathered,
        options::{IngestOptions, SurveyPolicy},
    },
    redact::{redactor::Redactor, rule::Level},
    report::{examine::tell, options::ReportOptions, v1::Report},
    time::{SECOND, zone::Zone},
    verdict::{counted, incident::Found, judge::judge},
};

/// How evidence is read and told of. The default reads what it finds, hashes every file, takes
/// secrets and personal data out of all texts and uses all processors.
#[derive(Clone, Debug, Default)]
pub struct Options {
    clock: ClockOptions,
    unhashed: bool,
    pub(crate) threads: Option<usize>,
    report: ReportOptions,
}

impl Options {
    /// The zone of stamps that show none: an IANA name or an offset such as `+02:00`.
    ///
    /// # Errors
    /// Where there is no zone of this name.
    pub fn zone(mut self, name: &str) -> Result<Options> {
        let zone = Zone::parse(name);
        self.clock.rest =
            Some(zone.ok_or_else(|| Error::Usage(format!("there is no zone named `{name}`")))?);
        self.report.stated.tz = vec![name.to_owned()];
        Ok(self)
    }

    /// The year in which the first stamp of each file lies, for stamps that bear none.
    #[must_use]
    pub fn year(mut self, year: i32) -> Options {
        self.clock.year = Some(year);
        self.report.stated.year = Some(year);
        self
    }

    /// How much is taken out of the texts of the report.
    #[must_use]
    pub fn redaction(mut self, level: Level) -> Options {
        self.report.level = level;
        self
    }

    /// Whether files are hashed, which citations rest on.
    #[must_use]
    pub fn hash(mut self, hash: bool) -> Options {
        self.unhashed = !hash;
        self
    }

    /// How many threads work; the report is the same for any number.
    #[must_use]
    pub fn threads(mut self, threads: usize) -> Options {
        self.threads = Some(threads);
        self
    }

    /// What takes out of texts what is not to be shown.
    pub(crate) fn redactor(&self) -> Redactor {
        Redactor::with_own(self.report.level, self.report.own.clone())
    }

    /// How the evidence in `paths` is gathered.
    pub(crate) fn gather<P: Into<String>>(
        &self,
        paths: impl IntoIterator<Item = P>,
    ) -> GatherOptions {
        GatherOptions {
            paths: paths.into_iter().map(Into::into).collect(),
            clock: self.clock.clone(),
            ingest: IngestOptions { survey: SurveyPolicy::Large, ..IngestOptions::default() },
            hash: !self.unhashed,
        }
    }

    /// The user's own rules and settings.
    #[cfg(test)]
    pub(crate) fn report(mut self, report: ReportOptions) -> Options {
        self.report = report;
        self
    }
}

/// The report on the evidence in `paths`: files, folders, archives, patterns.
///
/// # Errors
/// Where a path cannot be read or nothing in them is evidence of a known format. What can be read
/// only in part is in the report.
pub fn analyze<P: Into<String>>(
    paths: impl IntoIterator<Item = P>,
    options: &Options,
) -> Result<Report> {
    let gather_options = options.gather(paths);
    on_threads(options.threads, || {
        let mut gathered = gather(&gather_options, None)?;
        if !gathered.usable() {
            return Err(Error::NothingUsable(gathered.nothing_usable()));
        }
        Ok(report(&mut gathered, &options.report))
    })?
}

/// The report on files with these names and texts.
#[cfg(test)]
pub(crate) fn of_files(files: &[(&str, &str)]) -> Report {
    let dir = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = dir.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    analyze([dir.path().to_str().unwrap()], &Options::default()).unwrap()
}

/// The report on what was gathered; of what was only surveyed, what stands around the operations
/// that it shows is read first.
pub(crate) fn report(gathered: &mut Gathered, options: &ReportOptions) -> Report {
    loop {
        let case = Case::new(gathered, &options.policy, options.window);
        let questions = counted::questions(&case);
        if !questions.is_empty() {
            drop(case);
            gathered.count(questions);
            continue;
        }
        let found = judge(&case);
        let unread = gathered.unread(&moments(&found));
        if unread.is_empty() {
            return tell(gathered, &case, &found, options);
        }
        drop(case);
        gathered.read_on(unread);
    }
}

/// How much before and after an operation is read in full where sources were only surveyed.
const BEFORE_US: i64 = 900 * SECOND;
const AFTER_US: i64 = 600 * SECOND;
/// Operations around which is read.
const MOMENTS: usize = 48;

/// The times around what was found, the gravest first: from and to, in microseconds since 1970.
fn moments(found: &Found) -> Vec<(i64, i64)> {
    let mut moments: Vec<(Severity, i64, i64)> =
        found.incidents.iter().map(|i| (i.severity, i.started.best, i.ended)).collect();
    for (id, act) in found.acts.iter() {
        let severity = found.severities.get(id);
        if let Some(when) = act.when.filter(|_| act.housekeeping.is_none()) {
            moments.push((*severity, when.best, act.ended.unwrap_or(when.best)));
        }
    }
    moments.sort_by_key(|(severity, at, _)| (Reverse(*severity), *at));
    let mut windows: Vec<(i64, i64)> = Vec::new();
    for (_, from, to) in moments {
        let to = to.clamp(from, from.saturating_add(AFTER_US)).saturating_add(AFTER_US);
        let window = (from.saturating_sub(BEFORE_US), to);
        if windows.len() < MOMENTS
            && !windows.iter().any(|(a, b)| *a <= from && from.saturating_add(AFTER_US) <= *b)
        {
            windows.push(window);
        }
    }
    windows
}
