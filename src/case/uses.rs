//! What statements do to a table, in the order of their logs: who makes, fills, reads and drops it,
//! and whether anything misses it.

use std::collections::{BTreeSet, HashMap};

use crate::{
    case::{
        facts::{Act, Case, Seen},
        snapshot,
    },
    event::{
        ids::{EventId, StatementId},
        kind::EventKind,
        query::Outcome,
    },
    sql::{
        dialect::Dialect,
        lexer::{Lexer, Token},
        operation::Name,
        statement::Verb,
    },
    time::SECOND,
};

/// What a statement does to a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Touch {
    /// Makes it.
    Made,
    /// Makes it unless it is there.
    Ensured,
    /// Puts rows into it.
    Filled,
    /// Changes or deletes rows.
    Changed,
    /// Reads it.
    Read,
    /// Takes all rows.
    Emptied,
    /// Drops it; whether with IF EXISTS.
    Dropped(bool),
    /// Gives it another name.
    MovedAway,
    /// Gives another table its name.
    MovedHere,
}

/// One use of a table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Use {
    /// The index of the statement in [`Case::seen`].
    pub seen: StatementId,
    /// Its event.
    pub event: EventId,
    /// What it does.
    pub touch: Touch,
    /// The database, where the statement or its session says it.
    database: Option<DatabaseId>,
}

/// The name of a database in lower case, among those of [`Uses`].
type DatabaseId = usize;

/// How many rows a statement puts in, at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fill {
    /// So many, written out.
    Rows(u64),
    /// As many as its SELECT can give.
    Given(u64),
    /// As many as a SELECT or a file has.
    Bulk,
}

impl Fill {
    /// Whether the rows come out of a SELECT or a file.
    fn is_copy(self) -> bool {
        !matches!(self, Fill::Rows(_))
    }
}

/// How long after it empties a table a job may still be filling it.
pub(crate) const REFILL_US: i64 = 3600 * SECOND;

/// Fewer rows than this, written out one by one, are no table filled again, where nothing tells
/// what it held.
const FEWEST_ROWS: u64 = 5;

/// How soon the next step of a script follows.
const STEP_US: i64 = 5 * SECOND;

/// How long after a loss an error about it is its effect.
pub(crate) const MISSED_US: i64 = 24 * 3600 * SECOND;

/// More connections than this that write to a table are visitors, not the steps of a script.
const MANY_HANDS: usize = 10;

/// More uses than this of one table are not looked at.
const MOST_USES: usize = 2000;

/// More uses than this of tables of one name, in whatever database, are not gone through.
const MOST_NAMESAKES: usize = 20_000;

/// More uses than this do not stand out of their order.
const MOST_OUT_OF_ORDER: usize = 200;

/// How far statements may stand from their order in time: their own durations.
const OUT_OF_ORDER_US: i64 = 60 * SECOND;

/// The uses of one table, in the order of [`Case::seen`].
#[derive(Default)]
struct OfTable {
    all: Vec<Use>,
    /// Those that make it or give it its name.
    made: Vec<Use>,
    /// Those that write rows.
    written: Vec<Use>,
}

/// All uses of the tables that acts name.
pub(crate) struct Uses<'a> {
    case: &'a Case<'a>,
    /// By the table's name in lower case.
    by_table: HashMap<String, OfTable>,
    /// The databases that uses are in, by their names in lower case.
    databases: HashMap<String, DatabaseId>,
    /// Errors of applications about a table that is not there, by its name in lower case.
    missed: HashMap<String, Vec<EventId>>,
}

