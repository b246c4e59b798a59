//! `cascade_delete`: rows of other tables went along with a small delete.

use crate::{
    case::reason::StatusReason,
    text::page::page,
    verdict::{
        footprint::Footprint,
        mechanism::contract::{Advice, Definition, Judgement, Profile},
        scene::Scene,
    },
};

page! {
    /// A delete by a condition, and tables that lost most of their rows between the states on
    /// either side of it, or by the keys in the last backup, though no statement names them:
    /// foreign keys with ON DELETE CASCADE lead to them from the table of the statement.
    pub(crate) struct CascadeDelete;
}

impl Definition for CascadeDelete {
    fn profile(&self) -> Profile {
        Profile {
            advice: &[
                Advice {
                    text: "Change ON DELETE CASCADE to RESTRICT where the child rows are worth keeping, and delete them explicitly in the application.",
                    why: "the statement names one table, and the keys took the rows of others",
                },
                Advice {
                    text: "Mark rows as deleted for some weeks before they are removed (soft deletes).",
                    why: "a row deleted by mistake could then have been restored with everything that depends on it",
                },
            ],
            ..Profile::new(
                "cascade_delete",
                "a delete that cascaded",
                "a delete of a few rows that cascaded to others (ON DELETE CASCADE)",
            )
        }
    }

    fn judge(&self, scene: &Scene<'_>, _: &Footprint) -> Judgement {
        let along = |reason: &StatusReason| matches!(reason, StatusReason::Cascaded { .. });
        if !scene.acts.iter().any(|act| along(&act.status_reason)) {
            return Judgement::no("no table lost rows along with another's", Vec::new());
        }
        let own = scene.acts.iter().find(|act| !along(&act.status_reason));
        if let Some(own) = own {
            let text = "rows went along through foreign keys, but the statement took most of its own table as well: its size is the fault";
            return Judgement::no(text, own.events.iter().copied().take(1).collect());
        }
        let mut out = Judgement::default();
        out.add(
            6.0,
            "no statement names the tables that lost rows; their foreign keys cascade from a table that one does name",
            scene.witnesses(3),
        );
        out
    }
}
