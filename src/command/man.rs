//! `backtrail man`: the manual pages, from the definition of the command line.

use std::{fs, path::PathBuf};

use clap_mangen::Man;

use crate::{
    command::{
        contract::{Command, Console},
        status::{ExitStatus, write_error},
    },
    error::{Error, Result},
};

/// The manual pages
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct ManPages {
    /// Folder for a page of the program and one of each command; else the program's page goes to
    /// standard output
    #[arg(value_name = "DIR")]
    pub(crate) folder: Option<PathBuf>,
}

impl Command for ManPages {
    const NAME: &'static str = "man";
    const ABOUT: &'static str = "The manual pages";
    const HIDDEN: bool = true;

    /// Writes them.
    fn run(&self, console: &mut Console<'_>) -> Result<ExitStatus> {
        let out = &mut *console.out;
        let pages = pages((console.program)());
        match &self.folder {
            None => {
                for (_, page) in pages.iter().take(1) {
                    out.write_all(page).map_err(write_error)?;
                }
            }
            Some(folder) => {
                fs::create_dir_all(folder).map_err(|source| Error::Io {
                    doing: "make the folder",
                    path: folder.clone(),
                    source,
                })?;
                for (name, page) in &pages {
                    let path = folder.join(name);
                    fs::write(&path, page).map_err(|source| Error::Io {
                        doing: "write",
                        path,
                        source,
                    })?;
                }
            }
        }
        Ok(ExitStatus::DONE)
    }
}

/// The name and text of each page, the program's first.
fn pages(mut program: clap::Command) -> Vec<(String, Vec<u8>)> {
    program.build();
    let mut out = Vec::new();
    add(&program, "backtrail", &mut out);
    out
}

fn add(command: &clap::Command, name: &str, out: &mut Vec<(String, Vec<u8>)>) {
    let mut page = Vec::new();
    // clap keeps names that live as long as the process; there are as many as there are commands
    let named = command.clone().display_name(name.to_owned()).disable_help_subcommand(true);
    if Man::new(named).manual("backtrail").render(&mut page).is_ok() {
        out.push((format!("{name}.1"), page));
    }
    for inner in
        command.get_subcommands().filter(|inner| !inner.is_hide_set() && inner.get_name() != "help")
    {
        add(inner, &format!("{name}-{}", inner.get_name()), out);
    }
}
