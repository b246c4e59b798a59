//! A report on each of many hosts in one line, and what hit several of them.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::{
    case::severity::Severity,
    command::{args::Options, gathering},
    error::Result,
    ingest::{gather::gather_sources, gathered::Gathered, units::union::Union},
    report::{engine, terms::Claim, v1::Report},
    text::escape,
    verdict::mechanism::Mechanism,
};

/// What was found on one host.
#[derive(Serialize)]
struct Host {
    host: String,
    /// `None` where nothing was usable.
    severity: Option<Severity>,
    claim: Option<Claim>,
    headline: String,
    incidents: usize,
    started_at: Option<String>,
    /// Sources, or parts of them, that were not read.
    unread: usize,
}

/// What did the same on several hosts.
#[derive(Serialize)]
struct Same {
    mechanism: Mechanism,
    command: Option<String>,
    hosts: Vec<String>,
}

/// All hosts.
#[derive(Serialize)]
pub(crate) struct Fleet {
    hosts: Vec<Host>,
    same: Vec<Same>,
}

impl Fleet {
    /// Judges each host for itself; hands each report on.
    pub(crate) fn of(
        union: Union,
        options: &mut Options,
        each: &mut (dyn FnMut(&Report, &Gathered) + Send),
    ) -> Result<Fleet> {
        let mut hosts = Vec::new();
        let mut same: BTreeMap<(&str, Option<String>), Same> = BTreeMap::new();
        for (host, union) in union.by_host() {
            let found = union.into_discovery();
            let sources = gather_sources(found.sources, &options.gather);
            let mut gathered = Gathered { skipped: found.skipped, ..sources };
            if !gathered.usable() {
                let headline = gathered.nothing_usable();
                let headline = headline.lines().next().unwrap_or_default().to_owned();
                let unread = gathered.losses().count();
                let (severity, claim, started_at) = (None, None, None);
                let incidents = 0;
                let one = Host { host, severity, claim, headline, incidents, started_at, unread };
                hosts.push(one);
                continue;
            }
            options.report.window = gathering::window(options.limits, &gathered)?;
            let report = engine::report(&mut gathered, &options.report);
            each(&report, &gathered);
            for incident in &report.incidents {
                let (id, command) = (incident.mechanism.id, incident.mechanism.command.clone());
                let slot = same.entry((id.id(), command.clone()));
                let slot = slot.or_insert(Same { mechanism: id, command, hosts: Vec::new() });
                if slot.hosts.last() != Some(&host) {
                    slot.hosts.push(host.clone());
                }
            }
            hosts.push(Host {
                host,
                severity: Some(report.verdict.severity),
                claim: Some(report.verdict.claim),
                headline: report.verdict.headline.clone(),
                incidents: report.incidents.len(),
                started_at: report.incidents.first().map(|first| first.started_at.clone()),
                unread: gathered.losses().count(),
            });
        }
        let mut same: Vec<Same> = same.into_values().filter(|it| it.hosts.len() > 1).collect();
        same.sort_by_key(|it| std::cmp::Reverse(it.hosts.len()));
        Ok(Fleet { hosts, same })
    }

    /// Whether anything was usable on any host.
    pub(crate) fn usable(&self) -> bool {
        self.hosts.iter().any(|host| host.severity.is_some())
    }

    /// One line a host, and what hit several of them.
    pub(crate) fn text(&self) -> String {
        let wide = self.hosts.iter().map(|host| host.host.chars().count()).max().unwrap_or(0);
        let mut out = String::new();
        for host in &self.hosts {
            let severity = host.severity.map_or("unread", Severity::id);
            let line = format!("{:wide$}  {severity:8}  {}", host.host, host.headline);
            out.push_str(&escape::terminal(&line));
            match host.unread {
                0 => {}
                1 => out.push_str(" (one thing was not read)"),
                more => out.push_str(&format!(" ({more} things were not read)")),
            }
            out.push('\n');
        }
        for same in &self.same {
            let command = same.command.as_deref().map(|it| format!(" ({it})")).unwrap_or_default();
            let id = same.mechanism.id();
            let line =
                format!("{id}{command} on {} hosts: {}", same.hosts.len(), same.hosts.join(", "));
            out.push_str(&format!("\n{}\n", escape::terminal(&line)));
        }
        out
    }
}
