//! `names-it`: the address of the request names what was done.

use crate::{
    case::{carried::values, facts::Act, request::may_change, suspect::Suspect},
    event::kind::EventKind,
    sql::operation::Operation,
    text::page::page,
    verdict::signal::contract::{Charge, Signal, Weighed, pro},
};

page! {
    /// A request that may change something names in its address the database or table that was hit
    /// (`DELETE /admin/tenants/acme`), or is the very page of phpMyAdmin or Adminer that sends such
    /// statements.
    pub(crate) struct NamesIt;
}

/// Shorter names stand in too many addresses.
const LEAST_CHARS: usize = 4;

impl Signal for NamesIt {
    fn id(&self) -> &'static str {
        "names-it"
    }

    fn weigh(&self, suspect: &Suspect, charge: &Charge<'_>) -> Option<Weighed> {
        let event = suspect.events.first().copied()?;
        let EventKind::Request(request) = &charge.scene.case.events.get(event).kind else {
            return None;
        };
        if !may_change(&request.method) {
            return None;
        }
        let operations: Vec<Operation> =
            charge.scene.acts.iter().map(|act| act.operation).collect();
        let target = request.target.to_ascii_lowercase();
        if let Some(tool) = tool_of(&target) {
            let sends = operations.iter().any(|&operation| page_sends(&target, operation));
            let sent_by_tool = charge.scene.near.iter().any(|other| {
                other.sent.is_some()
                    && other.command.as_deref().is_some_and(|client| client.starts_with(tool))
            });
            return match (sends, sent_by_tool) {
                (true, _) => pro(
                    5.0,
                    format!("it is the page of {tool} that sends such statements"),
                    vec![event],
                ),
                (false, true) => pro(
                    4.0,
                    format!("it is a page of {tool}, which generates SQL like this"),
                    vec![event],
                ),
                _ => None,
            };
        }
        let parts: Vec<String> =
            values(&request.target).into_iter().map(|part| part.to_lowercase()).collect();
        let scene = charge.scene;
        // of `shop_product` and `shop_category`, `/shop/category` names the second
        let share = |name: &str| {
            let is_part = |piece: &str| {
                piece.chars().count() >= LEAST_CHARS && parts.iter().any(|part| part == piece)
            };
            let name = name.to_lowercase();
            let pieces = name.split(['_', '-']).filter(|piece| is_part(piece)).count();
            if is_part(&name) { usize::MAX } else { pieces }
        };
        let named = scene
            .acts
            .iter()
            .flat_map(|act| objects(act))
            .rev()
            .max_by_key(|name| share(name))
            .filter(|name| share(name) > 0)?;
        pro(4.0, format!("its address names {named}, which was affected"), vec![event])
    }
}

/// What an act hit: a database that was dropped, or else tables.
fn objects(act: &Act) -> Vec<&String> {
    match act.operation {
        Operation::DropDatabase => act.database.iter().collect(),
        _ => act.tables.iter().collect(),
    }
}

/// The client in the web that an address belongs to.
fn tool_of(target: &str) -> Option<&'static str> {
    let path = target.split('?').next().unwrap_or(target);
    let is_of = |words: &[&str]| words.iter().any(|word| path.contains(word));
    if is_of(&["phpmyadmin", "/pma/", "/pma"]) || target.contains("route=/database/") {
        Some("phpMyAdmin")
    } else if is_of(&["adminer"]) {
        Some("Adminer")
    } else {
        None
    }
}

/// Whether a page of such a client sends statements of this kind. (phpMyAdmin: its routes, and the
/// scripts before 5.0; Adminer sends all from pages with the database in their query.)
fn page_sends(target: &str, operation: Operation) -> bool {
    let pages: &[&str] = match operation {
        Operation::DropTable | Operation::DropView => {
            &["/structure/drop-table", "route=/table/delete"]
        }
        Operation::TruncateTable | Operation::DeleteAll => &["/structure/empty-table"],
        Operation::DropDatabase => &["/server/databases/destroy", "server_databases.php"],
        Operation::DropColumn => &["route=/table/structure/drop"],
        _ => &[],
    };
    let any = ["route=/sql", "route=/import", "/sql.php", "/import.php", "/db_structure.php"];
    let is_adminer = target.contains("adminer") && target.contains("username=");
    is_adminer || pages.iter().chain(&any).any(|page| target.contains(page))
}
