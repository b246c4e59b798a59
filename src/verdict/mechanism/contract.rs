//! What a mechanism's file says: its profile, its signature, how bad it is, and what to do about
//! it.

use crate::{
    case::{
        capability::procedure::Procedure,
        facts::{Act, Case},
        reason::StatusReason,
        severity::Severity,
        snapshot,
        suspect::Suspect,
        trigger::TriggerKind,
        uses::Uses,
    },
    event::ids::{ActId, EventId, IdVec},
    text::page::Page,
    time::When,
    verdict::{
        footprint::{Footprint, Why},
        impact::{backup::Choice, loss::Impact},
        likelihood::Likelihood,
        scene::Scene,
        suspect::RankedSuspect,
    },
};

/// A mechanism: its page, and all that the program knows of it.
pub(crate) trait Definition: Page + Sync {
    /// Names, words and what it is judged by.
    fn profile(&self) -> Profile;

    /// How well a scene bears its footprint; nothing where it leaves none in statements.
    fn judge(&self, scene: &Scene<'_>, print: &Footprint) -> Judgement {
        let _ = (scene, print);
        Judgement::default()
    }

    /// How bad an act is by this mechanism, given what its rule says.
    fn severity(&self, by_rule: Severity, toll: &Toll<'_>) -> Severity {
        let _ = toll;
        by_rule
    }

    /// Losses that show without any statement.
    fn without_statements(&self, case: &Case<'_>) -> Vec<Unstated> {
        let _ = case;
        Vec::new()
    }

    /// What would have stopped it, started by this.
    fn advice(&self, trigger: Option<TriggerKind>) -> Vec<Advice> {
        let _ = trigger;
        self.profile().advice.to_vec()
    }

    /// What the likeliest suspect shows of what helped or made it worse.
    fn lesson(&self, suspect: &Suspect, environment: Option<&str>) -> Option<Lesson> {
        let _ = (suspect, environment);
        None
    }

    /// Whether it filled the tables again, so that only what is fewer afterwards is lost.
    fn refills(&self, scene: &Scene<'_>) -> bool {
        let _ = scene;
        false
    }

    /// The whole recovery, where it is not that of a loss by statements.
    fn recovery(&self, loss: &Unrecovered<'_>) -> Option<Vec<Step>> {
        let _ = loss;
        None
    }

    /// What would decide who or what started it, where that is not the usual; `hours` are those of
    /// the incident.
    fn would_decide(&self, hours: &str) -> Vec<String> {
        let _ = hours;
        Vec::new()
    }
}

/// Names, words and what a mechanism is judged by.
#[derive(Clone, Copy)]
pub(crate) struct Profile {
    /// The contract's id.
    pub id: &'static str,
    /// The whole headline of an incident, where it is not made of what was done to which tables.
    pub headline: Option<&'static str>,
    /// What the report's title says in place of the database.
    pub heading: Option<&'static str>,
    /// What it is in a headline, to follow "by"; empty where the headline leaves it out.
    pub title: &'static str,
    /// What it is in a sentence, to follow "by"; code between backticks.
    pub phrase: &'static str,
    /// The command in general, where the evidence has no command line.
    pub command: Option<&'static str>,
    /// The procedure that does just this.
    pub procedure: Option<Procedure>,
    /// Other procedures that may leave the same footprint.
    pub left_by: &'static [Procedure],
    /// Whether statements did it, so that logs of statements can show it.
    pub by_statements: bool,
    /// Whether it may be the repair of an earlier loss.
    pub may_mend: bool,
    /// Whom its statements themselves show to have sent them.
    pub sender: Option<Sender>,
    /// What would have stopped it.
    pub advice: &'static [Advice],
    /// The very first step of the recovery, before anything is stopped.
    pub first: Option<Step<&'static str>>,
    /// A step of the recovery behind that of the data.
    pub step: Option<Step<&'static str>>,
    /// What to check afterwards in place of the usual.
    pub checks: &'static [Advice],
}

