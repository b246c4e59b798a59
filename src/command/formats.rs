//! `backtrail formats`: what can be read.

use serde_json::json;

use crate::{
    command::{
        args::JsonArg,
        contract::{Command, Console},
        status::{ExitStatus, write_error},
    },
    error::{Error, Result},
    format::{FORMATS, contract::Format},
    text::nearest::nearest,
};

/// The formats that can be read, with an example of each
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct Formats {
    /// Only formats that bear these words in their id, description or example
    #[arg(value_name = "WORD")]
    pub(crate) words: Vec<String>,
    #[command(flatten)]
    pub(crate) json: JsonArg,
}

impl Command for Formats {
    const NAME: &'static str = "formats";
    const ABOUT: &'static str = "The formats that can be read, with an example of each";

    /// Lists them.
    fn run(&self, console: &mut Console<'_>) -> Result<ExitStatus> {
        let found = found(&self.words)?;
        let text: String = if self.json.json {
            let told = |format: &&Format| json!({"id": format.id, "about": format.about, "example": format.example});
            format!("{:#}\n", found.iter().map(told).collect::<serde_json::Value>())
        } else {
            let told = |format: &&Format| {
                let example = format.example.lines().map(|line| format!("    {line}\n"));
                format!("{}  {}\n{}", format.id, format.about, example.collect::<String>())
            };
            found.iter().map(told).collect()
        };
        console.out.write_all(text.as_bytes()).map_err(write_error)?;
        Ok(ExitStatus::DONE)
    }
}

/// Formats that one of the texts finds.
pub(crate) fn found_any(texts: &[String]) -> Result<Vec<&'static Format>> {
    let each = texts.iter().map(|text| found(std::slice::from_ref(text)));
    Ok(each.collect::<Result<Vec<_>>>()?.concat())
}

/// Formats with all the words in what names them, else with all of them anywhere.
fn found(words: &[String]) -> Result<Vec<&'static Format>> {
    let words: Vec<String> =
        words.iter().map(|word| word.to_lowercase().replace(['-', ' '], "_")).collect();
    let with_all = |whole: bool| -> Vec<&'static Format> {
        let text = |format: &Format| {
            let example = if whole { format.example } else { "" };
            let text = format!("{} {} {example}", format.id, format.about);
            text.to_lowercase().replace(['-', ' '], "_")
        };
        let all = |format: &&&Format| words.iter().all(|word| text(format).contains(word));
        FORMATS.iter().filter(all).copied().collect()
    };
    let named = with_all(false);
    let found = if named.is_empty() { with_all(true) } else { named };
    if found.is_empty() {
        let said = words.join(" ");
        let known = FORMATS.iter().flat_map(|format| {
            format.about.split(|c: char| !c.is_alphanumeric()).chain([format.id])
        });
        return Err(Error::Usage(match nearest(&said, known.filter(|word| word.len() > 3)) {
            Some(near) => format!("no format is known by `{said}`; did you mean `{near}`?"),
            None => format!("no format is known by `{said}`; `backtrail formats` lists them all"),
        }));
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(words: &str) -> Vec<&'static str> {
        let words: Vec<String> = words.split(' ').map(str::to_owned).collect();
        found(&words).unwrap().iter().map(|format| format.id).collect()
    }

    #[test]
    fn a_format_is_found_by_any_name() {
        assert_eq!(ids("nginx"), ["access_log"]);
        assert_eq!(ids("slow-log MariaDB"), ["mysql_mixed"]);
        assert_eq!(ids("Apache"), ["access_log"]);
        assert!(ids("mysqldump").contains(&"sql_dump") && !ids("mysqldump").contains(&"syslog"));
        assert_eq!(ids("# User@Host"), ["mysql_slow"], "only the example says so");
    }

    #[test]
    fn a_misspelt_name_is_answered_with_the_nearest() {
        let error = found(&["ngnix".to_owned()]).err().unwrap().to_string();
        assert!(error.contains("`nginx`"), "{error}");
        assert!(found(&["zzzzzzzz".to_owned()]).is_err());
    }
}
