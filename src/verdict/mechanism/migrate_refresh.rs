//! `migrate_refresh`: every migration rolled back one by one, then all run again.

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
    /// Single lower-case drops in reverse order, each followed by a delete from migrations, then
    /// the migrations run again on the same connection with batch 1; the migrations table itself
    /// stays. migrate:reset stops before the second half; migrate:rollback begins with max(batch);
    /// migrate:fresh drops all in one statement.
    pub(crate) struct MigrateRefresh;
}

impl Definition for MigrateRefresh {
    fn profile(&self) -> Profile {
        Profile {
            command: Some("php artisan migrate:refresh"),
            procedure: Some(Procedure::MigrateRefresh),
            step: Some(framework::COMPARE_MIGRATIONS),
            ..Profile::new(
                "migrate_refresh",
                "php artisan migrate:refresh",
                "`php artisan migrate:refresh`",
            )
        }
    }

    fn judge(&self, scene: &Scene<'_>, print: &Footprint) -> Judgement {
        if let Some((event, ..)) = print.drop_all {
            return Judgement::no(
                "one statement dropped all tables; refresh drops them one by one",
                vec![event],
            );
        }
        let mut out = Judgement::default();
        if print.single_drops.len() < 2 {
            out.add_named(print, Procedure::MigrateRefresh);
            if out.points >= 3.0
                && !scene.acts.is_empty()
                && scene.acts.iter().all(|a| a.lower_case || a.status == Status::Inferred)
            {
                return out;
            }
            return Judgement::no("fewer than two tables were dropped one by one", Vec::new());
        }
        out.add(
            2.0,
            format!("{} tables dropped one by one, in lower case", print.single_drops.len()),
            print.single_drops.iter().copied().take(3).collect(),
        );
        if !print.unrecorded.is_empty() {
            out.add(
                1.5,
                format!(
                    "{} migrations removed from the migrations table in between",
                    print.unrecorded.len()
                ),
                print.unrecorded.iter().copied().take(2).collect(),
            );
        }
        if print.max_batch.is_some() && print.batch_select.is_some() {
            out.add(
                -3.0,
                "it began with the last batch, as rollback does",
                print.batch_select.into_iter().collect(),
            );
        }
        if !print.created.is_empty() || !print.recorded.is_empty() || print.remade.len() >= 2 {
            let shown =
                print.created.iter().chain(&print.remade).map(|(e, _)| *e).take(3).collect();
            out.add(3.0, "the tables were created again right after", shown);
        } else {
            out.add(-2.0, "nothing was created again", Vec::new());
        }
        out.add_named(print, Procedure::MigrateRefresh);
        out
    }

    fn advice(&self, trigger: Option<TriggerKind>) -> Vec<Advice> {
        framework::advice(trigger)
    }

    fn lesson(&self, suspect: &Suspect, environment: Option<&str>) -> Option<Lesson> {
        framework::guard(suspect, environment)
    }
}
