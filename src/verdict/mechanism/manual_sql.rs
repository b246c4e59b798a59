//! SQL typed into a client.

use crate::verdict::{
    footprint::Footprint,
    mechanism::contract::{Judgement, Signature, add_named},
    scene::Scene,
};

/// SQL typed into a client.
pub struct ManualSql;

impl Signature for ManualSql {
    fn id(&self) -> &'static str {
        "manual_sql"
    }

    fn about(&self) -> &'static str {
        "The statement stands in a client's history or on a command line, is not in the writing of a framework or a dump, and comes from an account and host that people use."
    }

    fn judge(&self, scene: &Scene<'_>, print: &Footprint) -> Judgement {
        let mut out =
            Judgement { command: Some("SQL typed into a client".into()), ..Judgement::default() };
        let typed: Vec<usize> = scene
            .acts
            .iter()
            .flat_map(|a| a.events.iter().copied())
            .filter(|&e| {
                scene
                    .case
                    .query(e)
                    .is_some_and(|q| q.witness == crate::event::query::Witness::Typed)
            })
            .collect();
        if !typed.is_empty() {
            out.add(
                4.0,
                "the statement stands in a client's history",
                typed.into_iter().take(3).collect(),
            );
        }
        if let Some((event, ..)) = print.drop_all {
            return Judgement::no("the statement is in the framework's own writing", vec![event]);
        }
        let builder = !scene.acts.is_empty()
            && scene.acts.iter().all(|a| a.lower_case && a.text.contains('`') && !a.typed_only);
        if builder && out.points <= 0.0 {
            return Judgement::no(
                "the statements are in the query builder's writing",
                scene.acts.iter().filter_map(|a| a.events.first().copied()).take(2).collect(),
            );
        }
        let hand: Vec<usize> = scene
            .acts
            .iter()
            .filter(|a| !a.text.is_empty() && !(a.lower_case && a.text.contains('`')))
            .filter_map(|a| a.events.first().copied())
            .collect();
        if !hand.is_empty() && print.dump_pairs.is_empty() {
            out.add(
                1.0,
                "the statement is in nobody's writing but a person's or a script's",
                hand.into_iter().take(3).collect(),
            );
        }
        let root = scene.acts.iter().any(|a| a.user.as_deref() == Some("root"));
        if root {
            out.add(0.5, "it came from the account root", Vec::new());
        }
        add_named(&mut out, print, self.id());
        out
    }
}
