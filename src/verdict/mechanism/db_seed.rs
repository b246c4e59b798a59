//! `db_seed`: a seeder that empties tables before it fills them.

use crate::{
    case::{capability::procedure::Procedure, suspect::Suspect},
    sql::operation::Operation,
    text::page::page,
    verdict::{
        footprint::Footprint,
        mechanism::{
            advice::BOUNDED_DELETES,
            contract::{Definition, Judgement, Lesson, Profile},
            framework,
        },
        scene::Scene,
    },
};

page! {
    /// Truncates or deletes of whole tables followed by inserts into the same tables on the same
    /// connection, with no DDL; or db:seed given right before.
    pub(crate) struct DbSeed;
}

impl Definition for DbSeed {
    fn profile(&self) -> Profile {
        Profile {
            command: Some("php artisan db:seed"),
            procedure: Some(Procedure::DbSeed),
            left_by: &[Procedure::ModelTruncate],
            advice: &[BOUNDED_DELETES],
            ..Profile::new("db_seed", "php artisan db:seed", "`php artisan db:seed`")
        }
    }

    fn judge(&self, scene: &Scene<'_>, print: &Footprint) -> Judgement {
        let mut out = Judgement::default();
        if scene
            .acts
            .iter()
            .any(|a| !matches!(a.operation, Operation::TruncateTable | Operation::DeleteAll))
        {
            return Judgement::no("a seeder drops and alters nothing", Vec::new());
        }
        out.add_named(print, Procedure::DbSeed);
        if out.points <= 0.0 {
            return Judgement::no("no seeder was asked for near it", Vec::new());
        }
        if !print.inserts.is_empty() {
            out.add(
                1.5,
                "rows are inserted right after",
                print.inserts.iter().copied().take(2).collect(),
            );
        }
        out
    }

    fn lesson(&self, suspect: &Suspect, environment: Option<&str>) -> Option<Lesson> {
        framework::guard(suspect, environment)
    }
}
