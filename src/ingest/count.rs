//! Counts in a backup the rows that a DELETE took: those of its own table that its condition holds
//! of, and those that foreign keys with ON DELETE CASCADE took along, row by row. The backup is
//! streamed; of the rows that were taken, only their keys are held.

use std::{
    collections::{BTreeMap, HashSet, hash_map::DefaultHasher},
    hash::{Hash, Hasher},
    io,
};

use crate::{
    event::{backup::BackupTable, place::SourceId},
    format::{
        self,
        contract::{Format, Reader, Rows},
        grammar::table::cell::Cell,
    },
    ingest::{
        drafts::Drafts,
        gathered::{Answer, Asked, Gathered},
        recognise::Opened,
        records::unread,
    },
    source::evidence::Source,
    sql::{
        expression::{Kind, Session, Value},
        selection::Selection,
    },
};

/// Keys of rows that are held at most, over all questions to one backup.
const MOST_KEYS: usize = 2_000_000;

/// What the conditions of one question may cost over all rows, where a short term on a short row
/// costs 1; of many questions to one backup together four times as much.
const MOST_COST: u64 = 1 << 31;

/// A backup is gone through so many times at most; keys that lead deeper are not followed.
const MOST_PASSES: usize = 6;

const BLOCK_BYTES: u64 = 256 << 10;

/// What a DELETE takes of a backup's rows.
pub(crate) struct Question {
    pub(crate) asked: Asked,
    /// The backup's source.
    pub(crate) backup: SourceId,
    /// When the backup was taken, in microseconds since 1970.
    pub(crate) taken: i64,
    pub(crate) selection: Selection,
    /// Of the statement.
    pub(crate) session: Session,
    /// So many rows at most.
    pub(crate) most: Option<u64>,
    /// Its table as the backup has it, and behind it the tables that its rows' keys lead to.
    pub(crate) tables: Vec<BackupTable>,
}

impl Gathered {
    /// Answers what is asked of backups.
    pub(crate) fn count(&mut self, questions: Vec<Question>) {
        let mut by_backup: BTreeMap<SourceId, Vec<Weighing>> = BTreeMap::new();
        for question in questions {
            self.answers.insert(question.asked, None);
            if let Some(weighing) = Weighing::of(question) {
                by_backup.entry(weighing.question.backup).or_default().push(weighing);
            }
        }
        for (source, mut weighings) in by_backup {
            let share = (4 * MOST_COST) / weighings.len().max(1) as u64;
            weighings.iter_mut().for_each(|one| one.most_cost = MOST_COST.min(share));
            if self.weigh(source, &mut weighings).is_ok() {
                for weighing in weighings {
                    self.answers.insert(weighing.question.asked, weighing.answer());
                }
            }
        }
    }

    fn weigh(&self, id: SourceId, weighings: &mut [Weighing]) -> io::Result<()> {
        let (Some(source), Some(tally)) =
            (self.sources.get(id.index()), self.tallies.get(id.index()))
        else {
            return Ok(());
        };
        let Some(format) = tally.format.and_then(format::by_id) else { return Ok(()) };
        let mut pass = Pass { weighings, held: 0, utc: false, database: None, wanted: Vec::new() };
        for _ in 0..MOST_PASSES {
            pass.begin();
            through(source, format, &mut pass)?;
            if pass.weighings.iter().all(Weighing::settled) {
                break;
            }
        }
        Ok(())
    }
}

/// Gives all rows of a backup, in the order of its bytes.
fn through(source: &Source, format: &Format, into: &mut dyn Rows) -> io::Result<()> {
    let opened = Opened::of(source)?;
    let (Reader::Records(reader), Reader::Records(finder)) =
        (opened.reader_of(format), opened.reader_of(format))
    else {
        return Ok(());
    };
    let handle = source.open()?;
    let mut places = Drafts::new(source, finder, BLOCK_BYTES)?.with(unread);
    // the last record that was found: it ends where the next one begins
    let mut open: Option<u64> = None;
    loop {
        let batch = places.next_batch()?;
        let mut starts: Vec<u64> = open.take().into_iter().collect();
        match &batch {
            Some(batch) => {
                starts.extend(batch.starts.iter().map(|(start, _)| *start));
                starts.extend(batch.glanced.iter().map(|glanced| glanced.start));
                starts.sort_unstable();
            }
            None => starts.push(source.size()),
        }
        open = starts.last().copied();
        let first = starts.first().copied().unwrap_or(0);
        let text = handle.text(first, open.unwrap_or(first))?;
        for ends in starts.windows(2) {
            if let [start, end] = *ends {
                let within = (start - first) as usize..(end - first) as usize;
                reader.rows(text.get(within).unwrap_or_default(), into);
            }
        }
        if batch.is_none() {
            return Ok(());
        }
    }
}

