//! `account_change`: accounts or rights taken away.

use crate::{
    case::{
        capability::procedure::Procedure,
        facts::{Act, Case},
        severity::Severity,
    },
    event::kind::EventKind,
    sql::operation::Operation,
    text::page::page,
    time::SECOND,
    verdict::{
        footprint::Footprint,
        mechanism::contract::{Definition, Judgement, Profile, Toll},
        scene::Scene,
    },
};

page! {
    /// DROP USER, REVOKE.
    pub(crate) struct AccountChange;
}

impl Definition for AccountChange {
    fn profile(&self) -> Profile {
        Profile {
            command: Some("DROP USER or REVOKE"),
            procedure: Some(Procedure::AccountChange),
            left_by: &[Procedure::ManualSql, Procedure::ScriptSql],
            ..Profile::new("account_change", "", "a change of accounts")
        }
    }

    fn judge(&self, scene: &Scene<'_>, _: &Footprint) -> Judgement {
        if scene.acts.is_empty()
            || !scene
                .acts
                .iter()
                .all(|a| matches!(a.operation, Operation::DropUser | Operation::Revoke))
        {
            return Judgement::no("more than accounts was touched", Vec::new());
        }
        let mut out = Judgement::default();
        out.add(6.0, "only accounts and rights were changed", scene.witnesses(3));
        out
    }

    /// Something needed the account where it tried to log in afterwards.
    fn severity(&self, by_rule: Severity, toll: &Toll<'_>) -> Severity {
        if locked_out(toll.case, toll.act) { by_rule.max(Severity::High) } else { by_rule }
    }
}

/// How long after an account was dropped a refused login of it counts as its doing.
const LOCKED_OUT_US: i64 = 24 * 3600 * SECOND;

/// Whether a dropped account tried to log in afterwards and was refused: something needed it.
fn locked_out(case: &Case<'_>, act: &Act) -> bool {
    let Some(at) = act.when.map(|w| w.best) else { return false };
    if act.operation != Operation::DropUser {
        return false;
    }
    let refusals: Vec<String> = act
        .tables
        .iter()
        .map(|name| format!("Access denied for user '{}'@", name.split('@').next().unwrap_or(name)))
        .collect();
    case.within(&case.messages, at, at.saturating_add(LOCKED_OUT_US)).any(|(_, event)| {
        let text = match &event.kind {
            EventKind::Log(log) => &log.message,
            EventKind::Server(server) => &server.message,
            _ => return false,
        };
        refusals.iter().any(|refusal| text.contains(refusal.as_str()))
    })
}
