//! Typed references: ids, and the tables whose rows they number.
//!
//! Only a table makes ids of its rows, and rows are never taken out, so a lookup cannot miss. An id
//! of another table is an error of the program, never of the evidence: a lookup with it ends the
//! program, where a silent miss would end in a report that lacks a fact.

use std::marker::PhantomData;

use rayon::prelude::*;
use serde::Serialize;

/// The number of a row of a table.
pub trait Id: Copy + Ord {
    /// The id of the row at `index`. For tables; others get their ids from one.
    fn new(index: usize) -> Self;
    /// The row's place in its table, from 0.
    fn index(self) -> usize;
}

/// Declares types of ids: 32 bits each, as no table outgrows that before memory ends.
macro_rules! ids {
    ($($(#[$about:meta])* $name:ident;)+) => {$(
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        pub struct $name(u32);

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
    EventId;
}

/// A table that owns its rows.
#[derive(Clone, Debug, PartialEq)]
pub struct IdVec<I, T> {
    rows: Vec<T>,
    id: PhantomData<I>,
}

impl<I, T> Default for IdVec<I, T> {
    fn default() -> IdVec<I, T> {
        IdVec { rows: Vec::new(), id: PhantomData }
    }
}

impl<I: Id, T> IdVec<I, T> {
    /// Adds a row.
    pub fn push(&mut self, row: T) -> I {
        self.rows.push(row);
        I::new(self.rows.len() - 1)
    }

    /// The rows, to be looked up.
    pub fn as_slice(&self) -> IdSlice<'_, I, T> {
        IdSlice::new(&self.rows)
    }

    /// A row.
    pub fn get(&self, id: I) -> &T {
        self.as_slice().get(id)
    }

    /// A row, to be changed.
    #[allow(clippy::indexing_slicing, reason = "ids are made by their table alone")]
    pub fn get_mut(&mut self, id: I) -> &mut T {
        &mut self.rows[id.index()]
    }

    /// Ids and rows, in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (I, &T)> + ExactSizeIterator {
        self.as_slice().iter()
    }

    /// The rows in order.
    pub fn rows(&self) -> &[T] {
        &self.rows
    }

    /// The rows in order, to be changed.
    pub fn rows_mut(&mut self) -> &mut [T] {
        &mut self.rows
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

impl<I, T> FromIterator<T> for IdVec<I, T> {
    fn from_iter<R: IntoIterator<Item = T>>(rows: R) -> IdVec<I, T> {
        IdVec { rows: rows.into_iter().collect(), id: PhantomData }
    }
}

impl<I, T> From<Vec<T>> for IdVec<I, T> {
    fn from(rows: Vec<T>) -> IdVec<I, T> {
        IdVec { rows, id: PhantomData }
    }
}

/// A table whose rows are borrowed.
#[derive(Debug)]
pub struct IdSlice<'a, I, T> {
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
    pub fn new(rows: &'a [T]) -> IdSlice<'a, I, T> {
        IdSlice { rows, id: PhantomData }
    }

    /// A row.
    #[allow(clippy::indexing_slicing, reason = "ids are made by their table alone")]
    pub fn get(self, id: I) -> &'a T {
        &self.rows[id.index()]
    }

    /// Ids and rows, in order.
    pub fn iter(self) -> impl DoubleEndedIterator<Item = (I, &'a T)> + ExactSizeIterator {
        self.rows.iter().enumerate().map(|(index, row)| (I::new(index), row))
    }

    /// Ids and rows from the first on that `before` does not hold for; it holds for all rows up to
    /// there.
    pub fn from(self, before: impl Fn(&T) -> bool) -> impl Iterator<Item = (I, &'a T)> {
        self.iter().skip(self.rows.partition_point(before))
    }

    /// Ids and rows, for several threads.
    pub fn par_iter(self) -> impl IndexedParallelIterator<Item = (I, &'a T)>
    where
        I: Send,
        T: Sync,
    {
        self.rows.par_iter().enumerate().map(|(index, row)| (I::new(index), row))
    }

    /// The rows in order.
    pub fn rows(self) -> &'a [T] {
        self.rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_leads_back_to_the_row_that_it_was_made_for() {
        let mut table: IdVec<EventId, &str> = IdVec::default();
        let ids = ["a", "b", "c"].map(|row| table.push(row));
        assert_eq!(ids.map(|id| *table.get(id)), ["a", "b", "c"]);
        *table.get_mut(ids[1]) = "d";
        assert!(table.iter().eq(ids.into_iter().zip(&["a", "d", "c"])));
        let late: Vec<_> = table.as_slice().from(|row| *row == "a").map(|(id, _)| id).collect();
        assert_eq!(late, ids[1..]);
    }
}