/// A foreign key with ON DELETE CASCADE between two tables of a question.
struct Link {
    parent: usize,
    child: usize,
    /// Columns of the child, and of the parent, in lower case.
    columns: Vec<(String, String)>,
    /// Keys of the parent's rows that were taken.
    keys: HashSet<u64>,
}

/// A question while it is answered.
struct Weighing {
    question: Question,
    /// Of the columns that the condition names.
    kinds: Vec<Kind>,
    links: Vec<Link>,
    /// By table: rows seen, and rows taken, in this pass and in the one before.
    seen: Vec<u64>,
    taken: Vec<u64>,
    before: Option<Vec<u64>>,
    due: u64,
    /// Of the condition for an empty row, and over all rows so far.
    weight: u64,
    cost: u64,
    most_cost: u64,
    /// Something was not understood, or took too long.
    lost: bool,
    /// Keys were too many.
    full: bool,
}

impl Weighing {
    /// `None` where the backup does not have the columns that the condition names.
    fn of(question: Question) -> Option<Weighing> {
        let own = question.tables.first()?;
        let kind = |name: &String| {
            let (_, kind) = own.columns.iter().find(|(own, _)| own.eq_ignore_ascii_case(name))?;
            Some(Kind::of(kind))
        };
        let kinds: Option<Vec<Kind>> = question.selection.columns.iter().map(kind).collect();
        let kinds = kinds?;
        let mut links = Vec::new();
        for (child, table) in question.tables.iter().enumerate() {
            for key in &table.cascades {
                let parent = question.tables.iter().position(|other| {
                    other.table.eq_ignore_ascii_case(&key.parent)
                        && other.database == table.database
                });
                let lower = |(own, of): &(String, String)| (own.to_lowercase(), of.to_lowercase());
                if let Some(parent) = parent {
                    let columns = key.columns.iter().map(lower).collect();
                    links.push(Link { parent, child, columns, keys: HashSet::new() });
                }
            }
        }
        let none = vec![0; question.tables.len()];
        Some(Weighing {
            weight: question.selection.condition.weight() as u64,
            cost: 0,
            most_cost: MOST_COST,
            question,
            kinds,
            links,
            seen: none.clone(),
            taken: none,
            before: None,
            due: 0,
            lost: false,
            full: false,
        })
    }

    /// Whether another pass would tell the same.
    fn settled(&self) -> bool {
        self.lost || self.full || self.links.is_empty() || self.before.as_ref() == Some(&self.taken)
    }

    /// `held` counts the keys that are held.
    fn row(
        &mut self,
        table: usize,
        (cells, columns): (&[Cell], &[String]),
        utc: bool,
        held: &mut usize,
    ) {
        if let Some(seen) = self.seen.get_mut(table) {
            *seen += 1;
        }
        let cell = |name: &str| {
            let at = columns.iter().position(|column| column == name)?;
            cells.get(at)
        };
        let mut taken = false;
        if table == 0 && !self.lost {
            let named = self.question.selection.columns.iter();
            let bytes = named.filter_map(|name| Some(cell(name)?.value()?.len())).sum::<usize>();
            let cost = self.weight.saturating_mul(1 + bytes as u64 / 4);
            self.cost = self.cost.saturating_add(cost);
            let holds = (self.cost <= self.most_cost).then(|| self.holds(cell, utc)).flatten();
            let Some((now, then)) = holds else {
                self.lost = true;
                return;
            };
            taken = now;
            self.due += u64::from(now && then);
        }
        taken = taken
            || self.links.iter().any(|link| {
                let own = key(link.columns.iter().map(|(own, _)| cell(own)));
                link.child == table && own.is_some_and(|own| link.keys.contains(&own))
            });
        if !taken {
            return;
        }
        if let Some(count) = self.taken.get_mut(table) {
            *count += 1;
        }
        for link in self.links.iter_mut().filter(|link| link.parent == table) {
            self.full |= *held >= MOST_KEYS;
            if !self.full {
                let own = key(link.columns.iter().map(|(_, of)| cell(of)));
                *held += usize::from(own.is_some_and(|own| link.keys.insert(own)));
            }
        }
    }

