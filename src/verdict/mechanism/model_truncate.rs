//! `model_truncate`: application code that empties tables through its models or query builder.

use crate::{
    case::{capability::procedure::Procedure, facts::Act},
    sql::operation::Operation,
    text::page::page,
    verdict::{
        footprint::Footprint,
        mechanism::{
            advice::BOUNDED_DELETES,
            contract::{Definition, Judgement, Profile},
        },
        scene::Scene,
    },
};

page! {
    /// Lower-case truncate table or delete from with quoted names, as the query builder writes it,
    /// from the application account; no migration, no client session.
    pub(crate) struct ModelTruncate;
}

impl Definition for ModelTruncate {
    fn profile(&self) -> Profile {
        Profile {
            command: Some("Model::truncate() or query()->delete() in application code"),
            procedure: Some(Procedure::ModelTruncate),
            left_by: &[Procedure::DbSeed, Procedure::RetentionJob],
            advice: &[BOUNDED_DELETES],
            ..Profile::new("model_truncate", "application code", "`truncate()` on a model or query")
        }
    }

    fn judge(&self, scene: &Scene<'_>, print: &Footprint) -> Judgement {
        let mut out = Judgement::default();
        if scene.own_acts().any(|a| {
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
        if !scene.own_acts().all(Act::is_of_query_builder) || scene.own_acts().next().is_none() {
            return Judgement::no(
                "the query builder generates no SQL like this",
                scene.witnesses(2),
            );
        }
        out.add(
            3.0,
            "statements in the writing of a query builder, which quotes all names",
            scene.witnesses(3),
        );
        out.add_named(print, Procedure::ModelTruncate);
        out
    }
}
