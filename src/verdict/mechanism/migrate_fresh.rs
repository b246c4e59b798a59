//! All tables dropped in one statement, then every migration run anew.

use crate::verdict::{
    footprint::Footprint,
    mechanism::contract::{Judgement, Signature, add_named},
    scene::Scene,
};

/// All tables dropped in one statement, then every migration run anew.
pub struct MigrateFresh;

impl Signature for MigrateFresh {
    fn id(&self) -> &'static str {
        "migrate_fresh"
    }

    fn about(&self) -> &'static str {
        "One lower-case DROP TABLE names every table, migrations included, between FOREIGN_KEY_CHECKS=0 and =1; create table migrations and the migrations follow on the same connection (from Laravel 12.22 on the next one). db:wipe leaves the same drop and nothing after it; a test suite leaves the same and transactions that are rolled back; migrate:refresh drops tables one by one."
    }

    fn judge(&self, scene: &Scene<'_>, print: &Footprint) -> Judgement {
        let mut out =
            Judgement { command: Some("php artisan migrate:fresh".into()), ..Judgement::default() };
        let Some((event, count, with_migrations)) = print.drop_all else {
            if scene.acts.iter().all(|a| a.status == crate::case::facts::Status::Inferred) {
                add_named(&mut out, print, self.id());
                if out.points > 0.0 {
                    out.add(
                        1.0,
                        "tables vanished together, with no statement in the logs that were kept",
                        Vec::new(),
                    );
                    return out;
                }
            }
            return Judgement::no("no single lower-case statement drops many tables", Vec::new());
        };
        out.add(3.0, format!("one lower-case statement without IF EXISTS drops {count} tables, as the framework drops all tables"), vec![event]);
        if with_migrations {
            out.add(1.0, "the migrations table is among them", vec![event]);
        }
        if print.qualified {
            out.version = Some("Laravel 12.1 or later (names qualified by the schema)".into());
        }
        if let Some(created) = print.created_migrations {
            out.add(3.0, "the migrations table is created anew right after", vec![created]);
        } else if !print.remade.is_empty() {
            let shown: Vec<usize> = print.remade.iter().take(3).map(|(e, _)| *e).collect();
            out.add(2.0, format!("{} tables were created anew within minutes of the drop, by the schema dump from after", print.remade.len()), shown);
        } else if print.created.is_empty() {
            out.add(-1.0, "nothing shows that migrations ran afterwards", Vec::new());
        }
        if let Some((_, rows, event)) = print.batches_after {
            out.add(0.5, format!("the migrations table from after has {rows} rows"), vec![event]);
        }
        add_named(&mut out, print, self.id());
        if print.nearest("db_wipe", 120.0).is_some() && print.nearest(self.id(), 120.0).is_none() {
            out.add(-3.0, "the command given right before was db:wipe", Vec::new());
        }
        out
    }
}
