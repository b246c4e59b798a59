//! Application code that empties tables through its models or query builder.

use crate::verdict::{
    footprint::Footprint,
    mechanism::contract::{Judgement, Signature, add_named},
    scene::Scene,
};

/// Application code that empties tables through its models or query builder.
pub struct ModelTruncate;

impl Signature for ModelTruncate {
    fn id(&self) -> &'static str {
        "model_truncate"
    }

    fn about(&self) -> &'static str {
        "Lower-case truncate table or delete from with quoted names, as the query builder writes it, from the application account; no migration, no client session."
    }

    fn judge(&self, scene: &Scene<'_>, print: &Footprint) -> Judgement {
        use crate::sql::operation::Operation;
        let mut out = Judgement {
            command: Some("Model::truncate() or query()->delete() in application code".into()),
            ..Judgement::default()
        };
        if scene.acts.iter().any(|a| {
            !matches!(
                a.operation,
                Operation::TruncateTable
                    | Operation::DeleteAll
                    | Operation::DeleteMost
                    | Operation::UpdateAll
            )
        }) {
            return Judgement::no("models drop and alter nothing", Vec::new());
        }
        let builder = scene.acts.iter().all(|a| a.lower_case && a.text.contains('`'));
        if !builder {
            return Judgement::no(
                "the statements are not in the query builder's writing",
                scene.acts.iter().filter_map(|a| a.events.first().copied()).take(2).collect(),
            );
        }
        out.add(
            3.0,
            "lower-case statements with quoted names, as the query builder writes them",
            scene.acts.iter().filter_map(|a| a.events.first().copied()).take(3).collect(),
        );
        add_named(&mut out, print, self.id());
        out
    }
}