impl<'a> Uses<'a> {
    /// Of the tables of some acts.
    pub(crate) fn of(case: &'a Case<'a>, acts: &[Act]) -> Uses<'a> {
        let mut by_table: HashMap<String, OfTable> = acts
            .iter()
            .flat_map(|act| &act.tables)
            .map(|table| (table.to_lowercase(), OfTable::default()))
            .collect();
        let mut missed = HashMap::new();
        let mut databases = HashMap::new();
        if by_table.is_empty() {
            return Uses { case, by_table, databases, missed };
        }
        for (index, seen) in case.seen.iter() {
            let Some(query) = case.query(seen.event) else { continue };
            if matches!(query.outcome, Outcome::Refused { .. }) {
                continue;
            }
            touches(seen, |name, touch| {
                let Some(uses) = by_table.get_mut(&name.name.to_lowercase()) else { return };
                let database = name.database.as_ref().or(query.database.as_ref()).map(|name| {
                    let next = databases.len();
                    *databases.entry(name.to_lowercase()).or_insert(next)
                });
                let one = Use { seen: index, event: seen.event, touch, database };
                uses.all.push(one);
                match touch {
                    Touch::Made | Touch::Ensured | Touch::MovedHere => uses.made.push(one),
                    Touch::Filled | Touch::Changed => uses.written.push(one),
                    _ => {}
                }
            });
        }
        for (event, table) in missing_tables(case) {
            let name = table.rsplit('.').next().unwrap_or(table).to_lowercase();
            if by_table.contains_key(&name) {
                missed.entry(name).or_insert_with(Vec::new).push(event);
            }
        }
        Uses { case, by_table, databases, missed }
    }

    /// The uses of a table of an act's database before the act, the latest first.
    pub(crate) fn before<'s>(
        &'s self,
        act: &'s Act,
        table: &str,
    ) -> impl Iterator<Item = Use> + use<'s, 'a> {
        self.earlier(self.table(table).map(|of| &of.all), act)
    }

    /// The uses of a table of an act's database after the act, in order.
    pub(crate) fn after<'s>(
        &'s self,
        act: &'s Act,
        table: &str,
    ) -> impl Iterator<Item = Use> + use<'s, 'a> {
        self.later(self.table(table).map(|of| &of.all), act)
    }

    fn table(&self, table: &str) -> Option<&OfTable> {
        self.by_table.get(&table.to_lowercase())
    }

    fn earlier<'s>(
        &'s self,
        all: Option<&'s Vec<Use>>,
        act: &'s Act,
    ) -> impl Iterator<Item = Use> + use<'s, 'a> {
        let all = all.map(Vec::as_slice).unwrap_or_default();
        let to = self.position(all, act, false);
        self.beside(all.get(..to).unwrap_or_default().iter().rev(), act, true)
    }

    fn later<'s>(
        &'s self,
        all: Option<&'s Vec<Use>>,
        act: &'s Act,
    ) -> impl Iterator<Item = Use> + use<'s, 'a> {
        let all = all.map(Vec::as_slice).unwrap_or_default();
        let from = self.position(all, act, true);
        self.beside(all.get(from..).unwrap_or_default().iter(), act, false)
    }

    /// From where in a list of uses to look for those before an act, or `after` it: its own place,
    /// and farther where others may stand out of their order in time.
    fn position(&self, all: &[Use], act: &Act, after: bool) -> usize {
        let shift = if after { -OUT_OF_ORDER_US } else { OUT_OF_ORDER_US };
        let Some(at) = act.when.map(|when| when.best.saturating_add(shift)) else {
            return if after { 0 } else { all.len() };
        };
        let by_time = all.partition_point(|one| self.time(*one).is_some_and(|time| time < at));
        let Some(own) = act.seen.first() else { return by_time };
        let place = all.partition_point(|one| one.seen < *own);
        if after {
            by_time.max(place.saturating_sub(MOST_OUT_OF_ORDER))
        } else {
            by_time.min(place.saturating_add(MOST_OUT_OF_ORDER))
        }
    }

    /// Those of some uses that are in the database of an act and surely before it, or after it.
    fn beside<'s, I: Iterator<Item = &'s Use>>(
        &'s self,
        uses: I,
        act: &'s Act,
        before: bool,
    ) -> impl Iterator<Item = Use> + use<'s, 'a, I> {
        // a database that no use is in equals none
        let database = act.database.as_ref().map(|name| self.databases.get(&name.to_lowercase()));
        let is_there = move |one: &Use| match (one.database, database) {
            (Some(theirs), Some(ours)) => ours == Some(&theirs),
            _ => true,
        };
        let fits =
            move |one: &Use| is_there(one) && is_before(self.case, *one, act) == Some(before);
        uses.take(MOST_NAMESAKES).copied().filter(fits).take(MOST_USES)
    }

    /// The uses that write to a table of an act's database, before the act and then after it.
    pub(crate) fn written<'s>(
        &'s self,
        act: &'s Act,
        table: &str,
    ) -> impl Iterator<Item = Use> + use<'s, 'a> {
        let written = self.table(table).map(|of| &of.written);
        self.earlier(written, act).chain(self.later(written, act))
    }

    /// When a use was.
    pub(crate) fn time(&self, one: Use) -> Option<i64> {
        self.case.seen.get(one.seen).when.map(|when| when.best)
    }

    /// The first error after an act about a table that is not there.
    pub(crate) fn missed_after(&self, act: &Act, table: &str) -> Option<EventId> {
        let from = act.when?.earliest;
        let mut events = self.missed.get(&table.to_lowercase())?.iter().copied();
        events.find(|&event| self.case.when(event).is_some_and(|when| when.latest >= from))
    }

    /// The errors after an act about columns that it took (1054, SQLSTATE 42S22).
    pub(crate) fn missed_columns<'s>(&'s self, act: &'s Act) -> impl Iterator<Item = EventId> + 's {
        let is_it = |message: &str| {
            let mut words = message.split(['\'', '`', '.', '"', ' ']);
            words.any(|word| act.columns.iter().any(|column| column == word))
        };
        let from = act.when.map_or(i64::MAX, |when| when.earliest);
        let until = from.saturating_add(MISSED_US);
        let near =
            (!act.columns.is_empty()).then(|| self.case.within(&self.case.messages, from, until));
        near.into_iter().flatten().filter_map(move |(event, placed)| {
            let EventKind::Log(log) = &placed.kind else { return None };
            let unknown = log.error_code == Some(1054)
                || log.sqlstate.as_deref() == Some("42S22")
                || log.message.contains("Unknown column");
            (unknown && is_it(&log.message)).then_some(event)
        })
    }

    /// The first error after an act about the database that it took (1049, SQLSTATE 3D000).
    pub(crate) fn missed_database(&self, act: &Act) -> Option<EventId> {
        let database = act.database.as_deref()?;
        let from = act.when?.earliest;
        let mut near = self.case.within(&self.case.messages, from, from.saturating_add(MISSED_US));
        near.find_map(|(event, placed)| {
            let EventKind::Log(log) = &placed.kind else { return None };
            let unknown = log.error_code == Some(1049) || log.sqlstate.as_deref() == Some("3D000");
            let mut words = log.message.split(['\'', '`', '"', ' ']);
            (unknown && words.any(|word| word == database)).then_some(event)
        })
    }

    /// The use that made a table again after an act.
    pub(crate) fn made_again(&self, act: &Act, table: &str) -> Option<Use> {
        self.later(self.table(table).map(|of| &of.made), act).next()
    }

    /// Whether a use is by the hand of an act: its connection, else, where one of the two has no
    /// number, its account.
    pub(crate) fn same_hand(&self, one: Use, act: &Act) -> bool {
        self.case.query(one.event).is_some_and(|query| {
            match (query.connection_id, act.connection) {
                (Some(theirs), Some(mine)) => theirs == mine && query.user == act.user,
                _ => query.user == act.user,
            }
        })
    }

    /// The statements by which the hand of an act filled a table again that it emptied or dropped,
    /// within [`REFILL_US`]: with at least half of what it `held`, where that is known.
    pub(crate) fn refilled(&self, act: &Act, table: &str, held: Option<u64>) -> Vec<EventId> {
        let fills = self.fills(act, table);
        let mut known = 0_u64;
        let mut is_bulk = false;
        for (_, fill) in &fills {
            match fill {
                Fill::Rows(more) | Fill::Given(more) => known = known.saturating_add(*more),
                Fill::Bulk => is_bulk = true,
            }
        }
        // a COPY or LOAD DATA says nothing of its rows, and its file may have had none
        let rows = if is_bulk && !self.stayed_empty(act, table) { u64::MAX } else { known };
        let least =
            held.or(act.rows).filter(|rows| *rows > 0).map_or(FEWEST_ROWS, |held| held.div_ceil(2));
        if rows < least { Vec::new() } else { fills.into_iter().map(|(event, _)| event).collect() }
    }

    /// Whether the next state after an act shows its table without a row, though the last before
    /// had some, and other tables of that state have rows: else its counts may be reset ones.
    /// Where the table is emptied again before the state, nothing follows.
    pub(crate) fn stayed_empty(&self, act: &Act, table: &str) -> bool {
        let Some(now) = act.when.map(|when| when.best) else { return false };
        let names = [table.to_owned()];
        let database = act.database.as_deref();
        let Some(view) = snapshot::first_after(self.case, now, database, &names) else {
            return false;
        };
        let Some(taken) = snapshot::known_time(view.snapshot) else { return false };
        let is_empty = view.table(table).is_some_and(|(row, _)| row.table_rows == Some(0));
        let others = || {
            let rows = |name: &str| Some(view.table(name)?.0.table_rows? > 0);
            view.tables.names().any(|name| rows(name) == Some(true))
        };
        let had = || snapshot::rows_before(self.case, act, table, now).is_some_and(|rows| rows > 0);
        let again = || {
            self.after(act, table).any(|one| {
                matches!(one.touch, Touch::Emptied | Touch::Dropped(_))
                    && self.time(one).is_none_or(|at| at < taken)
            })
        };
        is_empty && others() && had() && !again()
    }

    /// Those of them that copy from elsewhere or make rows up, however few, as no application does
    /// at its daily work.
    pub(crate) fn copied(&self, act: &Act, table: &str) -> Vec<EventId> {
        let fills = self.fills(act, table).into_iter();
        fills.filter(|(_, fill)| fill.is_copy()).map(|(event, _)| event).collect()
    }

    /// The statements by which the hand of an act puts rows into a table within [`REFILL_US`],
    /// until it is emptied or goes. Copies may come on another connection of the account.
    fn fills(&self, act: &Act, table: &str) -> Vec<(EventId, Fill)> {
        let Some(now) = act.when.map(|when| when.best) else { return Vec::new() };
        let goes_on = |one: &Use| {
            self.time(*one).is_some_and(|at| at.saturating_sub(now) <= REFILL_US)
                && !matches!(one.touch, Touch::Emptied | Touch::Dropped(_) | Touch::MovedAway)
        };
        let of = |one: Use| {
            let fill = self.fill(one).filter(|_| one.touch == Touch::Filled)?;
            let is_account = || self.case.query(one.event).is_some_and(|q| q.user == act.user);
            // the next step of a script, which connects for each
            let is_next = matches!(fill, Fill::Rows(rows) if rows >= FEWEST_ROWS)
                && self.time(one).is_some_and(|at| at.saturating_sub(now) <= STEP_US);
            let is_own = (fill.is_copy() || is_next) && is_account() || self.same_hand(one, act);
            is_own.then_some((one.event, fill))
        };
        self.after(act, table).take_while(goes_on).filter_map(of).collect()
    }

    /// How many rows the hand of an act wrote into a table again that it emptied or dropped, within
    /// [`REFILL_US`], where its statements write out all of them.
    pub(crate) fn put_back(&self, act: &Act, table: &str) -> Option<u64> {
        self.fills(act, table).into_iter().try_fold(0_u64, |sum, (_, fill)| match fill {
            Fill::Rows(rows) => Some(sum.saturating_add(rows)),
            Fill::Given(_) | Fill::Bulk => None,
        })
    }

    /// Whether a table is in use by others than the hand of an act, whatever its name: another
    /// account writes to it, many connections do, or the application misses it afterwards.
    pub(crate) fn is_lived_in(&self, act: &Act, table: &str) -> bool {
        let mut connections = BTreeSet::new();
        let mut written = self.written(act, table);
        let others = written.any(|one| {
            let Some(query) = self.case.query(one.event) else { return false };
            connections
                .extend(query.connection_id.filter(|_| !self.fill(one).is_some_and(Fill::is_copy)));
            query.user.is_some() && act.user.is_some() && query.user != act.user
                || connections.len() > MANY_HANDS
        });
        others || self.missed_after(act, table).is_some()
    }

    /// How many rows a use puts in.
    fn fill(&self, one: Use) -> Option<Fill> {
        let (seen, query) = (self.case.seen.get(one.seen), self.case.query(one.event)?);
        if let Some(rows) = query.rows_affected.filter(|rows| *rows > 0) {
            return Some(Fill::Rows(rows));
        }
        if seen.statement.verb == Verb::LoadData {
            return Some(Fill::Bulk);
        }
        let text = query.sql.get(seen.statement.at.0..seen.statement.at.1)?;
        Some(fill(text, query.dialect, query.truncated || seen.statement.truncated))
    }
}

