//! `backtrail explain`: the page of a rule, mechanism, signal or format.

use serde::Serialize;

use crate::{
    case::{facts::Status, severity::Severity, trigger::TriggerKind},
    command::{
        args::JsonArg,
        contract::{Command, Console},
        status::{ExitStatus, write_error},
    },
    error::{Error, Result},
    format::FORMATS,
    ingest::clock::source_clock::Basis,
    redact::rule::Level,
    report::{
        parts::Subject,
        terms::{Claim, Course, Role, Silence},
    },
    text::nearest::nearest,
    verdict::{
        confidence::Confidence,
        impact::loss::{RowsBasis, TableState},
        likelihood::Likelihood,
        mechanism::Mechanism,
        rule::RULES,
        signal::SIGNALS,
    },
};

/// What a rule, mechanism, signal, format or word of the report means
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct Explain {
    /// Names of rules, mechanisms, signals or formats, or words of the report; all names are listed
    /// where none is given
    #[arg(value_name = "WORD")]
    pub(crate) ids: Vec<String>,
    #[command(flatten)]
    pub(crate) json: JsonArg,
}

/// A thing that can be explained.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Page {
    /// `rule`, `mechanism`, `signal`, `format`, `word`, or what a word of the report says:
    /// `severity`, `likelihood`, …
    pub(crate) sort: &'static str,
    /// Its name.
    pub(crate) id: &'static str,
    /// What there is to say.
    pub(crate) text: String,
    /// A line or short record, of a format.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) example: Option<&'static str>,
}

/// The closed sets of words that a report is written in, by what they say.
const VOCABULARIES: [(&str, &[(&str, &str)]); 14] = [
    ("line of the verdict", Subject::PAGES),
    ("option of a decision", Course::PAGES),
    ("verdict", Claim::PAGES),
    ("severity", Severity::PAGES),
    ("confidence", Confidence::PAGES),
    ("likelihood", Likelihood::PAGES),
    ("trigger", TriggerKind::PAGES),
    ("status of an operation", Status::PAGES),
    ("state of a table", TableState::PAGES),
    ("source of a row count", RowsBasis::PAGES),
    ("part of the timeline", Role::PAGES),
    ("gap in the evidence", Silence::PAGES),
    ("source of a time zone", Basis::PAGES),
    ("redaction", Level::PAGES),
];

/// The page with the table of words that the report and the program have in common.
const WORDS: &str = include_str!("../../docs/contributing.md");

/// All pages: rules, mechanisms, signals, formats, each in the order of its list, then words.
pub(crate) fn pages() -> Vec<Page> {
    let page = |sort, id, text: String| Page { sort, id, text, example: None };
    let rules = RULES.iter().map(|rule| page("rule", rule.id(), rule.page()));
    let mechanisms =
        Mechanism::ALL.iter().map(|it| page("mechanism", it.id(), it.definition().page()));
    let signals = SIGNALS.iter().map(|signal| page("signal", signal.id(), signal.page()));
    let formats = FORMATS.iter().map(|format| Page {
        example: Some(format.example),
        ..page("format", format.id, format.about.to_owned())
    });
    let said = VOCABULARIES.iter().flat_map(|(sort, words)| {
        words.iter().map(|(id, text)| page(sort, id, (*text).to_owned()))
    });
    let table = WORDS.lines().skip_while(|line| *line != "## Words");
    let table = table.take_while(|line| !line.starts_with("### "));
    let rows =
        table.filter_map(|row| row.strip_prefix("| ")?.strip_suffix(" |")?.split_once(" | "));
    let words = rows.skip(1).flat_map(|(names, text)| {
        names.split(", ").map(move |name| page("word", name, text.to_owned()))
    });
    rules.chain(mechanisms).chain(signals).chain(formats).chain(said).chain(words).collect()
}

impl Command for Explain {
    const NAME: &'static str = "explain";
    const ABOUT: &'static str =
        "What a rule, mechanism, signal, format or word of the report means";

