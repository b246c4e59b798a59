//! The sheet that turns each row of a document into an event, by way of its column names or,
//! without any, of its shape.

use std::ops::Range;

use crate::{
    event::draft::{Draft, GapReason},
    format::{
        contract::Parsed,
        grammar::table::{
            cell::Cell,
            plan::{Context, Plan},
        },
    },
};

/// Takes the rows of one document, table after table, and writes the events.
pub(crate) struct Sheet<'o> {
    out: &'o mut Parsed,
    plan: Option<Plan>,
    headed: bool,
    /// What the document says around the rows.
    pub context: Context,
    /// Tables whose columns were understood.
    pub known: usize,
    /// Rows that became events.
    pub mapped: usize,
    /// Rows that did not.
    pub unmapped: usize,
}

/// What a sheet keeps in mind between two pieces of a document.
#[derive(Debug, Default)]
pub(crate) struct Paused {
    plan: Option<Plan>,
    headed: bool,
    context: Context,
}

impl<'o> Sheet<'o> {
    /// A sheet that writes to `out`.
    pub(crate) fn new(out: &'o mut Parsed) -> Sheet<'o> {
        Sheet::resume(Paused::default(), out)
    }

    /// One that goes on where another paused; it counts anew.
    pub(crate) fn resume(
        Paused { plan, headed, context }: Paused,
        out: &'o mut Parsed,
    ) -> Sheet<'o> {
        Sheet { out, plan, headed, context, known: 0, mapped: 0, unmapped: 0 }
    }

    /// What another needs to go on.
    pub(crate) fn pause(self) -> Paused {
        Paused { plan: self.plan, headed: self.headed, context: self.context }
    }

    /// A new table begins, with these column names or with none.
    pub(crate) fn start(&mut self, names: Option<&[String]>) {
        self.headed = names.is_some();
        self.plan = names.and_then(|names| Plan::by_header(names, &mut self.context));
        if self.plan.is_some() {
            self.known += 1;
        }
    }

    /// Whether the columns of the current table are understood.
    pub(crate) fn is_known(&self) -> bool {
        self.plan.is_some()
    }

    /// A row of the current table.
    pub(crate) fn row(&mut self, at: Range<usize>, cells: &[Cell]) {
        if self.plan.is_none() && !self.headed {
            self.plan = Plan::by_shape(cells, &self.context);
            if self.plan.is_some() {
                self.known += 1;
            }
        }
        let Some(plan) = &self.plan else {
            self.unmapped += 1;
            self.out.gap(at, GapReason::Unparsed);
            return;
        };
        let before = self.out.drafts.len();
        plan.events(cells, &mut self.context, &at, &mut self.out.drafts);
        if self.out.drafts.len() > before {
            self.mapped += 1;
        } else {
            self.unmapped += 1;
            self.out.gap(at, GapReason::Unparsed);
        }
    }

    /// An event that is no row.
    pub(crate) fn draft(&mut self, draft: Draft) {
        self.out.drafts.push(draft);
    }

    /// Bytes that are no row.
    pub(crate) fn gap(&mut self, at: Range<usize>, reason: GapReason) {
        self.out.gap(at, reason);
    }

    /// Sets the stamp of every event so far that has none and is no statement: the dump's own.
    pub(crate) fn stamp_all(&mut self) {
        if let Some(taken) = &self.context.taken {
            for draft in &mut self.out.drafts {
                if draft.written.is_none()
                    && !matches!(draft.kind, crate::event::kind::EventKind::Query(_))
                {
                    draft.written = Some(taken.clone());
                }
            }
        }
    }
}
