//! What a connection says of itself at its start, for each of its later entries.

use std::collections::HashMap;

use crate::{
    event::{draft::Draft, kind::EventKind, query::Origin},
    format::{
        contract::Carry,
        grammar::postgres::{CONNECT, QUIT, Who, cron},
    },
};

/// More sessions than this are not remembered at once.
const MOST_SESSIONS: usize = 200_000;

/// Gives each statement what the session's connection said of it.
#[derive(Default)]
pub(crate) struct Sessions {
    known: HashMap<u64, Who>,
    jobs: cron::Jobs,
}

impl Carry for Sessions {
    fn takes(&self, draft: &Draft) -> bool {
        matches!(draft.kind, EventKind::Query(_) | EventKind::Server(_))
    }

    fn glanced(&mut self, ends: &[u64], _out: &mut Vec<Draft>) {
        for connection in ends {
            self.known.remove(connection);
        }
    }

    fn pass(&mut self, drafts: &mut Vec<Draft>) {
        for draft in drafts {
            self.jobs.pass(draft);
            let EventKind::Query(query) = &mut draft.kind else { continue };
            let Some(pid) = query.connection_id else { continue };
            if query.admin.as_deref() == Some(CONNECT) && query.user.is_none() {
                self.known.remove(&pid);
            }
            let begins = query.admin.as_deref() == Some(CONNECT);
            if begins && self.known.len() >= MOST_SESSIONS && !self.known.contains_key(&pid) {
                self.known.clear();
            }
            if begins {
                self.known.entry(pid).or_default();
            }
            let Some(who) = self.known.get_mut(&pid) else { continue };
            let both = |said: &mut Option<String>, known: &mut Option<String>| match said {
                Some(name) if begins => *known = Some(name.clone()),
                Some(_) => {}
                None => said.clone_from(known),
            };
            both(&mut query.user, &mut who.user);
            both(&mut query.database, &mut who.database);
            both(&mut query.host, &mut who.host);
            match &query.origin {
                Some(Origin::Program(name)) if begins => who.application = Some(name.clone()),
                Some(Origin::Program(_) | Origin::Inside) => {}
                _ => query.origin = who.application.clone().map(Origin::Program),
            }
            if query.admin.as_deref() == Some(QUIT) {
                self.known.remove(&pid);
            }
        }
    }
}
