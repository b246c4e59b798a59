//! A migration that drops or narrows something by itself.

use crate::verdict::{
    footprint::Footprint,
    mechanism::contract::{Judgement, Signature, add_named},
    scene::Scene,
};

/// A migration that drops or narrows something by itself.
pub struct Migrate;

impl Signature for Migrate {
    fn id(&self) -> &'static str {
        "migrate"
    }

    fn about(&self) -> &'static str {
        "The framework writes lower-case DDL and records the migration with an insert into migrations."
    }

    fn judge(&self, scene: &Scene<'_>, print: &Footprint) -> Judgement {
        let mut out =
            Judgement { command: Some("php artisan migrate".into()), ..Judgement::default() };
        if let Some((event, ..)) = print.drop_all {
            return Judgement::no(
                "migrate drops no tables but those that a migration names",
                vec![event],
            );
        }
        if scene
            .acts
            .iter()
            .any(|a| !a.lower_case && a.status != crate::case::facts::Status::Inferred)
        {
            return Judgement::no(
                "the statements are not in the framework's own writing",
                Vec::new(),
            );
        }
        if !print.unrecorded.is_empty() {
            return Judgement::no(
                "migrations were taken out of the migrations table, not put in",
                print.unrecorded.iter().copied().take(2).collect(),
            );
        }
        if !print.recorded.is_empty() {
            out.add(
                3.0,
                "a migration is recorded in the migrations table right after",
                print.recorded.iter().copied().take(2).collect(),
            );
        }
        add_named(&mut out, print, self.id());
        if out.points <= 0.0 {
            return Judgement::no("no migration was recorded near it", Vec::new());
        }
        out.points -= 0.5;
        out
    }
}