impl Profile {
    /// One that says nothing but its id and its words.
    pub(crate) const fn new(
        id: &'static str,
        title: &'static str,
        phrase: &'static str,
    ) -> Profile {
        Profile {
            id,
            headline: None,
            heading: None,
            title,
            phrase,
            command: None,
            procedure: None,
            left_by: &[],
            by_statements: true,
            may_mend: false,
            sender: None,
            advice: &[],
            first: None,
            step: None,
            checks: &[],
        }
    }

    /// Whether one who can follow a procedure can have left this.
    pub(crate) fn covers(&self, procedure: Procedure) -> bool {
        self.procedure == Some(procedure) || self.left_by.contains(&procedure)
    }
}

/// Who sent the statements, by the mechanism's own command, whoever else is suspected.
#[derive(Clone, Copy)]
pub(crate) struct Sender {
    /// Who or what.
    pub kind: TriggerKind,
    /// How probable.
    pub likelihood: Likelihood,
    /// Why.
    pub why: &'static str,
}

/// Something to do, and why.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Advice {
    /// What.
    pub text: &'static str,
    /// Why.
    pub why: &'static str,
}

/// What helped, or made it worse.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lesson {
    /// It helped.
    pub helped: bool,
    /// In words.
    pub text: &'static str,
}

/// One step of a recovery; nothing of it is run here.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Step<T = String> {
    /// What to do.
    pub text: T,
    /// A shell command; what the reader fills in is a variable, as in `text/shell_word.rs`.
    pub command: Option<T>,
    /// What can go wrong.
    pub risk: Option<&'static str>,
    /// How to see that it worked.
    pub check: Option<T>,
}

impl Step {
    /// One that words suffice for.
    pub(crate) fn new(text: impl Into<String>) -> Step {
        Step { text: text.into(), command: None, risk: None, check: None }
    }

    /// With a command.
    #[must_use]
    pub(crate) fn command(self, command: impl Into<String>) -> Step {
        Step { command: Some(command.into()), ..self }
    }

    /// With what can go wrong.
    #[must_use]
    pub(crate) fn risk(self, risk: &'static str) -> Step {
        Step { risk: Some(risk), ..self }
    }

    /// With how to see that it worked.
    #[must_use]
    pub(crate) fn check(self, check: impl Into<String>) -> Step {
        Step { check: Some(check.into()), ..self }
    }
}

impl From<Step<&str>> for Step {
    fn from(step: Step<&str>) -> Step {
        Step {
            text: step.text.to_owned(),
            command: step.command.map(str::to_owned),
            risk: step.risk,
            check: step.check.map(str::to_owned),
        }
    }
}

/// What a mechanism's own recovery depends on.
pub(crate) struct Unrecovered<'a> {
    /// The case.
    pub case: &'a Case<'a>,
    /// The database that was hit.
    pub database: Option<&'a str>,
    /// When it began.
    pub started: When,
    /// The last good backup.
    pub backup: Option<&'a Choice>,
    /// Events of the server that show it.
    pub server: &'a [EventId],
}

/// A loss that shows without any statement.
pub(crate) struct Unstated {
    /// When it began.
    pub started: When,
    /// When it ended, in microseconds since 1970.
    pub ended: i64,
    /// How bad.
    pub severity: Severity,
    /// Events of the server that show it.
    pub server: Vec<EventId>,
    /// Why it is thought to be this.
    pub reasons: Vec<Why>,
    /// How probable it is.
    pub likelihood: Likelihood,
    /// A procedure that one might think of, and why it is none.
    pub excluded: Option<(Procedure, Why)>,
    /// Who or what started it.
    pub suspect: RankedSuspect,
}

/// What the severity of an act depends on beside its rule.
pub(crate) struct Toll<'a> {
    /// The case.
    pub case: &'a Case<'a>,
    /// All acts.
    pub acts: &'a IdVec<ActId, Act>,
    /// What is done to their tables.
    pub uses: &'a Uses<'a>,
    /// The act.
    pub act: &'a Act,
    /// What its incident took.
    pub impact: &'a Impact,
}

