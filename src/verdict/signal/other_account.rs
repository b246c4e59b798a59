//! `other-account`: it connects as another account than the one that sent the statements.

use crate::{
    case::suspect::Suspect,
    text::page::page,
    verdict::signal::contract::{Charge, Signal, Weighed, con},
};

page! {
    /// A client's command names the account that it connects as, and PostgreSQL's clients connect
    /// as the one who starts them where they name none. A log that has another account as the
    /// sender speaks against it: strongly where the command names its own, less where settings may.
    pub(crate) struct OtherAccount;
}

/// Clients that take the name of the account which starts them.
const BY_LOGIN: &[&str] = &["psql", "dropdb", "pg_restore", "pg_dump"];

impl Signal for OtherAccount {
    fn id(&self) -> &'static str {
        "other-account"
    }

    fn weigh(&self, suspect: &Suspect, charge: &Charge<'_>) -> Option<Weighed> {
        let clients: Vec<_> =
            suspect.abilities.iter().filter(|ability| ability.through.is_empty()).collect();
        if clients.is_empty() {
            return None;
        }
        let mut senders = charge.scene.acts.iter().filter_map(|act| act.user.as_deref());
        let sender = senders.next()?;
        if senders.any(|other| !other.eq_ignore_ascii_case(sender)) {
            return None;
        }
        let named = |name: &str| !name.eq_ignore_ascii_case(sender) && !name.contains('$');
        let events = || suspect.events.iter().copied().take(1).collect::<Vec<_>>();
        if clients.iter().all(|one| one.database_user.as_deref().is_some_and(named)) {
            let own = clients.first()?.database_user.as_deref()?;
            return con(
                4.0,
                format!("it connects as {own}, and {sender} sent the statements"),
                events(),
            );
        }
        let by_login = |command: &str| {
            let program = command.split_whitespace().next().unwrap_or_default();
            BY_LOGIN.contains(&program.rsplit('/').next().unwrap_or(program))
                && !command.contains("://")
                && !command.contains("user=")
        };
        let starter = suspect.actor.as_deref().filter(|name| named(name))?;
        let is_bare =
            clients.iter().all(|one| one.database_user.is_none() && by_login(&one.command));
        let line = suspect.command.as_deref().unwrap_or_default();
        let elsewhere = |word: &str| {
            ["sudo", "su", "runuser", "exec"].contains(&word) || word.starts_with("PGUSER=")
        };
        if !is_bare || line.split_whitespace().any(elsewhere) {
            return None;
        }
        con(
            2.5,
            format!(
                "it names no account, so that it connects as {starter}, and {sender} sent the statements"
            ),
            events(),
        )
    }
}
