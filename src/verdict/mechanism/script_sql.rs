//! `script_sql`: SQL sent by a script or from a file.

use crate::{
    case::capability::procedure::Procedure,
    event::{ids::EventId, kind::EventKind},
    sql::fold::folded,
    text::page::page,
    time::SECOND,
    verdict::{
        footprint::Footprint,
        mechanism::{
            advice::FEWER_RIGHTS,
            console,
            contract::{Definition, Judgement, Profile},
        },
        scene::Scene,
    },
};

page! {
    /// The statements stand in a script or SQL file of the evidence, or several run within a second
    /// on one connection that then ends, from an account that scripts use.
    pub(crate) struct ScriptSql;
}

impl Definition for ScriptSql {
    fn profile(&self) -> Profile {
        Profile {
            command: Some("SQL from a script"),
            procedure: Some(Procedure::ScriptSql),
            left_by: &[
                Procedure::ManualSql,
                Procedure::DumpRestore,
                Procedure::DropDatabase,
                Procedure::RetentionJob,
                Procedure::Migrate,
            ],
            may_mend: true,
            advice: &[FEWER_RIGHTS],
            ..Profile::new("script_sql", "SQL from a script", "SQL sent by a script")
        }
    }

    fn judge(&self, scene: &Scene<'_>, print: &Footprint) -> Judgement {
        let wanted = scene.folded_texts();
        let mut out = Judgement::default();
        let is_typed_in = |index: &&EventId| console::is_console(scene.case.path(**index));
        for &index in scene.case.scripts.iter().filter(|index| !is_typed_in(index)) {
            let EventKind::Script(script) = &scene.case.events.get(index).kind else { continue };
            let hits = wanted
                .iter()
                .filter(|w| {
                    script.statements.iter().any(|s| folded(s) == **w)
                        || script.commands.iter().any(|c| folded(c).contains(*w))
                })
                .count();
            if hits > 0 {
                out.add(
                    4.0,
                    format!(
                        "{hits} of the statements stand word for word in a script of the evidence"
                    ),
                    vec![index],
                );
                out.command = Some(script.name.clone());
                break;
            }
        }
        out.add_named(print, Procedure::ScriptSql);
        let builder = scene.acts.iter().all(|a| a.is_of_query_builder());
        let quick =
            scene.acts.len() >= 3 && scene.ended.saturating_sub(scene.started.best) <= 2 * SECOND;
        if out.points <= 0.0 && quick && !builder {
            out.add(
                2.0,
                "several statements within two seconds, faster than a person types",
                scene.witnesses(3),
            );
        }
        if let Some((event, client)) = scene.person().filter(|_| out.points > 0.0) {
            let text = format!("the connection names {client}, in which a person runs statements");
            out.add(-1.5, text, vec![event]);
        }
        if out.points <= 0.0 {
            return Judgement::no("no script in the evidence has these statements", Vec::new());
        }
        out
    }
}
