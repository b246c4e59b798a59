//! `test_database_reset`: a test suite prepared its database, and it was this one.

use crate::{
    case::{capability::procedure::Procedure, facts::Act},
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
    /// from a command typed by a person.
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
        let runner = print.nearest(Procedure::TestRun, BEFORE_S);
        let emptied = emptied(scene);
        let Some((event, count, is_drop)) = print
            .drop_all
            .map(|(event, count, _)| (event, count, true))
            .or_else(|| emptied.map(|(event, count)| (event, count, false)))
        else {
            return Judgement::no(
                "nothing drops or empties many tables at once, as a test suite's reset does",
                Vec::new(),
            );
        };
        if runner.is_none() && print.testing_entries.is_empty() && print.test_transactions < 2 {
            return Judgement::no(
                "no test runner, no entry of the environment testing, and no rolled-back test transactions near the drop",
                vec![event],
            );
        }
        let told = if is_drop {
            format!("one lower-case statement drops {count} tables, as RefreshDatabase does")
        } else {
            format!("{count} tables are emptied at once, as tools that clean a test database do")
        };
        out.add(3.0, told, vec![event]);
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
        if print.nearest(Procedure::MigrateFresh, RIGHT_BEFORE_S).is_some() && runner.is_none() {
            out.add(-3.0, "migrate:fresh itself was run right before", Vec::new());
        }
        out
    }
}

/// As many tables are emptied by what cleans a test database (`DatabaseCleaner` of Ruby, fixtures
/// of other frameworks): fewer are by programs of every kind.
const MANY_EMPTIED: usize = 4;

/// The first act and the number of tables, where the acts empty many and do nothing else.
fn emptied(scene: &Scene<'_>) -> Option<(EventId, usize)> {
    let empties =
        |act: &&Act| matches!(act.operation, Operation::TruncateTable | Operation::DeleteAll);
    let count = scene.tables().len();
    let first = *scene.acts.first()?.events.first()?;
    (count >= MANY_EMPTIED && scene.acts.iter().all(empties)).then_some((first, count))
}
