//! `files_removed`: the server's files, volume or machine were taken away under it.

use crate::{
    case::{capability::procedure::Procedure, facts::Status},
    event::ids::EventId,
    text::page::page,
    time::SECOND,
    verdict::{
        footprint::Footprint,
        inferred::signs::{Sign, Signed, signs},
        mechanism::contract::{Advice, Definition, Judgement, Profile, Step},
        scene::Scene,
    },
};

page! {
    /// Tables are gone and no statement took them: the server misses files, or made a new and empty
    /// data directory, or a command that removes files, volumes, disks or machines was given before
    /// the first sign.
    pub(crate) struct FilesRemoved;
}

/// How long after the first sign the others of one loss come.
const SIGNS_WITHIN_US: i64 = 3600 * SECOND;

impl Definition for FilesRemoved {
    fn profile(&self) -> Profile {
        Profile {
            procedure: Some(Procedure::FilesRemoved),
            by_statements: false,
            advice: &[
                Advice {
                    text: "Keep the data out of reach of everyday commands: declare the volume `external` in the compose file, give it its own mount, and use the platform's deletion protection.",
                    why: "one command removed the files, and it needed no database account",
                },
                Advice {
                    text: "Keep backups on a different machine from the data.",
                    why: "whatever removes a volume or a disk also removes the dumps on it",
                },
            ],
            first: Some(Step {
                text: "If the server process still runs, leave it running: removed files can be read through it until it ends. A removed volume or machine may survive in a platform snapshot.",
                command: Some(
                    "ls -l /proc/$(pidof mysqld mariadbd postgres | cut -d' ' -f1)/fd | grep deleted\ncp /proc/$(pidof mysqld mariadbd postgres | cut -d' ' -f1)/fd/\"${FD:?}\" \"${SAFE_PLACE:?}\"/",
                ),
                risk: Some("a restart closes the files for good"),
                check: Some("the copies are as large as the tables were"),
            }),
            step: Some(Step {
                text: "Check the volume and its mount before the server goes back into service: find where the new data directory lies and whether the old files still exist under another name.",
                command: Some("mount | grep -iE 'mysql|mariadb|postgres'\ndocker volume ls"),
                risk: None,
                check: Some("`SELECT @@datadir` names the intended folder"),
            }),
            ..Profile::new(
                "files_removed",
                "removal of the server's files",
                "removal of the server's files, volume or machine",
            )
        }
    }

    fn judge(&self, scene: &Scene<'_>, print: &Footprint) -> Judgement {
        if scene.acts.iter().any(|act| act.status != Status::Inferred) {
            return Judgement::no(
                "statements did it, and statements need the files in place",
                scene.witnesses(1),
            );
        }
        let mut out = Judgement::default();
        out.add_named(print, Procedure::FilesRemoved);
        let near = near(scene);
        for &(sign, points, text) in SHOWN {
            // copied files alone are no sign of files that were taken away
            if sign == Sign::Mismatched && out.points <= 0.0 {
                continue;
            }
            let own = near.iter().filter(|one| one.sign == sign).take(3);
            let events: Vec<EventId> = own.map(|one| one.event).collect();
            if !events.is_empty() {
                out.add(points, text, events);
            }
        }
        if out.points <= 0.0 {
            return Judgement::no(
                "nothing shows that the server lost files or got a new data directory",
                Vec::new(),
            );
        }
        out
    }
}

/// What each kind of sign shows, and how much it weighs.
const SHOWN: &[(Sign, f64, &str)] = &[
    (Sign::Files, 5.0, "the server or the application misses files of tables or of the log"),
    (Sign::Initialized, 4.0, "the server found no data and created an empty data directory"),
    (Sign::Deleted, 5.0, "the platform says that it deleted the server with its storage"),
    (Sign::Replaced, 4.0, "the server took the whole state of another node in place of its own"),
    (
        Sign::Mismatched,
        2.0,
        "its pages are newer than its own log: the files were copied or put back without the log files",
    ),
];

/// The signs that belong to the acts.
fn near(scene: &Scene<'_>) -> Vec<Signed> {
    let from = scene.started.earliest.saturating_sub(SECOND);
    let to = scene.ended.saturating_add(SIGNS_WITHIN_US);
    let mut all = signs(scene.case);
    all.retain(|sign| {
        (from..=to).contains(&sign.when.best) && sign.may_be_of(scene.database.as_deref())
    });
    all
}
