//! Texts of a report that have parts: written as one text, and read back into the same parts.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::text::vocabulary::vocabulary;

vocabulary! {
    /// What a line of the verdict is about.
    pub enum Subject {
        /// When it happened.
        When = "When",
        /// The statement that did it.
        Statement = "Statement",
        /// Who or what started it.
        StartedBy = "Started by",
        /// What is lost.
        Lost = "Lost",
        /// What may be lost; how much, nobody knows yet.
        Damaged = "Damaged",
        /// What is left.
        Survives = "Survives",
        /// What fails since.
        Broken = "Broken",
        /// What records show.
        Certain = "Certain",
        /// What is inferred, estimated or open.
        NotCertain = "Not certain",
        /// The last good backup, to restore from.
        Backup = "Backup",
        /// Other incidents in the same evidence.
        Also = "Also",
        /// Destructive operations that may or may not have taken effect.
        Open = "Open",
        /// What was not read or not understood.
        Unread = "Not read",
        /// The evidence that is missing and would show a loss.
        WouldShow = "Would show it",
        /// The time that the run was limited to.
        Window = "Window",
        /// Destructive operations that failed.
        Refused = "Refused",
        /// Destructive operations without a loss.
        Harmless = "Harmless",
    }
}

/// A line of the verdict: `Started by: a cron job`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerdictLine {
    /// What it is about; `None` in reports of programs that know other subjects.
    pub subject: Option<Subject>,
    /// What it says.
    pub text: String,
}

impl VerdictLine {
    /// A line about a subject.
    pub fn new(subject: Subject, text: impl Into<String>) -> VerdictLine {
        VerdictLine { subject: Some(subject), text: text.into() }
    }
}

impl fmt::Display for VerdictLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.subject {
            Some(subject) => write!(f, "{subject}: {}", self.text),
            None => f.write_str(&self.text),
        }
    }
}

impl From<String> for VerdictLine {
    fn from(line: String) -> VerdictLine {
        let parts = line.split_once(": ");
        match parts.and_then(|(label, text)| Some((Subject::from_id(label)?, text))) {
            Some((subject, text)) => VerdictLine::new(subject, text),
            None => VerdictLine { subject: None, text: line },
        }
    }
}

/// Why a finding is what it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Explanation {
    /// Why it is thought to have had an effect or not.
    pub effect: String,
    /// Why it is housekeeping, where it is.
    pub housekeeping: Option<String>,
}

/// What stands between the two parts of an explanation.
const HOUSEKEEPING: &str = "; housekeeping: ";

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.effect)?;
        self.housekeeping.iter().try_for_each(|why| write!(f, "{HOUSEKEEPING}{why}"))
    }
}

impl From<String> for Explanation {
    fn from(text: String) -> Explanation {
        match text.split_once(HOUSEKEEPING) {
            Some((effect, why)) => {
                Explanation { effect: effect.to_owned(), housekeeping: Some(why.to_owned()) }
            }
            None => Explanation { effect: text, housekeeping: None },
        }
    }
}

macro_rules! texts {
    ($($Name:ident)+) => {$(
        impl Serialize for $Name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $Name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<$Name, D::Error> {
                String::deserialize(deserializer).map($Name::from)
            }
        }

        #[cfg(test)]
        impl schemars::JsonSchema for $Name {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($Name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({"type": "string"})
            }
        }
    )+};
}

texts! { VerdictLine Explanation }

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_read_as_they_are_written() {
        for text in ["Backup: `a: b`.", "Whose: nobody's.", "no label"] {
            let line = VerdictLine::from(text.to_owned());
            assert_eq!(line.to_string(), text);
            assert_eq!(line.subject.is_some(), text.starts_with("Backup"));
        }
        let text = "recorded; housekeeping: a habit; housekeeping: twice";
        let explanation = Explanation::from(text.to_owned());
        assert_eq!(explanation.to_string(), text);
        assert_eq!(explanation.housekeeping.as_deref(), Some("a habit; housekeeping: twice"));
    }
}
