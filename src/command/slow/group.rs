//! Coarser kinds of statements than fingerprints.

use clap::ValueEnum;
use regex::bytes::Regex;

use crate::error::{Error, Result};

/// What makes one kind of statements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Group {
    /// The statement without its literals
    Fingerprint,
    /// What it does, and to which tables
    Distill,
    /// The tables that it names
    Tables,
}

/// What stands in front of a table's name in a fingerprint.
const TABLE: &str = r"\b(?:from|join|into|update|table(?: if(?: not)? exists)?)\s+([^\s(),;?]+)";

impl Group {
    /// How the form of a fingerprint's kind is told; `None` where it is the fingerprint.
    pub(super) fn form(self) -> Result<Option<impl Fn(&[u8]) -> Vec<u8>>> {
        if self == Group::Fingerprint {
            return Ok(None);
        }
        let table = Regex::new(TABLE).map_err(|error| Error::Usage(error.to_string()))?;
        Ok(Some(move |fingerprint: &[u8]| {
            let found = table.captures_iter(fingerprint).filter_map(|found| found.get(1));
            let mut names: Vec<Vec<u8>> = found
                .map(|name| name.as_bytes().iter().copied().filter(|b| *b != b'`').collect())
                .collect();
            names.sort_unstable();
            names.dedup();
            if self == Group::Distill {
                let verb = fingerprint.split(|b| !b.is_ascii_alphabetic()).next();
                names.insert(0, verb.unwrap_or_default().to_ascii_uppercase());
            } else if names.is_empty() {
                names.push(b"(no table)".to_vec());
            }
            names.join(&b' ')
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_on_the_same_tables_are_one_kind() {
        let form = |group: Group, text: &str| {
            String::from_utf8(group.form().unwrap().unwrap()(text.as_bytes())).unwrap()
        };
        let join = "select * from `shop`.`b` inner join a on a.id = b.id where x in(?+)";
        assert_eq!(form(Group::Tables, join), "a shop.b");
        assert_eq!(form(Group::Distill, join), "SELECT a shop.b");
        assert_eq!(form(Group::Distill, "insert into a(x) values(?+)"), "INSERT a");
        assert_eq!(form(Group::Tables, "set names ?"), "(no table)");
        assert_eq!(form(Group::Tables, "select ? from (select ? from c) d"), "c");
        assert!(Group::Fingerprint.form().unwrap().is_none());
    }
}