/// Whether a use is before an act; `None` where it is the act itself or nothing tells.
fn is_before(case: &Case<'_>, one: Use, act: &Act) -> Option<bool> {
    if act.seen.contains(&one.seen) {
        return None;
    }
    if let Some(own) = act.seen.iter().find(|own| case.seen.get(**own).event == one.event) {
        return Some(one.seen < *own);
    }
    let timed = || {
        let has_time = |event: &EventId| act.when.is_none() || case.when(*event).is_some();
        act.events.iter().copied().filter(has_time)
    };
    let source = case.place(one.event).source;
    let anchor =
        timed().find(|event| case.place(*event).source == source).or_else(|| timed().next())?;
    if case.precedes(one.event, anchor) {
        Some(true)
    } else {
        case.precedes(anchor, one.event).then_some(false)
    }
}

/// Calls `each` with every table that a statement touches.
fn touches(seen: &Seen, mut each: impl FnMut(&Name, Touch)) {
    let statement = &seen.statement;
    let clauses = statement.clauses;
    if clauses.temporary {
        return;
    }
    let touch = match statement.verb {
        Verb::CreateTable if clauses.if_exists => Touch::Ensured,
        Verb::CreateTable => Touch::Made,
        Verb::Insert | Verb::Replace | Verb::LoadData => Touch::Filled,
        Verb::Update | Verb::Delete => Touch::Changed,
        Verb::Select => Touch::Read,
        Verb::Truncate => Touch::Emptied,
        Verb::DropTable => Touch::Dropped(clauses.if_exists),
        Verb::Rename | Verb::AlterTable | Verb::AlterOther => {
            for (from, to) in statement.renames() {
                each(from, Touch::MovedAway);
                each(to, Touch::MovedHere);
            }
            return;
        }
        _ => return,
    };
    for name in &statement.objects {
        each(name, touch);
    }
}

