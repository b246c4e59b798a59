//! `migrate_reset`: every migration rolled back, and not run again.

use crate::{
    case::{capability::procedure::Procedure, suspect::Suspect, trigger::TriggerKind},
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
    /// As migrate:refresh without its second half: the list of all migrations is read, tables are
    /// dropped one by one in reverse, the migrations table stays and ends empty.
    pub(crate) struct MigrateReset;
}

impl Definition for MigrateReset {
    fn profile(&self) -> Profile {
        Profile {
            command: Some("php artisan migrate:reset"),
            procedure: Some(Procedure::MigrateReset),
            left_by: &[Procedure::MigrateRefresh],
            step: Some(framework::COMPARE_MIGRATIONS),
            ..Profile::new(
                "migrate_reset",
                "php artisan migrate:reset",
                "`php artisan migrate:reset`",
            )
        }
    }

    fn judge(&self, _: &Scene<'_>, print: &Footprint) -> Judgement {
        if let Some((event, ..)) = print.drop_all {
            return Judgement::no(
                "one statement dropped all tables; reset drops them one by one",
                vec![event],
            );
        }
        let mut out = Judgement::default();
        out.add_named(print, Procedure::MigrateReset);
        if print.single_drops.len() < 2 || (print.unrecorded.is_empty() && out.points <= 0.0) {
            if out.points >= 3.0 {
                return out;
            }
            return Judgement::no(
                "tables were not dropped one by one along with their migrations",
                Vec::new(),
            );
        }
        out.add(
            2.0,
            format!("{} tables dropped one by one, in lower case", print.single_drops.len()),
            print.single_drops.iter().copied().take(3).collect(),
        );
        if print.ran_before.is_some() && print.batch_select.is_none() && print.step_select.is_none()
        {
            out.add(
                2.0,
                "it read the whole list of migrations first",
                print.ran_before.into_iter().collect(),
            );
        }
        if let Some(event) = print.batch_select.or(print.step_select) {
            out.add(
                -2.0,
                "it asked for the last batch or steps only, as rollback does",
                vec![event],
            );
        }
        if !print.created.is_empty() || !print.recorded.is_empty() || print.remade.len() >= 2 {
            out.add(
                -4.0,
                "tables were created again right after, which reset does not do",
                print.created.iter().chain(&print.remade).map(|(e, _)| *e).take(2).collect(),
            );
        } else {
            out.add(1.0, "nothing was created again", Vec::new());
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
