//! Output of PHP test runners (PHPUnit, Pest, `artisan test`): a run that may have had the wrong
//! database under it.

use crate::{
    event::{
        draft::Draft,
        kind::EventKind,
        session::{Command, CommandVia},
    },
    format::{
        contract::{DocumentReader, Format, Head, Likeness, Parsed, Reader},
        grammar::lines::{clip, text, without_escapes},
    },
};

/// The format.
pub(crate) static FORMAT: Format = Format {
    id: "test_output",
    about: "output of PHPUnit, Pest or artisan test",
    example: "PHPUnit 9.6.13 by Sebastian Bergmann and contributors.",
    sniff,
    reader: |_| Reader::Document(Box::new(Document)),
};

fn sniff(head: &Head<'_>) -> Likeness {
    let found = head.lines().take(400).find_map(|line| runner(&text(&without_escapes(line))));
    Likeness(if found.is_some() { 88 } else { 0 })
}

fn runner(line: &str) -> Option<&'static str> {
    let told = line.trim();
    if told.starts_with("PHPUnit ") && told.contains(" by Sebastian Bergmann") {
        Some("phpunit")
    } else if (told.starts_with("PASS  Tests\\")
        || told.starts_with("FAIL  Tests\\")
        || told.starts_with("PASS Tests\\"))
        || (told.starts_with("Tests:  ") && (told.contains(" passed") || told.contains(" failed")))
    {
        Some("pest or artisan test")
    } else {
        None
    }
}

struct Document;

impl DocumentReader for Document {
    fn read(&self, document: &[u8], out: &mut Parsed) {
        let printed = text(&without_escapes(document));
        let command = printed.lines().find_map(runner).unwrap_or("tests").to_owned();
        let command = Command {
            command,
            via: CommandVia::Tests,
            output: Some(clip(printed.trim(), 32_000)),
            ..Command::default()
        };
        out.draft(Draft::new(document.len(), EventKind::Command(Box::new(command))));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runners_are_known_by_their_banners() {
        assert_eq!(
            runner("PHPUnit 10.5.2 by Sebastian Bergmann and contributors."),
            Some("phpunit")
        );
        assert!(runner("   PASS  Tests\\Unit\\ExampleTest").is_some());
        assert!(runner("Tests are good").is_none());
    }
}
