//! SQL sent by a script or from a file.

use crate::verdict::{
    footprint::Footprint,
    mechanism::contract::{Judgement, Signature, add_named},
    scene::Scene,
};

/// SQL sent by a script or from a file.
pub struct ScriptSql;

impl Signature for ScriptSql {
    fn id(&self) -> &'static str {
        "script_sql"
    }

    fn about(&self) -> &'static str {
        "The statements stand in a script or SQL file of the evidence, or several run within a second on one connection that then ends, from an account that scripts use."
    }

    fn judge(&self, scene: &Scene<'_>, print: &Footprint) -> Judgement {
        let fold = |t: &str| {
            t.split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
                .trim_end_matches(';')
                .to_ascii_lowercase()
        };
        let wanted: Vec<String> = scene.acts.iter().map(|a| fold(&a.text)).collect();
        let mut out =
            Judgement { command: Some("SQL from a script".into()), ..Judgement::default() };
        for (index, event) in scene.case.events.iter().enumerate() {
            let crate::event::kind::EventKind::Script(script) = &event.kind else { continue };
            let hits = wanted
                .iter()
                .filter(|w| {
                    script.statements.iter().any(|s| fold(s) == **w)
                        || script.commands.iter().any(|c| fold(c).contains(*w))
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
        add_named(&mut out, print, self.id());
        let builder = scene.acts.iter().all(|a| a.lower_case && a.text.contains('`'));
        let quick = scene.acts.len() >= 3
            && scene.ended.saturating_sub(scene.started.best) <= 2 * crate::time::SECOND;
        if out.points <= 0.0 && quick && !builder {
            out.add(
                2.0,
                "several statements within two seconds, faster than a person types",
                scene.acts.iter().filter_map(|a| a.events.first().copied()).take(3).collect(),
            );
        }
        if out.points <= 0.0 {
            return Judgement::no("no script in the evidence has these statements", Vec::new());
        }
        out
    }
}
