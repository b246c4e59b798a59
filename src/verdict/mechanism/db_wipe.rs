//! All tables dropped in one statement, and nothing after it.

use crate::verdict::{
    footprint::Footprint,
    mechanism::contract::{Judgement, Signature, add_named},
    scene::Scene,
};

/// All tables dropped in one statement, and nothing after it.
pub struct DbWipe;

impl Signature for DbWipe {
    fn id(&self) -> &'static str {
        "db_wipe"
    }

    fn about(&self) -> &'static str {
        "The same single lower-case DROP TABLE as migrate:fresh, with no create table migrations after it. Before 11.2 nothing else tells the two apart, so a command line decides where there is one."
    }

    fn judge(&self, scene: &Scene<'_>, print: &Footprint) -> Judgement {
        let mut out =
            Judgement { command: Some("php artisan db:wipe".into()), ..Judgement::default() };
        let Some((event, count, _)) = print.drop_all else {
            if scene.acts.iter().all(|a| a.status == crate::case::facts::Status::Inferred) {
                add_named(&mut out, print, self.id());
                if out.points > 0.0 {
                    return out;
                }
            }
            return Judgement::no("no single lower-case statement drops many tables", Vec::new());
        };
        if let Some(created) = print.created_migrations.or(print.remade.first().map(|(e, _)| *e)) {
            if print.nearest(self.id(), 120.0).is_none() {
                return Judgement::no(
                    "tables are created anew right after the drop; db:wipe creates nothing",
                    vec![created],
                );
            }
            out.add(
                -2.0,
                "tables are created anew right after, which db:wipe does not do",
                vec![created],
            );
        }
        out.add(
            3.0,
            format!("one lower-case statement without IF EXISTS drops {count} tables"),
            vec![event],
        );
        if print.created.is_empty() && print.remade.is_empty() {
            out.add(1.5, "nothing was created right after", Vec::new());
        }
        add_named(&mut out, print, self.id());
        if print.nearest("migrate_fresh", 120.0).is_some()
            && print.nearest(self.id(), 120.0).is_none()
        {
            out.add(
                -2.0,
                "the command given right before was migrate:fresh, which drops all tables first",
                Vec::new(),
            );
        }
        out
    }
}
