//! A seeder that empties tables before it fills them.

use crate::verdict::{
    footprint::Footprint,
    mechanism::contract::{Judgement, Signature, add_named},
    scene::Scene,
};

/// A seeder that empties tables before it fills them.
pub struct DbSeed;

impl Signature for DbSeed {
    fn id(&self) -> &'static str {
        "db_seed"
    }

    fn about(&self) -> &'static str {
        "Truncates or deletes of whole tables followed by inserts into the same tables on the same connection, with no DDL; or db:seed given right before."
    }

    fn judge(&self, scene: &Scene<'_>, print: &Footprint) -> Judgement {
        let mut out =
            Judgement { command: Some("php artisan db:seed".into()), ..Judgement::default() };
        if scene.acts.iter().any(|a| {
            !matches!(
                a.operation,
                crate::sql::operation::Operation::TruncateTable
                    | crate::sql::operation::Operation::DeleteAll
            )
        }) {
            return Judgement::no("a seeder drops and alters nothing", Vec::new());
        }
        add_named(&mut out, print, self.id());
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
}
