//! `migrate_fresh`: all tables dropped in one statement, then every migration run anew.

use crate::{
    case::{
        capability::procedure::Procedure, facts::Status, suspect::Suspect, trigger::TriggerKind,
    },
    event::ids::EventId,
    text::page::page,
    verdict::{
        footprint::Footprint,
        mechanism::{
            contract::{Advice, Definition, Judgement, Lesson, Profile, RIGHT_BEFORE_S},
            framework,
        },
        scene::Scene,
    },
};

page! {
    /// One lower-case DROP TABLE names every table, migrations included, between
    /// FOREIGN_KEY_CHECKS=0 and =1; create table migrations and the migrations follow on the same
    /// connection (from Laravel 12.22 on the next one). db:wipe leaves the same drop and nothing
    /// after it; a test suite leaves the same and transactions that are rolled back;
    /// migrate:refresh drops tables one by one.
    pub(crate) struct MigrateFresh;
}

impl Definition for MigrateFresh {
    fn profile(&self) -> Profile {
        Profile {
            command: Some("php artisan migrate:fresh"),
            procedure: Some(Procedure::MigrateFresh),
            step: Some(framework::COMPARE_MIGRATIONS),
            ..Profile::new(
                "migrate_fresh",
                "php artisan migrate:fresh",
                "`php artisan migrate:fresh`",
            )
        }
    }

    fn judge(&self, scene: &Scene<'_>, print: &Footprint) -> Judgement {
        let mut out = Judgement::default();
        let Some((event, count, with_migrations)) = print.drop_all else {
            if scene.acts.iter().all(|a| a.status == Status::Inferred) {
                out.add_named(print, Procedure::MigrateFresh);
                if out.points > 0.0 {
                    out.add(
                        1.0,
                        "tables vanished together, with no statement in the available logs",
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
            out.version = Some("Laravel 12.1 or later (names qualified by the schema)");
        }
        if let Some(created) = print.created_migrations {
            out.add(3.0, "the migrations table is recreated right after", vec![created]);
        } else if !print.remade.is_empty() {
            let shown: Vec<EventId> = print.remade.iter().take(3).map(|(e, _)| *e).collect();
            out.add(
                2.0,
                format!(
                    "{} tables were recreated within minutes of the drop, by the later schema dump",
                    print.remade.len()
                ),
                shown,
            );
        } else if print.created.is_empty() {
            out.add(-1.0, "nothing shows that migrations ran afterwards", Vec::new());
        }
        if let Some((_, rows, event)) = print.batches_after {
            out.add(0.5, format!("the later migrations table has {rows} rows"), vec![event]);
        }
        out.add_named(print, Procedure::MigrateFresh);
        if print.nearest(Procedure::DbWipe, RIGHT_BEFORE_S).is_some()
            && print.nearest(Procedure::MigrateFresh, RIGHT_BEFORE_S).is_none()
        {
            out.add(-3.0, "the command run right before was db:wipe", Vec::new());
        }
        out
    }

    fn advice(&self, trigger: Option<TriggerKind>) -> Vec<Advice> {
        framework::advice(trigger)
    }

    fn lesson(&self, suspect: &Suspect, environment: Option<&str>) -> Option<Lesson> {
        framework::guard(suspect, environment)
    }
}
