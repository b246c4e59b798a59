//! `drop_database`: a whole database dropped.

use crate::{
    case::{capability::procedure::Procedure, facts::Act},
    sql::operation::Operation,
    text::page::page,
    verdict::{
        footprint::Footprint,
        mechanism::{
            advice::FEWER_RIGHTS,
            contract::{BEFORE_S, Definition, Judgement, Profile},
        },
        scene::Scene,
    },
};

page! {
    /// DROP DATABASE. No artisan command of the migrate family sends it; clients, scripts and
    /// packages for tenants do.
    pub(crate) struct DropDatabase;
}

impl Definition for DropDatabase {
    fn profile(&self) -> Profile {
        Profile {
            command: Some("DROP DATABASE"),
            procedure: Some(Procedure::DropDatabase),
            left_by: &[
                Procedure::ManualSql,
                Procedure::ScriptSql,
                Procedure::DumpRestore,
                Procedure::FrameworkCommand,
            ],
            advice: &[FEWER_RIGHTS],
            ..Profile::new("drop_database", "DROP DATABASE", "a drop of the whole database")
        }
    }

    fn judge(&self, scene: &Scene<'_>, print: &Footprint) -> Judgement {
        let Some(act) = scene.acts.iter().find(|a| a.operation == Operation::DropDatabase) else {
            return Judgement::no("no DROP DATABASE", Vec::new());
        };
        let is_other = |own: &&&Act| own.database != act.database && own.operation != act.operation;
        if let Some(other) = scene.acts.iter().find(is_other) {
            return Judgement::no("more than databases went", other.events.clone());
        }
        let mut out = Judgement::default();
        out.add(8.0, "the statement is DROP DATABASE", act.events.clone());
        if let Some(named) = print.nearest(Procedure::DropDatabase, BEFORE_S) {
            out.command = Some(named.command.clone());
        }
        out
    }
}
