//! `framework_command`: a command of another framework's console or of a migration tool.

use crate::{
    case::capability::{procedure::Procedure, tool::Tool, tools::TOOLS},
    event::ids::EventId,
    sql::{operation::Operation, statement::Verb},
    text::page::page,
    verdict::{
        footprint::Footprint,
        mechanism::{
            advice::FEWER_RIGHTS,
            contract::{Advice, BEFORE_S, Definition, Judgement, Profile, RIGHT_BEFORE_S, UNTIMED},
        },
        scene::Scene,
    },
};

page! {
    /// A reset, flush, load or drop command of another framework or migration tool: `rails
    /// db:schema:load`, `manage.py flush`, `alembic downgrade base`, `flyway clean`, `wp db reset`.
    /// The command was given right before, or it stands in a history without times whose person was
    /// logged in then, or the same connection writes to the tables in which
    /// only that tool keeps what it has run (`alembic_version`, `knex_migrations`), or asks the
    /// server whether such a table is there, as a tool does that synchronizes a schema at start-up.
    pub(crate) struct FrameworkCommand;
}

/// What would have stopped it.
const ASK_THE_ENVIRONMENT: Advice = Advice {
    text: "Keep the tool's reset, flush and drop commands off production: an account without DROP and TRUNCATE for everyday work, the tool's own guard switched on (Flyway's `cleanDisabled`, the protected environments of Rails), and no production settings on development machines.",
    why: "the command acts on whatever database its settings name, and it is meant for a disposable one",
};

impl Definition for FrameworkCommand {
    fn profile(&self) -> Profile {
        Profile {
            command: Some("a command of a framework or migration tool"),
            procedure: Some(Procedure::FrameworkCommand),
            left_by: &[
                Procedure::ManualSql,
                Procedure::ScriptSql,
                Procedure::DropDatabase,
                Procedure::TestRun,
            ],
            advice: &[ASK_THE_ENVIRONMENT, FEWER_RIGHTS],
            ..Profile::new(
                "framework_command",
                "a framework command",
                "a command of a framework or migration tool",
            )
        }
    }

    fn judge(&self, scene: &Scene<'_>, print: &Footprint) -> Judgement {
        let mut out = Judgement::default();
        if let Some(named) = print.nearest(Procedure::FrameworkCommand, BEFORE_S) {
            let away = named.before_s.unwrap_or(BEFORE_S);
            let nearer = print.named.iter().any(|other| {
                other.procedure != Procedure::FrameworkCommand
                    && other.event != named.event
                    && other.did_run
                    && other.before_s.is_some_and(|s| (-2.0..away).contains(&s))
            });
            let whole = scene.acts.iter().all(|act| act.operation == Operation::DropDatabase);
            let (points, text) = if away > RIGHT_BEFORE_S || nearer {
                (1.0, "a command of a tool that sends this was run before")
            } else if whole {
                (9.0, "a command of a tool that drops the database was run right before")
            } else {
                (4.0, "a command of a tool that sends exactly this was run right before")
            };
            out.add(points, text, vec![named.event]);
            out.command = Some(named.command.clone());
        } else if let Some((named, login)) = print.untimed(Procedure::FrameworkCommand) {
            out.add(2.5, UNTIMED, vec![named.event, login]);
            out.command = Some(named.command.clone());
        }
        if let Some((tool, event)) = bookkeeper(scene) {
            out.add(
                3.0,
                format!(
                    "the same connection writes to the table in which {} records what it has run",
                    tool.name
                ),
                vec![event],
            );
        } else if let Some((tool, event)) = seeker(scene) {
            out.add(
                2.5,
                format!(
                    "the same connection looks for the table in which {} keeps its records",
                    tool.name
                ),
                vec![event],
            );
        }
        out
    }
}

/// The tool whose own table a statement around the acts asks for by its name, as tools do before
/// they bring a schema in line with what is declared.
fn seeker(scene: &Scene<'_>) -> Option<(&'static Tool, EventId)> {
    scene.stream.iter().filter(|seen| seen.statement.verb == Verb::Select).find_map(|seen| {
        let sql = &scene.case.query(seen.event)?.sql;
        let asks = |tool: &&Tool| tool.books.iter().any(|book| sql.contains(&format!("'{book}'")));
        Some((TOOLS.iter().find(asks)?, seen.event))
    })
}

/// The tool whose own table a statement around the acts writes to.
fn bookkeeper(scene: &Scene<'_>) -> Option<(&'static Tool, EventId)> {
    scene.stream.iter().find_map(|seen| {
        let writes = matches!(
            seen.statement.verb,
            Verb::Delete | Verb::Insert | Verb::Update | Verb::CreateTable | Verb::DropTable
        );
        let name = &seen.statement.objects.first().filter(|_| writes)?.name;
        let keeps = |tool: &&Tool| tool.books.contains(&name.as_str());
        Some((TOOLS.iter().find(keeps)?, seen.event))
    })
}