    /// Prints them. One name may be that of several things (a mechanism and a rule); all are told.
    fn run(&self, console: &mut Console<'_>) -> Result<ExitStatus> {
        let out = &mut *console.out;
        let all = pages();
        let found =
            if self.ids.is_empty() { all.iter().collect() } else { found(&self.ids, &all)? };
        let text = if self.json.json {
            let value = serde_json::to_string_pretty(&found);
            value.map_err(|error| write_error(error.into()))? + "\n"
        } else if self.ids.is_empty() {
            let alike = found.chunk_by(|a, b| a.sort == b.sort);
            alike.map(listed).collect()
        } else {
            found.into_iter().map(page_text).collect::<Vec<_>>().join("\n")
        };
        out.write_all(text.as_bytes()).map_err(write_error)?;
        Ok(ExitStatus::DONE)
    }
}

/// The pages of these names. A name of several words need not be quoted.
pub(crate) fn found<'a>(ids: &[String], pages: &'a [Page]) -> Result<Vec<&'a Page>> {
    let of = |id: &str| -> Vec<&'a Page> {
        let wanted = fold(id);
        pages.iter().filter(|page| fold(page.id) == wanted).collect()
    };
    let together = of(&ids.join(" "));
    if !together.is_empty() {
        return Ok(together);
    }
    let mut out = Vec::new();
    for id in ids {
        let found = of(id);
        if found.is_empty() {
            let near = nearest(id, pages.iter().map(|page| page.id));
            return Err(Error::Usage(match near {
                Some(near) => format!("nothing is named `{id}`; did you mean `{near}`?"),
                None => format!("nothing is named `{id}`; `backtrail explain` lists all names"),
            }));
        }
        out.extend(found);
    }
    Ok(out)
}

/// Rules are written with hyphens, mechanisms with underscores and words of a report as they are
/// spoken; nobody need remember which.
fn fold(id: &str) -> String {
    id.trim().to_lowercase().replace(['_', ' '], "-")
}

/// The names of one sort.
fn listed(pages: &[&Page]) -> String {
    let sort = pages.first().map_or("", |page| page.sort);
    let names: Vec<&str> = pages.iter().map(|page| page.id).collect();
    format!("{sort}: {}\n", names.join(" "))
}

/// The page for a reader.
pub(crate) fn page_text(page: &Page) -> String {
    let example = page.example.unwrap_or_default().lines().map(|line| format!("    {line}\n"));
    let example: String = example.collect();
    let gap = if example.is_empty() { "" } else { "\n" };
    format!("# {} ({})\n\n{}\n{gap}{example}", page.id, page.sort, page.text.trim())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::contract;

    fn explain(ids: &[&str]) -> Result<String> {
        let ids = ids.iter().map(|id| (*id).to_owned()).collect();
        Ok(contract::run(&Explain { ids, json: JsonArg::default() })?.1)
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
        for sort in ["rule:", "mechanism:", "signal:", "format:", "severity:", "word:"] {
            assert!(text.contains(sort), "{text}");
        }
    }

    #[test]
    fn every_word_of_a_report_is_explained() {
        fn words(value: &serde_json::Value, out: &mut Vec<String>) {
            match value {
                serde_json::Value::Object(map) => {
                    let set = map.get("enum").and_then(|it| it.as_array()).into_iter().flatten();
                    out.extend(set.filter_map(|it| it.as_str()).map(str::to_owned));
                    map.values().for_each(|inner| words(inner, out));
                }
                serde_json::Value::Array(list) => list.iter().for_each(|inner| words(inner, out)),
                _ => {}
            }
        }
        let schema = include_str!("../../docs/report-v1.schema.json");
        let mut said = Vec::new();
        words(&serde_json::from_str(schema).unwrap(), &mut said);
        assert!(said.len() > 60);
        for word in said.iter().map(String::as_str).chain(["housekeeping", "incident", "stamp"]) {
            let text = explain(&[word]).unwrap();
            assert!(text.len() > word.len() + 20, "{text}");
        }
    }

    #[test]
    fn a_word_of_the_report_is_explained_as_it_is_spoken() {
        let text = explain(&["almost", "certain"]).unwrap();
        assert!(text.starts_with("# almost_certain (likelihood)\n\n95"), "{text}");
        assert!(explain(&["recreated"]).unwrap().contains("dropped and created again"));
        assert!(explain(&["almost", "cretain"]).is_err());
    }
}
