//! Refusals that stand elsewhere than the statement: a general log has what was sent, and the
//! program that sent it writes down what the server answered.

use crate::{
    case::{
        facts::{Act, Case, SAME_ACT_US, Status},
        reason::StatusReason,
    },
    event::{ids::EventId, kind::EventKind},
    sql::operation::Operation,
};

/// The server's error for a command that an account may not give on a table
/// (`ER_TABLEACCESS_DENIED_ERROR`).
const DENIED: u32 = 1142;

/// `DROP command denied to user 'report'@'10.0.0.1' for table 'orders'`, as the server writes it.
struct Denied<'a> {
    commands: &'a str,
    user: &'a str,
    table: &'a str,
}

impl<'a> Denied<'a> {
    fn read(message: &'a str) -> Option<Denied<'a>> {
        let (before, after) = message.split_once(" command denied to user '")?;
        let is_name = |c: char| c.is_ascii_uppercase() || c == ',' || c == ' ';
        let commands = before.rsplit(|c| !is_name(c)).next()?;
        let (user, rest) = after.split_once('\'')?;
        let table = rest.split_once(" for table ")?.1;
        let table = table.split([' ', '"', ')', ',', ';']).next()?;
        let table = table.trim_matches(['`', '\'', '.']).rsplit(['.', '`', '\'']).next()?;
        Some(Denied { commands, user, table })
    }

    /// Whether it is about an act: the privilege that the act needs, its account and its table.
    fn is_of(&self, act: &Act) -> bool {
        let needs = match act.operation {
            Operation::DropTable | Operation::TruncateTable => "DROP",
            Operation::DeleteAll | Operation::DeleteMost => "DELETE",
            Operation::UpdateAll => "UPDATE",
            Operation::DropColumn | Operation::AlterLossy => "ALTER",
            _ => return false,
        };
        self.commands.split([',', ' ']).any(|command| command == needs)
            && act.user.as_deref() == Some(self.user)
            && act.tables.iter().any(|table| table.eq_ignore_ascii_case(self.table))
    }
}

/// Marks the acts of which another log says that the server refused them.
pub(crate) fn mark(case: &Case<'_>, acts: &mut [Act]) {
    // in order of time, as the events are
    let said: Vec<(i64, EventId, Denied<'_>)> = case
        .events
        .iter()
        .filter_map(|(event, placed)| {
            let message = match &placed.kind {
                EventKind::Log(log) => log.message.as_str(),
                EventKind::Text(text) => text.as_str(),
                _ => return None,
            };
            Some((placed.when?.best, event, Denied::read(message)?))
        })
        .collect();
    for act in acts
        .iter_mut()
        .filter(|act| act.status == Status::Executed && act.status_reason == StatusReason::Unstated)
    {
        let Some(when) = act.when else { continue };
        let from = when.earliest.saturating_sub(SAME_ACT_US);
        let to = act.ended.unwrap_or(when.latest).saturating_add(SAME_ACT_US);
        let near = said.get(said.partition_point(|(at, ..)| *at < from)..).unwrap_or_default();
        let mut near = near.iter().take_while(|(at, ..)| *at <= to);
        if let Some((_, event, _)) = near.find(|(_, _, denied)| denied.is_of(act)) {
            act.status = Status::Failed;
            act.status_reason = StatusReason::Refused { code: Some(DENIED), message: None };
            act.events.push(*event);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_names_the_command_the_account_and_the_table() {
        let of = |text| Denied::read(text).map(|d| (d.commands.trim(), d.user, d.table));
        assert_eq!(
            of("x: (1142, \"DROP command denied to user 'r'@'h' for table `shop`.`orders`\")"),
            Some(("DROP", "r", "orders"))
        );
        assert_eq!(
            of("1142 DELETE command denied to user 'r'@'h' for table 'orders' (SQL: x)"),
            Some(("DELETE", "r", "orders"))
        );
        assert_eq!(of("DROP command denied to nobody"), None);
    }
}
