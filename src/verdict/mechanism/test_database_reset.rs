//! `test_database_reset`: a test suite prepared its database, and it was this one.

use crate::{
    case::{
        capability::procedure::Procedure,
        facts::{Act, Status},
    },
    event::ids::EventId,
    sql::operation::Operation,
    text::page::page,
    verdict::{
        footprint::Footprint,
        mechanism::{
            contract::{Advice, BEFORE_S, Definition, Judgement, Profile, RIGHT_BEFORE_S},
            framework,
        },
        scene::Scene,
    },
};

page! {
    /// Tools that clean a test database empty every table at once (`DatabaseCleaner`).
    /// RefreshDatabase and its kin run migrate:fresh once, then wrap each test in a transaction
    /// that is rolled back; entries of the channel testing, or a test runner near in time, tell it
    /// from a command typed by a person. Without a log of statements, many tables recreated
    /// together and such entries show it.
    pub(crate) struct TestDatabaseReset;
}

impl Definition for TestDatabaseReset {
    fn profile(&self) -> Profile {
        Profile {
            command: Some("php artisan test (RefreshDatabase)"),
            procedure: Some(Procedure::TestRun),
            left_by: &[Procedure::MigrateFresh],
            advice: &[Advice {
                text: "Give tests their own database in phpunit.xml (`DB_CONNECTION`, `DB_DATABASE`), and keep no cached configuration on the machine that runs them.",
                why: "a cached configuration makes the test run use the configured database",
            }],
            step: Some(framework::COMPARE_MIGRATIONS),
            ..Profile::new(
                "test_database_reset",
                "a test suite's database reset",
                "a test suite that resets its database",
            )
        }
    }

    fn judge(&self, scene: &Scene<'_>, print: &Footprint) -> Judgement {
        let mut out = Judgement::default();
        let runner = print.nearest(Procedure::TestRun, BEFORE_S).is_some();
        let Some((event, reset)) = reset(scene, print) else {
            return Judgement::no(
                "nothing drops or empties many tables at once, as a test suite's reset does",
                Vec::new(),
            );
        };
        if !runner && print.testing_entries.is_empty() && print.test_transactions < 2 {
            return Judgement::no(
                "no test runner, no entry of the environment testing, and no rolled-back test transactions near the drop",
                vec![event],
            );
        }
        match reset {
            Reset::Dropped(count) => out.add(
                3.0,
                format!("one lower-case statement drops {count} tables, as RefreshDatabase does"),
                vec![event],
            ),
            Reset::Emptied(count) => out.add(
                3.0,
                format!(
                    "{count} tables are emptied at once, as tools that clean a test database do"
                ),
                vec![event],
            ),
            Reset::MadeAgain(count) => out.add(
                1.0,
                format!(
                    "{count} tables were recreated together, with no statement in the available logs"
                ),
                vec![event],
            ),
        }
        if let Some(created) = print.created_migrations {
            out.add(1.0, "the migrations run again right after", vec![created]);
        }
        if print.test_transactions >= 2 {
            out.add(
                3.0,
                format!(
                    "{} transactions that are rolled back follow, as each test does",
                    print.test_transactions
                ),
                Vec::new(),
            );
        }
        if !print.testing_entries.is_empty() {
            out.add(
                3.0,
                "the application logged in the environment testing at that time",
                print.testing_entries.iter().copied().take(3).collect(),
            );
        }
        out.add_named(print, Procedure::TestRun);
        if print.nearest(Procedure::MigrateFresh, RIGHT_BEFORE_S).is_some() && !runner {
            out.add(-3.0, "migrate:fresh itself was run right before", Vec::new());
        }
        out
    }
}

/// As many tables are emptied by what cleans a test database (`DatabaseCleaner` of Ruby, fixtures
/// of other frameworks): fewer are by programs of every kind.
const MANY_EMPTIED: usize = 4;

/// How all tables were brought back to their beginning, and how many.
enum Reset {
    /// In one statement of the framework's.
    Dropped(usize),
    /// All of them at once.
    Emptied(usize),
    /// By the states alone.
    MadeAgain(usize),
}

/// A reset and its first witness, where the acts do nothing else.
fn reset(scene: &Scene<'_>, print: &Footprint) -> Option<(EventId, Reset)> {
    if let Some((event, count, _)) = print.drop_all {
        return Some((event, Reset::Dropped(count)));
    }
    let count = scene.tables().len();
    let first = *scene.acts.first().filter(|_| count >= MANY_EMPTIED)?.events.first()?;
    let all = |does: fn(&Act) -> bool| scene.acts.iter().all(|act| does(act));
    let empties =
        |act: &Act| matches!(act.operation, Operation::TruncateTable | Operation::DeleteAll);
    if all(empties) {
        return Some((first, Reset::Emptied(count)));
    }
    all(|act| act.operation == Operation::TablesRecreated && act.status == Status::Inferred)
        .then_some((first, Reset::MadeAgain(count)))
}
