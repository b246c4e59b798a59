//! `refused-before`: logins from its address were refused before.

use crate::{
    case::{sent::Standing, suspect::Suspect},
    text::page::page,
    verdict::signal::contract::{Charge, Signal, Weighed, pro},
};

page! {
    /// The server refused logins from the address of the connection in the day before it was let
    /// in: somebody tried passwords. From an address that the evidence knows, one refusal is a
    /// mistyped password.
    pub(crate) struct RefusedBefore;
}

impl Signal for RefusedBefore {
    fn id(&self) -> &'static str {
        "refused-before"
    }

    fn weigh(&self, suspect: &Suspect, _: &Charge<'_>) -> Option<Weighed> {
        let sent = suspect.sent.as_ref()?;
        let is_outside = matches!(sent.standing, Standing::Outsider | Standing::Stranger);
        let least = if is_outside { 1 } else { 3 };
        if sent.refused.len() < least {
            return None;
        }
        let (logins, were) = if sent.refused.len() == 1 {
            ("a login".to_owned(), "was")
        } else {
            (format!("{} logins", sent.refused.len()), "were")
        };
        pro(
            if is_outside { 2.0 } else { 1.0 },
            format!("{logins} from its address {were} refused before it was let in"),
            sent.refused.iter().copied().take(3).collect(),
        )
    }
}
