//! `db_wipe`: all tables dropped in one statement, and nothing after it.

use crate::{
    case::{
        capability::procedure::Procedure, facts::Status, suspect::Suspect, trigger::TriggerKind,
    },
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
    /// The same single lower-case DROP TABLE as migrate:fresh, with no create table migrations
    /// after it. Before 11.2 nothing else tells the two apart, so a command line decides where
    /// there is one.
    pub(crate) struct DbWipe;
}

impl Definition for DbWipe {
    fn profile(&self) -> Profile {
        Profile {
            command: Some("php artisan db:wipe"),
            procedure: Some(Procedure::DbWipe),
            left_by: &[Procedure::MigrateFresh],
            step: Some(framework::COMPARE_MIGRATIONS),
            ..Profile::new("db_wipe", "php artisan db:wipe", "`php artisan db:wipe`")
        }
    }

    fn judge(&self, scene: &Scene<'_>, print: &Footprint) -> Judgement {
        let mut out = Judgement::default();
        let Some((event, count, _)) = print.drop_all else {
            if scene.acts.iter().all(|a| a.status == Status::Inferred) {
                out.add_named(print, Procedure::DbWipe);
                if out.points > 0.0 {
                    return out;
                }
            }
            return Judgement::no("no single lower-case statement drops many tables", Vec::new());
        };
        if let Some(created) = print.created_migrations.or(print.remade.first().map(|(e, _)| *e)) {
            if print.nearest(Procedure::DbWipe, RIGHT_BEFORE_S).is_none() {
                return Judgement::no(
                    "tables are recreated right after the drop; db:wipe creates nothing",
                    vec![created],
                );
            }
            out.add(
                -2.0,
                "tables are recreated right after, which db:wipe does not do",
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
        out.add_named(print, Procedure::DbWipe);
        if print.nearest(Procedure::MigrateFresh, RIGHT_BEFORE_S).is_some()
            && print.nearest(Procedure::DbWipe, RIGHT_BEFORE_S).is_none()
        {
            out.add(
                -2.0,
                "the command run right before was migrate:fresh, which drops all tables first",
                Vec::new(),
            );
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
