//! The decision where only accounts or their rights are gone: no table, no row, no backup of them.

use crate::{
    report::{terms::Course, v1::Choice},
    text::number::counted,
};

/// Accounts that are named.
const NAMED: usize = 5;

/// What is lost.
pub(crate) fn lost(accounts: &[String]) -> String {
    let all = counted(accounts.len() as u64, "account", "accounts");
    let named: Vec<String> =
        accounts.iter().take(NAMED).map(|name| format!("`{}`", name.replace('`', "'"))).collect();
    let more = if accounts.len() > NAMED { ", …" } else { "" };
    format!("{all}, or some of their rights: {}{more}.", named.join(", "))
}

/// What can be done where only accounts or their rights are gone.
pub(crate) fn options() -> Vec<Choice> {
    let choice = |course, text: &str, effort: &str, risk: &str| Choice {
        course,
        text: text.into(),
        missing_seconds: (course == Course::Restore).then_some(0),
        effort: effort.into(),
        risk: risk.into(),
    };
    vec![
        choice(
            Course::Restore,
            "recreate the accounts with their rights",
            "find what they were in saved grants, set-up scripts or a dump of the accounts",
            "a right granted too widely is harder to notice than a missing one",
        ),
        choice(
            Course::Accept,
            "leave the accounts as they are",
            "none",
            "whatever uses them stays locked out",
        ),
    ]
}

#[cfg(test)]
mod tests {
    use crate::report::{engine::of_files, parts::Subject, terms::Course};

    #[test]
    fn a_change_of_accounts_is_told_without_tables_rows_and_backups() {
        let log = "2026-03-06T09:02:16.231284Z\t   84 Connect\troot@localhost on mysql using Socket\n\
             2026-03-06T09:02:17.231284Z\t   84 Query\tDROP USER 'app'@'%'\n\
             2026-03-06T09:02:18.231284Z\t   84 Query\tDROP USER 'job'@'%'\n";
        let denied = "2026-03-06T09:03:00.000000Z 91 [Warning] [MY-010055] [Server] Access denied \
                      for user 'app'@'web' (using password: YES)\n";
        let report = of_files(&[("general.log", log), ("error.log", denied)]);
        let incident = report.gravest().expect("an incident");
        assert_eq!(incident.impact.accounts.len(), 2, "{:?}", incident.impact);
        let decision = incident.decision.as_ref().expect("a decision");
        let text = |subject| {
            decision.lines.iter().find(|l| l.subject == Some(subject)).map(|l| l.text.as_str())
        };
        assert!(text(Subject::Lost).is_some_and(|t| t.starts_with("2 accounts, or some")));
        assert!(
            text(Subject::Survives).is_some_and(|t| t.starts_with("every table and every row"))
        );
        assert_eq!(text(Subject::Backup), None);
        assert_eq!(decision.recommended, Course::Restore);
        let said = format!(
            "{decision:?} {:?} {:?} {:?}",
            report.prevention, report.checks, report.lessons
        );
        for word in ["binary log", "snapshot", "rows are lost", "restored database"] {
            assert!(!said.contains(word), "{word}: {said}");
        }
    }
}
