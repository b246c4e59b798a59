//! `backtrail explain`: the page of a rule, mechanism, signal or format.

use crate::{
    command::{
        contract::{Command, Console},
        status::{ExitStatus, write_error},
    },
    error::{Error, Result},
    format::FORMATS,
    text::nearest::nearest,
    verdict::{mechanism::Mechanism, rule::RULES, signal::SIGNALS},
};

/// What a rule, format, mechanism, signal or word of the report means
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct Explain {
    /// Names of rules, mechanisms, signals or formats; all names are listed where none is given
    #[arg(value_name = "ID")]
    pub(crate) ids: Vec<String>,
}

/// A thing that can be explained.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    /// `rule`, `mechanism`, `signal` or `format`.
    pub(crate) sort: &'static str,
    /// Its name.
    pub(crate) id: &'static str,
    /// What there is to say.
    pub(crate) text: String,
    /// A line or short record, of a format.
    pub(crate) example: Option<&'static str>,
}

/// All pages: rules, mechanisms, signals, formats, each in the order of its list.
pub(crate) fn pages() -> Vec<Page> {
    let rules = RULES.iter().map(|rule| Page {
        sort: "rule",
        id: rule.id(),
        text: rule.page(),
        example: None,
    });
    let mechanisms = Mechanism::ALL.iter().map(|mechanism| Page {
        sort: "mechanism",
        id: mechanism.id(),
        text: mechanism.definition().page(),
        example: None,
    });
    let signals = SIGNALS.iter().map(|signal| Page {
        sort: "signal",
        id: signal.id(),
        text: signal.page(),
        example: None,
    });
    let formats = FORMATS.iter().map(|format| Page {
        sort: "format",
        id: format.id,
        text: format.about.to_owned(),
        example: Some(format.example),
    });
    rules.chain(mechanisms).chain(signals).chain(formats).collect()
}

impl Command for Explain {
    const NAME: &'static str = "explain";
    const ABOUT: &'static str =
        "What a rule, format, mechanism, signal or word of the report means";

    /// Prints them. One name may be that of several things (a mechanism and a rule); all are told.
    fn run(&self, console: &mut Console<'_>) -> Result<ExitStatus> {
        let out = &mut *console.out;
        let pages = pages();
        if self.ids.is_empty() {
            for sort in ["rule", "mechanism", "signal", "format"] {
                let names: Vec<&str> =
                    pages.iter().filter(|page| page.sort == sort).map(|page| page.id).collect();
                writeln!(out, "{sort}s: {}", names.join(" ")).map_err(write_error)?;
            }
            return Ok(ExitStatus::DONE);
        }
        let mut texts = Vec::new();
        for id in &self.ids {
            let wanted = fold(id);
            let found: Vec<&Page> = pages.iter().filter(|page| fold(page.id) == wanted).collect();
            if found.is_empty() {
                return Err(Error::Usage(match nearest(id, pages.iter().map(|page| page.id)) {
                    Some(near) => format!("nothing is named `{id}`; did you mean `{near}`?"),
                    None => format!("nothing is named `{id}`; `backtrail explain` lists all names"),
                }));
            }
            texts.extend(found.into_iter().map(page_text));
        }
        write!(out, "{}", texts.join("\n")).map_err(write_error)?;
        Ok(ExitStatus::DONE)
    }
}

/// Rules are written with hyphens and mechanisms with underscores; nobody need remember which.
fn fold(id: &str) -> String {
    id.trim().to_lowercase().replace('_', "-")
}

fn page_text(page: &Page) -> String {
    let example: String = page
        .example
        .map(|example| example.lines().map(|line| format!("    {line}\n")).collect::<String>())
        .map_or_else(String::new, |lines| format!("\n{lines}"));
    format!("# {} ({})\n\n{}\n{example}", page.id, page.sort, page.text.trim())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::contract;

    fn explain(ids: &[&str]) -> Result<String> {
        let ids = ids.iter().map(|id| (*id).to_owned()).collect();
        Ok(contract::run(&Explain { ids })?.1)
    }

    #[test]
    fn a_rule_is_explained_under_either_spelling() {
        assert!(explain(&["drop-table"]).unwrap().starts_with("# drop-table (rule)"));
        assert_eq!(explain(&["drop_table"]).unwrap(), explain(&["Drop-Table"]).unwrap());
    }

    #[test]
    fn a_misspelt_name_is_answered_with_the_nearest() {
        let error = explain(&["migrate_fresch"]).unwrap_err();
        assert!(error.to_string().contains("`migrate_fresh`"), "{error}");
    }

    #[test]
    fn every_page_says_something() {
        for page in pages() {
            assert!(page.text.trim().len() > 4, "{} {}", page.sort, page.id);
        }
    }

    #[test]
    fn without_a_name_all_names_are_listed() {
        let text = explain(&[]).unwrap();
        for sort in ["rules:", "mechanisms:", "signals:", "formats:"] {
            assert!(text.contains(sort));
        }
    }
}