/// The errors of applications that name a table which is not there: error 1146, SQLSTATE 42S02.
pub(crate) fn missing_tables<'a>(case: &'a Case<'_>) -> impl Iterator<Item = (EventId, &'a str)> {
    case.events.iter().filter_map(|(event, placed)| {
        let EventKind::Log(log) = &placed.kind else { return None };
        let missing = log.error_code == Some(1146)
            || log.sqlstate.as_deref() == Some("42S02")
            || log.message.contains("1146 Table");
        let name = log.message.split("Table '").nth(1)?.split('\'').next()?;
        missing.then_some((event, name))
    })
}

/// How many rows an INSERT or REPLACE puts in, by its text.
fn fill(text: &str, dialect: Dialect, cut: bool) -> Fill {
    let mut depth = 0_u32;
    let mut rows: Option<u64> = None;
    for token in Lexer::new(text, dialect).filter(Token::counts) {
        if token.is("(") {
            if let Some(rows) = rows.as_mut().filter(|_| depth == 0) {
                *rows = rows.saturating_add(1);
            }
            depth = depth.saturating_add(1);
        } else if token.is(")") {
            depth = depth.saturating_sub(1);
        } else if depth == 0 && (token.is_word("values") || token.is_word("value")) {
            rows = rows.or(Some(0));
        } else if depth == 0 && rows.is_none() && token.is_word("set") {
            return Fill::Rows(1);
        } else if depth == 0 && rows.is_some() && token.is_word("on") {
            break;
        }
    }
    match rows {
        Some(rows) if !cut => Fill::Rows(rows),
        None if !cut => given(text, dialect).map_or(Fill::Bulk, Fill::Given),
        _ => Fill::Bulk,
    }
}

