//! `migrate_rollback`: the last migrations rolled back.

use crate::{
    case::{
        capability::procedure::Procedure, facts::Status, suspect::Suspect, trigger::TriggerKind,
    },
    text::page::page,
    verdict::{
        footprint::Footprint,
        mechanism::{
            contract::{Advice, Definition, Judgement, Lesson, Profile},
            framework,
        },
        scene::Scene,
    },
};

page! {
    /// It begins with max(batch) and the rows of that batch (or the last n by --step), then single
    /// drops or dropped columns, each followed by a delete from migrations; nothing is created
    /// again, and older tables stay.
    pub(crate) struct MigrateRollback;
}

impl Definition for MigrateRollback {
    fn profile(&self) -> Profile {
        Profile {
            command: Some("php artisan migrate:rollback"),
            procedure: Some(Procedure::MigrateRollback),
            left_by: &[Procedure::MigrateRefresh],
            step: Some(framework::COMPARE_MIGRATIONS),
            ..Profile::new(
                "migrate_rollback",
                "php artisan migrate:rollback",
                "`php artisan migrate:rollback`",
            )
        }
    }

    fn judge(&self, scene: &Scene<'_>, print: &Footprint) -> Judgement {
        if let Some((event, ..)) = print.drop_all {
            return Judgement::no(
                "one statement dropped all tables; rollback undoes migrations one by one",
                vec![event],
            );
        }
        let mut out = Judgement::default();
        let lower = scene.acts.iter().filter(|a| a.lower_case).count();
        if lower == 0 && scene.acts.iter().all(|a| a.status != Status::Inferred) {
            return Judgement::no("the framework generates no SQL like this", Vec::new());
        }
        if !print.unrecorded.is_empty() {
            out.add(
                2.0,
                format!(
                    "{} migrations removed from the migrations table in between",
                    print.unrecorded.len()
                ),
                print.unrecorded.iter().copied().take(3).collect(),
            );
            out.add(
                1.0,
                format!("{} tables dropped one by one, in lower case", print.single_drops.len()),
                print.single_drops.iter().copied().take(3).collect(),
            );
        }
        if let Some(event) = print.step_select.or(print.batch_select) {
            out.add(
                2.0,
                "it asked the migrations table for the last batch or the last steps first",
                vec![event],
            );
        } else if print.ran_before.is_some() {
            out.add(
                -1.0,
                "it read the whole list of migrations first, as reset and refresh do",
                print.ran_before.into_iter().collect(),
            );
        }
        out.add_named(print, Procedure::MigrateRollback);
        if out.points > 0.0 && (print.recorded.len() >= 2 || print.created.len() >= 2) {
            out.add(
                -3.0,
                "tables were created again right after, which rollback does not do",
                print.created.iter().map(|(e, _)| *e).take(2).collect(),
            );
        }
        if out.points <= 0.0 {
            return Judgement::no(
                "no migration was removed from the migrations table, and no rollback was run",
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
