//! Typed references: ids, and the tables whose rows they number.
//!
//! Only a table makes ids of its rows, and rows are never taken out, so a lookup cannot miss. An id
//! of another table is an error of the program, never of the evidence: a lookup with it ends the
//! program, where a silent miss would end in a report that lacks a fact.

use std::marker::PhantomData;

use rayon::prelude::*;
use serde::Serialize;

/// The number of a row of a table.
pub(crate) trait Id: Copy + Ord {
    /// The id of the row at `index`. For tables; others get their ids from one.
    fn new(index: usize) -> Self;
    /// The row's place in its table, from 0.
    fn index(self) -> usize;
}

/// Declares types of ids: 32 bits each, as no table outgrows that before memory ends.
macro_rules! ids {
    ($($(#[$about:meta])* $vis:vis $name:ident;)+) => {$(
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        $vis struct $name(u32);

        impl $crate::event::ids::Id for $name {
            fn new(index: usize) -> $name {
                debug_assert!(u32::try_from(index).is_ok());
                $name(index as u32)
            }

            fn index(self) -> usize {
                self.0 as usize
            }
        }
    )+};
}

ids! {
    /// An event of a case, in the order of its events.
    pub EventId;
    /// A statement of a case, in the order of its events.
    pub StatementId;
    /// An act, in order of time.
    pub(crate) ActId;
    /// A rule of the user's.
    pub(crate) RuleId;
}

/// A table.
#[derive(Clone, Debug)]
pub(crate) struct IdVec<I, T> {
    rows: Vec<T>,
    id: PhantomData<I>,
}

impl<I, T> Default for IdVec<I, T> {
    fn default() -> Self {
        IdVec { rows: Vec::new(), id: PhantomData }
    }
}

impl<I: Id, T> IdVec<I, T> {
    /// A table of these rows, numbered in their order.
    pub(crate) fn new(rows: Vec<T>) -> IdVec<I, T> {
        IdVec { rows, id: PhantomData }
    }

    /// Adds a row.
    pub(crate) fn push(&mut self, row: T) -> I {
        self.rows.push(row);
        I::new(self.rows.len().saturating_sub(1))
    }

    /// A row.
    pub(crate) fn get(&self, id: I) -> &T {
        self.slice().get(id)
    }

    /// A row to change.
    #[allow(clippy::indexing_slicing, reason = "ids are made by their table alone")]
    pub(crate) fn get_mut(&mut self, id: I) -> &mut T {
        &mut self.rows[id.index()]
    }

    /// Ids and rows, in order.
    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = (I, &T)> + ExactSizeIterator {
        self.slice().iter()
    }

    /// Another column of the table: what is said of each row, with the same id.
    pub(crate) fn column<U>(&self, of: impl FnMut(&T) -> U) -> IdVec<I, U> {
        IdVec::new(self.rows.iter().map(of).collect())
    }

    /// The table, borrowed.
    pub(crate) fn slice(&self) -> IdSlice<'_, I, T> {
        IdSlice::new(&self.rows)
    }

    /// The rows in order.
    pub(crate) fn rows(&self) -> &[T] {
        &self.rows
    }

    /// The rows alone; their ids mean nothing any more.
    pub(crate) fn into_rows(self) -> Vec<T> {
        self.rows
    }
}

/// A table whose rows are borrowed.
#[derive(Debug)]
pub(crate) struct IdSlice<'a, I, T> {
    rows: &'a [T],
    id: PhantomData<I>,
}

impl<I, T> Clone for IdSlice<'_, I, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<I, T> Copy for IdSlice<'_, I, T> {}

impl<'a, I: Id, T> IdSlice<'a, I, T> {
    /// A table of these rows, numbered in their order.
    pub(crate) fn new(rows: &'a [T]) -> IdSlice<'a, I, T> {
        IdSlice { rows, id: PhantomData }
    }

    /// A row.
    #[allow(clippy::indexing_slicing, reason = "ids are made by their table alone")]
    pub(crate) fn get(self, id: I) -> &'a T {
        &self.rows[id.index()]
    }

    /// Ids and rows, in order.
    pub(crate) fn iter(self) -> impl DoubleEndedIterator<Item = (I, &'a T)> + ExactSizeIterator {
        self.rows.iter().enumerate().map(|(index, row)| (I::new(index), row))
    }

    /// Ids and rows from the first on that `before` does not hold for; it holds for all rows up to
    /// there.
    pub(crate) fn from(self, before: impl Fn(&T) -> bool) -> impl Iterator<Item = (I, &'a T)> {
        let first = self.rows.partition_point(before);
        let rest = self.rows.get(first..).unwrap_or_default().iter().enumerate();
        rest.map(move |(nth, row)| (I::new(first.saturating_add(nth)), row))
    }

    /// Ids and rows, for several threads.
    pub(crate) fn par_iter(self) -> impl IndexedParallelIterator<Item = (I, &'a T)>
    where
        I: Send,
        T: Sync,
    {
        self.rows.par_iter().enumerate().map(|(index, row)| (I::new(index), row))
    }

    /// The rows in order.
    pub(crate) fn rows(self) -> &'a [T] {
        self.rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_leads_back_to_the_row_that_it_was_made_for() {
        let rows = ["a", "b", "c"];
        let table: IdSlice<'_, EventId, &str> = IdSlice::new(&rows);
        let ids: Vec<EventId> = table.iter().map(|(id, _)| id).collect();
        assert!(ids.iter().map(|id| *table.get(*id)).eq(rows));
        let late: Vec<_> = table.from(|row| *row == "a").map(|(id, _)| id).collect();
        assert_eq!(late, ids[1..]);
    }
}