/// The most rows that the SELECT of an INSERT can give, where its text says: by its LIMIT, or
/// because it reads nothing but a row of numbers (`generate_series(1, 50)`, `seq_1_to_50`).
fn given(text: &str, dialect: Dialect) -> Option<u64> {
    let tokens: Vec<Token<'_>> = Lexer::new(text, dialect).filter(Token::counts).collect();
    let (mut depth, mut limit, mut source) = (0_u32, None, None::<Option<u64>>);
    for (at, token) in tokens.iter().enumerate() {
        let next = tokens.get(at.saturating_add(1)..).unwrap_or_default();
        if token.is("(") {
            depth = depth.saturating_add(1);
        } else if token.is(")") {
            depth = depth.saturating_sub(1);
        } else if depth > 0 {
        } else if ["union", "intersect", "except"].iter().any(|word| token.is_word(word)) {
            return None;
        } else if token.is_word("limit") && !next.get(1).is_some_and(|after| after.is(",")) {
            limit = next.first().and_then(|count| count.text.parse().ok());
        } else if token.is_word("from") && source.is_none() {
            source = Some(numbers(next, dialect));
        } else if source.is_some() && (token.is(",") || token.is_word("join")) {
            source = Some(None);
        }
    }
    limit.or(source.flatten())
}

