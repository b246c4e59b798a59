//! `sent-it`: its connection sent the statements.

use crate::{
    case::{capability::procedure::Procedure, sent::Standing, suspect::Suspect},
    event::ids::EventId,
    text::page::page,
    verdict::signal::contract::{Charge, Signal, Weighed, pro},
};

page! {
    /// A server's log names the account, the address and the number of the connection that sent a
    /// statement. An address that nothing else in the evidence knows speaks for somebody from
    /// outside; a client that names itself, for the person who used it; an account and address that
    /// also do the application's work, for whatever made the application send it.
    pub(crate) struct SentIt;
}

impl Signal for SentIt {
    fn id(&self) -> &'static str {
        "sent-it"
    }

    fn weigh(&self, suspect: &Suspect, charge: &Charge<'_>) -> Option<Weighed> {
        let sent = suspect.sent.as_ref()?;
        let by_hand = !sent.is_built
            && (charge.profile.covers(Procedure::ManualSql)
                || charge.profile.covers(Procedure::DropDatabase));
        let account = match (&suspect.actor, &suspect.host) {
            (Some(user), Some(host)) => format!("{user}@{host}"),
            (Some(one), None) | (None, Some(one)) => one.clone(),
            (None, None) => "an account that the log does not name".into(),
        };
        let since = match suspect.when {
            Some(when) if when.best < charge.scene.started.best => {
                format!(", in the log since {},", charge.scene.case.clock(when.best))
            }
            _ => String::new(),
        };
        let (points, known) = match (sent.standing, &suspect.command) {
            (Standing::Outsider, _) => {
                (6.0, "no other evidence knows this internet address".into())
            }
            (Standing::Stranger, _) => (
                3.0,
                "no other evidence knows this address, unlike those of other clients"
                    .into(),
            ),
            (_, Some(client)) => (4.0, format!("its statements are typical of {client}")),
            (Standing::Application, None) => (
                if by_hand { 1.5 } else { 1.0 },
                "the same account does the application's work from there, so that the application may have sent it"
                    .into(),
            ),
            (_, None) => (
                if by_hand { 3.0 } else { 1.0 },
                "who or what used it is not in this evidence".into(),
            ),
        };
        let mut events: Vec<EventId> = suspect.events.iter().copied().take(1).collect();
        events.extend(sent.statements.iter().copied().take(1));
        events.dedup();
        pro(
            points,
            format!("the connection of {account}{since} sent the statements; {known}"),
            events,
        )
    }
}