impl Toll<'_> {
    /// Tenths of the rows that the worst hit table lost, by the states or by the act's own count.
    pub(crate) fn taken_tenths(&self) -> u64 {
        let own = match self.act.status_reason {
            StatusReason::TookMost { rows, held, .. } => rows.saturating_mul(10).checked_div(held),
            _ => None,
        };
        self.impact.taken_tenths().max(own.unwrap_or(0))
    }

    /// What the act's tables held, as far as is known.
    pub(crate) fn rows_before(&self) -> u64 {
        let own = |name: &str| self.act.tables.iter().any(|table| table == name);
        let rows = self.impact.tables.iter().filter(|table| own(&table.name));
        rows.filter_map(|table| table.rows_before).fold(0, u64::saturating_add)
    }

    /// Whether the application asks afterwards for a table or column that the act took.
    pub(crate) fn is_missed(&self) -> bool {
        let columns = self.uses.missed_columns(self.act).next().is_some();
        columns
            || self.act.tables.iter().any(|table| self.uses.missed_after(self.act, table).is_some())
    }

    /// Whether less than half of what a table held was put back into it, as far as is known.
    pub(crate) fn is_left_short(&self) -> bool {
        let is_short = |table: &String| {
            let held = snapshot::rows_before(self.case, self.act, table, self.act.when?.best)?;
            // of a few rows, most are soon replaced
            Some(held >= 100 && self.uses.refilled(self.act, table, Some(held)).is_empty())
        };
        self.act.tables.iter().any(|table| is_short(table) == Some(true))
    }

    /// Whether the same account did the same to tables of the same names in another database
    /// before, at two times at least: what strays into this one was meant for that.
    pub(crate) fn strayed(&self) -> bool {
        let act = self.act;
        let Some(at) = act.when.map(|w| w.best) else { return false };
        let elsewhere = self.acts.rows().iter().filter(|other| {
            other.operation == act.operation
                && other.tables == act.tables
                && !other.tables.is_empty()
                && other.user == act.user
                && other.database.is_some()
                && act.database.is_some()
                && other.database != act.database
                && other.when.is_some_and(|w| w.best < at)
        });
        elsewhere.count() >= 2
    }
}

/// How well a scene bears a footprint.
#[derive(Debug, Default)]
pub(crate) struct Judgement {
    /// 0 or less: excluded, and the first reason against says why. Points add up as in
    /// [`crate::verdict::signal`]: about 3 for a mark that few others leave, 1 for one that many
    /// leave.
    pub points: f64,
    /// Why, for and against.
    pub reasons: Vec<Why>,
    /// The command line, where a witness names it.
    pub command: Option<String>,
    /// Versions of the tool that leave this footprint.
    pub version: Option<&'static str>,
}

impl Judgement {
    /// Not this, and why.
    pub(crate) fn no(text: impl Into<String>, events: Vec<EventId>) -> Judgement {
        Judgement { reasons: vec![Why::con(text, events)], ..Judgement::default() }
    }

    /// Adds a reason for, worth so many points; one against where they are negative.
    pub(crate) fn add(&mut self, points: f64, text: impl Into<String>, events: Vec<EventId>) {
        self.points += points;
        self.reasons.push(if points >= 0.0 {
            Why::pro(text, events)
        } else {
            Why::con(text, events)
        });
    }

    /// Adds what commands near the acts say of a procedure.
    pub(crate) fn add_named(&mut self, print: &Footprint, procedure: Procedure) {
        let (points, text, named) = if let Some(named) = print.nearest(procedure, RIGHT_BEFORE_S) {
            (3.0, "a command that does exactly this was run right before", named)
        } else if let Some(named) = print.nearest(procedure, BEFORE_S) {
            (1.0, "a command that does this was run within a quarter of an hour before", named)
        } else if let Some((named, login)) = print.untimed(procedure).filter(|_| self.points > 0.0)
        {
            self.add(1.0, UNTIMED, vec![named.event, login]);
            self.command = Some(named.command.clone());
            return;
        } else {
            return;
        };
        self.add(points, text, vec![named.event]);
        self.command = Some(named.command.clone());
    }
}

/// Of a command that may have been given just then.
pub(crate) const UNTIMED: &str = "a command that does exactly this is in the history of a person who was logged in then; the history has no times";

/// How many seconds before the acts a command counts as given right before.
pub(crate) const RIGHT_BEFORE_S: f64 = 120.0;

/// How many seconds before the acts a command may have been given at all.
pub(crate) const BEFORE_S: f64 = 900.0;
