//! What the terminal can show and the user wants to see: colour, links, width.

use std::{
    io::IsTerminal as _,
    path::{Path, PathBuf},
};

use clap::ValueEnum;

use crate::render::contract::RenderOptions;

/// When colours are used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// For standard output. `paths` are those of the command line: where they are one folder, paths of
/// the evidence can be links into it.
pub(crate) fn of_stdout(color: Color, paths: &[String]) -> RenderOptions {
    let terminal = std::io::stdout().is_terminal();
    let variable =
        |name: &str| std::env::var_os(name).map(|value| value.to_string_lossy().into_owned());
    let width = if terminal {
        comfy_table::Table::new().width().map_or(80, usize::from).clamp(60, 120)
    } else {
        80
    };
    let links = links(terminal, &variable).then(|| folder(paths)).flatten();
    RenderOptions {
        width,
        colour: colour(color, terminal, &variable),
        links,
        ..RenderOptions::default()
    }
}

/// `--color`, then `NO_COLOR`, then `CLICOLOR_FORCE`, then `CLICOLOR`, then what the terminal can.
fn colour(wish: Color, terminal: bool, variable: &dyn Fn(&str) -> Option<String>) -> bool {
    let set = |name: &str| variable(name).filter(|value| !value.is_empty());
    match wish {
        Color::Always => true,
        Color::Never => false,
        Color::Auto if set("NO_COLOR").is_some() => false,
        Color::Auto if set("CLICOLOR_FORCE").is_some_and(|value| value != "0") => true,
        Color::Auto if set("CLICOLOR").is_some_and(|value| value == "0") => false,
        Color::Auto => terminal && set("TERM").is_none_or(|term| term != "dumb"),
    }
}

/// Whether the terminal is one of those that are known to make links of OSC 8.
fn links(terminal: bool, variable: &dyn Fn(&str) -> Option<String>) -> bool {
    let set = |name: &str| variable(name).filter(|value| !value.is_empty());
    if let Some(wish) = set("FORCE_HYPERLINK") {
        return wish != "0";
    }
    let known = set("VTE_VERSION")
        .and_then(|version| version.parse::<u32>().ok())
        .is_some_and(|version| version >= 5000)
        || set("WT_SESSION").is_some()
        || set("KONSOLE_VERSION").is_some()
        || set("TERM_PROGRAM").is_some_and(|name| {
            ["iTerm.app", "WezTerm", "vscode", "ghostty"].contains(&name.as_str())
        })
        || set("TERM").is_some_and(|term| {
            ["xterm-kitty", "alacritty", "foot", "xterm-ghostty"].contains(&term.as_str())
        });
    terminal && known && set("TERM").is_none_or(|term| term != "dumb")
}

/// The one folder that was named, in full.
fn folder(paths: &[String]) -> Option<PathBuf> {
    match paths {
        [one] if Path::new(one).is_dir() => std::fs::canonicalize(one).ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with<'a>(set: &'a [(&'a str, &'a str)]) -> impl Fn(&str) -> Option<String> + 'a {
        move |name| {
            set.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
        }
    }

    #[test]
    fn the_wish_counts_more_than_the_environment_and_that_more_than_the_terminal() {
        for (wish, terminal, set, expected) in [
            (Color::Auto, true, &[][..], true),
            (Color::Auto, false, &[], false),
            (Color::Auto, true, &[("TERM", "dumb")], false),
            (Color::Auto, true, &[("NO_COLOR", "1")], false),
            (Color::Auto, true, &[("NO_COLOR", "")], true),
            (Color::Auto, true, &[("CLICOLOR", "0")], false),
            (Color::Auto, false, &[("CLICOLOR_FORCE", "1")], true),
            (Color::Auto, false, &[("CLICOLOR_FORCE", "0")], false),
            (Color::Auto, false, &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], false),
            (Color::Always, false, &[("NO_COLOR", "1")], true),
            (Color::Never, true, &[("CLICOLOR_FORCE", "1")], false),
        ] {
            assert_eq!(colour(wish, terminal, &with(set)), expected, "{wish:?} {terminal} {set:?}");
        }
    }

    #[test]
    fn links_are_for_terminals_that_know_them() {
        for (terminal, set, expected) in [
            (true, &[("VTE_VERSION", "7003")][..], true),
            (true, &[("VTE_VERSION", "4000")], false),
            (true, &[("TERM_PROGRAM", "Apple_Terminal")], false),
            (false, &[("WT_SESSION", "x")], false),
            (false, &[("FORCE_HYPERLINK", "1")], true),
            (true, &[("WT_SESSION", "x"), ("FORCE_HYPERLINK", "0")], false),
        ] {
            assert_eq!(links(terminal, &with(set)), expected, "{terminal} {set:?}");
        }
    }
}
