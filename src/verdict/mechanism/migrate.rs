//! `migrate`: a migration that drops or narrows something by itself.

use crate::{
    case::{capability::procedure::Procedure, facts::Status, severity::Severity},
    sql::operation::Operation,
    text::page::page,
    verdict::{
        footprint::Footprint,
        mechanism::contract::{Definition, Judgement, Profile, Toll},
        scene::Scene,
    },
};

page! {
    /// The framework writes lower-case DDL and records the migration with an insert into
    /// migrations. A dropped column whose table had rows, and a table or column that the
    /// application asks for afterwards, are a loss though the release meant it.
    pub(crate) struct Migrate;
}

impl Definition for Migrate {
    fn profile(&self) -> Profile {
        Profile {
            command: Some("php artisan migrate"),
            procedure: Some(Procedure::Migrate),
            left_by: &[Procedure::ScriptSql],
            ..Profile::new("migrate", "php artisan migrate", "`php artisan migrate`")
        }
    }

    fn judge(&self, scene: &Scene<'_>, print: &Footprint) -> Judgement {
        let mut out = Judgement::default();
        if let Some((event, ..)) = print.drop_all {
            return Judgement::no("migrate drops only tables that a migration names", vec![event]);
        }
        if scene.acts.iter().any(|a| !a.lower_case && a.status != Status::Inferred) {
            return Judgement::no("the framework generates no SQL like this", Vec::new());
        }
        if !print.unrecorded.is_empty() {
            return Judgement::no(
                "migrations were removed from the migrations table, not added",
                print.unrecorded.iter().copied().take(2).collect(),
            );
        }
        if !print.recorded.is_empty() {
            out.add(
                3.0,
                "a migration was recorded in the migrations table right after",
                print.recorded.iter().copied().take(2).collect(),
            );
        }
        out.add_named(print, Procedure::Migrate);
        if out.points <= 0.0 {
            return Judgement::no("no migration was recorded near it", Vec::new());
        }
        out.points -= 0.5;
        out
    }

    /// What a release takes on purpose is a loss all the same where it held values, or where the
    /// application goes on to ask for it.
    fn severity(&self, by_rule: Severity, toll: &Toll<'_>) -> Severity {
        let values = toll.act.operation == Operation::DropColumn && toll.rows_before() > 0;
        if values || toll.is_missed() { by_rule } else { by_rule.less() }
    }
}
