//! A test suite prepared its database, and it was this one.

use crate::verdict::{
    footprint::Footprint,
    mechanism::contract::{Judgement, Signature, add_named},
    scene::Scene,
};

/// A test suite prepared its database, and it was this one.
pub struct TestDatabaseReset;

impl Signature for TestDatabaseReset {
    fn id(&self) -> &'static str {
        "test_database_reset"
    }

    fn about(&self) -> &'static str {
        "RefreshDatabase and its kin run migrate:fresh once, then wrap each test in a transaction that is rolled back; entries of the channel testing, or a test runner near in time, tell it from a command typed by a person."
    }

    fn judge(&self, scene: &Scene<'_>, print: &Footprint) -> Judgement {
        let _ = scene;
        let mut out = Judgement {
            command: Some("php artisan test (RefreshDatabase)".into()),
            ..Judgement::default()
        };
        let Some((event, count, _)) = print.drop_all else {
            return Judgement::no(
                "no single lower-case statement drops many tables, as a test suite's reset does",
                Vec::new(),
            );
        };
        let runner = print.nearest(self.id(), 900.0);
        if runner.is_none() && print.testing_entries.is_empty() && print.test_transactions < 2 {
            return Judgement::no(
                "no test runner, no entry of the environment testing, and no rolled-back test transactions near the drop",
                vec![event],
            );
        }
        out.add(
            3.0,
            format!("one lower-case statement drops {count} tables, as RefreshDatabase does"),
            vec![event],
        );
        if let Some(created) = print.created_migrations {
            out.add(1.0, "the migrations run anew right after", vec![created]);
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
        add_named(&mut out, print, self.id());
        if print.nearest("migrate_fresh", 120.0).is_some() && runner.is_none() {
            out.add(-3.0, "migrate:fresh itself was given right before", Vec::new());
        }
        out
    }
}
