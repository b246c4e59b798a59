//! `client-name`: the client that sent the statements is, or is not, the one of the command.

use crate::{
    case::suspect::Suspect,
    text::page::page,
    verdict::{
        scene::CLIENTS,
        signal::contract::{Charge, Signal, Weighed, con, pro},
    },
};

page! {
    /// A connection tells the server the name of its program (PostgreSQL's `application_name`,
    /// `program_name` of MySQL's audit logs). The clients that come with a server are named like
    /// their commands: `dropdb` sent it speaks for the command `dropdb shop` and against
    /// `psql -f x`.
    pub(crate) struct ClientName;
}

impl Signal for ClientName {
    fn id(&self) -> &'static str {
        "client-name"
    }

    fn weigh(&self, suspect: &Suspect, charge: &Charge<'_>) -> Option<Weighed> {
        let (event, sender) = charge.scene.client()?;
        // what it runs itself, whatever containers and databases are called
        let own = suspect.abilities.iter().filter(|ability| ability.through.is_empty());
        let mut named = own.filter_map(|ability| {
            let program = ability.command.split_whitespace().next()?.rsplit('/').next()?;
            CLIENTS.iter().find(|client| **client == program)
        });
        let first = named.next()?;
        if *first == sender || named.any(|client| *client == sender) {
            pro(
                3.0,
                format!("the connection calls its client {sender}, as the command does"),
                vec![event],
            )
        } else {
            con(4.0, format!("the connection calls its client {sender}, not {first}"), vec![event])
        }
    }
}