/// How many rows a FROM reads that begins with a row of numbers.
fn numbers(from: &[Token<'_>], dialect: Dialect) -> Option<u64> {
    let (name, behind) = from.split_first()?;
    let (first, last) = if dialect.is_postgres() && name.is_word("generate_series") {
        let [open, first, comma, last, ..] = behind else { return None };
        (open.is("(") && comma.is(",")).then_some((first.text, last.text))?
    } else {
        name.text.strip_prefix("seq_").filter(|_| !dialect.is_postgres())?.split_once("_to_")?
    };
    let (first, last) = (first.parse::<u64>().ok()?, last.parse::<u64>().ok()?);
    Some(last.checked_sub(first)?.saturating_add(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_that_are_written_out_are_counted() {
        let of = |text: &str| fill(text, Dialect::default(), false);
        assert_eq!(of("INSERT INTO t (a) VALUES ('x)('), (f(2)), (3)"), Fill::Rows(3));
        assert_eq!(
            of("insert into t values (1) on duplicate key update a = values(a)"),
            Fill::Rows(1)
        );
        assert_eq!(of("INSERT INTO t SET a = (1)"), Fill::Rows(1));
        assert_eq!(of("INSERT INTO t (a) SELECT a FROM u WHERE b IN (1)"), Fill::Bulk);
        assert_eq!(fill("INSERT INTO t VALUES (1),(2", Dialect::default(), true), Fill::Bulk);
    }

    #[test]
    fn rows_that_a_select_makes_up_or_limits_are_counted() {
        let of = |text: &str| fill(text, Dialect::POSTGRES, false);
        assert_eq!(
            of("INSERT INTO t SELECT i, f(i) FROM generate_series(1, 50) i"),
            Fill::Given(50)
        );
        assert_eq!(of("INSERT INTO t SELECT * FROM u ORDER BY a, b LIMIT 20"), Fill::Given(20));
        let mariadb = |text: &str| fill(text, Dialect::default(), false);
        assert_eq!(mariadb("INSERT INTO t SELECT seq FROM seq_1_to_30"), Fill::Given(30));
        for text in [
            "INSERT INTO t SELECT i FROM generate_series(1, 50) i, u",
            "INSERT INTO t SELECT i FROM generate_series(1, 50) i CROSS JOIN u",
            "INSERT INTO t SELECT i FROM generate_series(1, 50) i UNION ALL SELECT a FROM u",
            "INSERT INTO t SELECT i FROM generate_series(a, 50) i",
            "INSERT INTO t SELECT * FROM (SELECT * FROM u LIMIT 5) x JOIN y USING (a)",
        ] {
            assert_eq!(of(text), Fill::Bulk, "{text}");
        }
    }
}
