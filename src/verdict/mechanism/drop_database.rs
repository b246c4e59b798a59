//! A whole database dropped.

use crate::verdict::{
    footprint::Footprint,
    mechanism::contract::{Judgement, Signature},
    scene::Scene,
};

/// A whole database dropped.
pub struct DropDatabase;

impl Signature for DropDatabase {
    fn id(&self) -> &'static str {
        "drop_database"
    }

    fn about(&self) -> &'static str {
        "DROP DATABASE. No artisan command of the migrate family sends it; clients, scripts and packages for tenants do."
    }

    fn judge(&self, scene: &Scene<'_>, print: &Footprint) -> Judgement {
        let Some(act) = scene
            .acts
            .iter()
            .find(|a| a.operation == crate::sql::operation::Operation::DropDatabase)
        else {
            return Judgement::no("no DROP DATABASE", Vec::new());
        };
        let mut out = Judgement { command: Some("DROP DATABASE".into()), ..Judgement::default() };
        out.add(8.0, "the statement is DROP DATABASE", act.events.clone());
        if let Some(named) = print.nearest(self.id(), 900.0) {
            out.command = Some(named.command.clone());
        }
        out
    }
}
