//! Accounts or rights taken away.

use crate::verdict::{
    footprint::Footprint,
    mechanism::contract::{Judgement, Signature},
    scene::Scene,
};

/// Accounts or rights taken away.
pub struct AccountChange;

impl Signature for AccountChange {
    fn id(&self) -> &'static str {
        "account_change"
    }

    fn about(&self) -> &'static str {
        "DROP USER, REVOKE."
    }

    fn judge(&self, scene: &Scene<'_>, print: &Footprint) -> Judgement {
        let _ = print;
        use crate::sql::operation::Operation;
        if scene.acts.is_empty()
            || !scene
                .acts
                .iter()
                .all(|a| matches!(a.operation, Operation::DropUser | Operation::Revoke))
        {
            return Judgement::no("more than accounts was touched", Vec::new());
        }
        let mut out =
            Judgement { command: Some("DROP USER or REVOKE".into()), ..Judgement::default() };
        out.add(
            6.0,
            "only accounts and rights were changed",
            scene.acts.iter().filter_map(|a| a.events.first().copied()).take(3).collect(),
        );
        out
    }
}
