//! Consoles of database clients: files in which a person types statements and runs them one by one.

use crate::{
    event::{ids::EventId, kind::EventKind},
    sql::fold::folded,
    verdict::scene::Scene,
};

/// The console that holds a statement of the acts.
pub(super) fn with_statement(scene: &Scene<'_>) -> Option<EventId> {
    let wanted = scene.folded_texts();
    let holds = |&index: &EventId| match &scene.case.events.get(index).kind {
        EventKind::Script(script) => {
            script.statements.iter().any(|statement| wanted.contains(&folded(statement)))
        }
        _ => false,
    };
    let mut consoles =
        scene.case.scripts.iter().copied().filter(|at| is_console(scene.case.path(*at)));
    consoles.find(holds)
}

/// Whether a path is that of a console, as the clients of JetBrains keep them:
/// `consoles/db/5f0c…/console_1.sql`.
pub(super) fn is_console(path: &str) -> bool {
    let (folders, file) = path.rsplit_once('/').unwrap_or(("", path));
    folders.split('/').any(|folder| folder == "consoles") && file.starts_with("console")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_console_is_told_by_its_folder_and_name() {
        assert!(is_console("kim/DataGrip/consoles/db/5f0c/console_1.sql"));
        assert!(!is_console("consoles/load.sql"));
        assert!(!is_console("scripts/console.sql"));
    }
}