    /// Whether the condition holds of a row when the statement ran, and when the backup was taken.
    fn holds<'c>(
        &self,
        cell: impl Fn(&str) -> Option<&'c Cell>,
        utc: bool,
    ) -> Option<(bool, bool)> {
        let Question { selection, session, taken, .. } = &self.question;
        let value = |(name, kind): (&String, &Kind)| kind.value(cell(name)?.value(), *session, utc);
        let row: Vec<Option<Value>> =
            selection.columns.iter().zip(&self.kinds).map(value).collect();
        let then = Session { now: *taken, ..*session };
        Some((selection.condition.holds(&row, *session)?, selection.condition.holds(&row, then)?))
    }

    fn answer(self) -> Option<Answer> {
        let question = &self.question;
        // rows that could not be read, or of which the dump has more than it counts
        let whole = question.tables.iter().zip(&self.seen).all(|(table, seen)| table.rows == *seen);
        if self.lost || !whole {
            return None;
        }
        let all = *self.taken.first()?;
        let rows = question.most.map_or(all, |most| all.min(most));
        let settled = !self.full && self.settled();
        // rows of its own table may go along too
        if !settled && self.links.iter().any(|link| link.child == 0) {
            return None;
        }
        let counted = settled && rows == all;
        let along = question.tables.iter().zip(&self.taken).skip(1);
        let along = along.filter(|(_, rows)| **rows > 0);
        let along = along.map(|(table, rows)| (table.table.clone(), *rows)).collect();
        Some(Answer {
            backup: question.backup,
            rows,
            due: self.due,
            along: counted.then_some(along),
        })
    }
}

/// A key as it is held; `None` where a part of it is NULL or is not there.
fn key<'c>(parts: impl Iterator<Item = Option<&'c Cell>>) -> Option<u64> {
    let mut hasher = DefaultHasher::new();
    let mut any = false;
    for part in parts {
        part?.value()?.hash(&mut hasher);
        any = true;
    }
    any.then(|| hasher.finish())
}

/// One way through a backup.
struct Pass<'w> {
    weighings: &'w mut [Weighing],
    /// Keys that are held for all of them.
    held: usize,
    utc: bool,
    database: Option<String>,
    /// Of the table whose rows come: the questions with its number in each, and its columns.
    wanted: Vec<(usize, usize, Vec<String>)>,
}

impl Pass<'_> {
    fn begin(&mut self) {
        (self.utc, self.database) = (false, None);
        for weighing in self.weighings.iter_mut() {
            let none = vec![0; weighing.taken.len()];
            weighing.before = Some(std::mem::replace(&mut weighing.taken, none.clone()));
            (weighing.seen, weighing.due) = (none, 0);
        }
    }
}

impl Rows for Pass<'_> {
    fn utc(&mut self) {
        self.utc = true;
    }

    fn database(&mut self, name: &str) {
        self.database = Some(name.to_owned());
    }

    fn table(&mut self, database: Option<&str>, table: &str, columns: Vec<String>) -> bool {
        let database = database.or(self.database.as_deref());
        let is_it = |own: &BackupTable| {
            let of = own.database.as_deref().zip(database);
            own.table.eq_ignore_ascii_case(table)
                && of.is_none_or(|(a, b)| a.eq_ignore_ascii_case(b))
        };
        self.wanted.clear();
        for (at, weighing) in self.weighings.iter().enumerate() {
            let tables = &weighing.question.tables;
            let Some(number) = tables.iter().position(is_it) else { continue };
            let own = tables.get(number).map(|table| table.columns.iter().map(|(name, _)| name));
            let names: Vec<String> = match own {
                Some(own) if columns.is_empty() => own.map(|name| name.to_lowercase()).collect(),
                _ => columns.iter().map(|name| name.to_lowercase()).collect(),
            };
            self.wanted.push((at, number, names));
        }
        !self.wanted.is_empty()
    }

    fn row(&mut self, cells: &[Cell]) {
        for (at, number, columns) in &self.wanted {
            if let Some(weighing) = self.weighings.get_mut(*at) {
                weighing.row(*number, (cells, columns), self.utc, &mut self.held);
            }
        }
    }
}
