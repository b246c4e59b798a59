//! What the people of a house say of their own databases: tables whose loss is of no account,
//! databases for staging, and rules of their own.

use globset::{GlobBuilder, GlobMatcher};
use regex::{Regex, RegexBuilder};

use crate::{
    case::{reason::Housekeeping, severity::Severity},
    event::ids::{IdVec, RuleId},
};

/// A pattern for names of tables or databases: `cache_*` holds for the table's name, `shop.cache_*`
/// for the name with its database. Upper and lower case are the same.
#[derive(Clone, Debug)]
pub(crate) struct Names {
    matcher: GlobMatcher,
    qualified: bool,
}

impl Names {
    /// Reads a pattern; the error says what is wrong with it.
    pub(crate) fn new(pattern: &str) -> Result<Names, String> {
        if pattern.trim().is_empty() || matches!(pattern.trim(), "*" | "**" | "*.*") {
            return Err("it would fit every name".to_owned());
        }
        let glob = GlobBuilder::new(pattern)
            .case_insensitive(true)
            .build()
            .map_err(|error| error.kind().to_string())?;
        Ok(Names { matcher: glob.compile_matcher(), qualified: pattern.contains('.') })
    }

    /// The pattern as written.
    pub(crate) fn pattern(&self) -> &str {
        self.matcher.glob().glob()
    }

    /// Whether it fits a name, which may be of a table in a database.
    fn fits(&self, database: Option<&str>, name: &str) -> bool {
        if !self.qualified {
            return self.matcher.is_match(name.rsplit_once('.').map_or(name, |(_, bare)| bare));
        }
        if name.contains('.') {
            self.matcher.is_match(name)
        } else {
            database.is_some_and(|database| self.matcher.is_match(format!("{database}.{name}")))
        }
    }
}

/// A rule of the user's.
#[derive(Clone, Debug)]
pub(crate) struct OwnRule {
    /// Its name.
    pub id: String,
    /// Why it is there, in the user's words.
    pub label: String,
    /// How bad what it finds is.
    pub severity: Severity,
    /// Statements that it is about; `None` for those that destroy.
    pub statement: Option<Regex>,
    /// Tables that it is about; any where empty.
    pub tables: Vec<Names>,
    /// Databases that it is about; any where empty.
    pub databases: Vec<Names>,
}

impl OwnRule {
    /// A pattern for statements; the error says what is wrong with it.
    pub(crate) fn pattern(text: &str) -> Result<Regex, String> {
        let pattern = RegexBuilder::new(text)
            .size_limit(1 << 20)
            .build()
            .map_err(|error| error.to_string())?;
        if pattern.is_match("") {
            Err("the pattern fits the empty text".to_owned())
        } else {
            Ok(pattern)
        }
    }

    /// Whether it is about a statement on these tables. Each condition that it has must hold.
    pub(crate) fn fits(&self, statement: &str, database: Option<&str>, tables: &[String]) -> bool {
        self.statement.as_ref().is_none_or(|pattern| pattern.is_match(statement))
            && (self.databases.is_empty()
                || database.is_some_and(|database| {
                    self.databases.iter().any(|names| names.fits(None, database))
                }))
            && (self.tables.is_empty()
                || tables
                    .iter()
                    .any(|table| self.tables.iter().any(|names| names.fits(database, table))))
    }
}

/// All that is said.
#[derive(Clone, Debug, Default)]
pub(crate) struct Policy {
    /// Tables whose loss is of no account.
    pub ignored_tables: Vec<Names>,
    /// Databases that nobody works with.
    pub staging_databases: Vec<Names>,
    /// The first that fits holds.
    pub rules: IdVec<RuleId, OwnRule>,
}

impl Policy {
    /// Why a act on these tables is housekeeping, if the policy says so.
    pub(crate) fn housekeeping(
        &self,
        database: Option<&str>,
        tables: &[String],
    ) -> Option<Housekeeping> {
        if let Some(database) = database
            && let Some(names) =
                self.staging_databases.iter().find(|names| names.fits(None, database))
        {
            return Some(Housekeeping::StagingDatabase(names.pattern().to_owned()));
        }
        let ignored =
            |table: &String| self.ignored_tables.iter().find(|names| names.fits(database, table));
        let first = tables.first().and_then(&ignored)?;
        tables
            .iter()
            .all(|table| ignored(table).is_some())
            .then(|| Housekeeping::IgnoredTable(first.pattern().to_owned()))
    }

    /// The rule about a destructive statement.
    pub(crate) fn rule(
        &self,
        statement: &str,
        database: Option<&str>,
        tables: &[String],
    ) -> Option<RuleId> {
        self.rule_that(|rule| rule.fits(statement, database, tables))
    }

    /// The rule about a statement that destroys nothing: only one that names
    /// statements is.
    pub(crate) fn rule_of_harmless(
        &self,
        statement: &str,
        database: Option<&str>,
        tables: &[String],
    ) -> Option<RuleId> {
        self.rule_that(|rule| rule.statement.is_some() && rule.fits(statement, database, tables))
    }

    fn rule_that(&self, fits: impl Fn(&OwnRule) -> bool) -> Option<RuleId> {
        self.rules.iter().find(|(_, rule)| fits(rule)).map(|(id, _)| id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::ids::Id;

    fn names(all: &[&str]) -> Vec<Names> {
        all.iter().map(|pattern| Names::new(pattern).expect("valid")).collect()
    }

    fn strings(all: &[&str]) -> Vec<String> {
        all.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn a_pattern_with_a_dot_is_of_a_table_in_its_database() {
        let policy =
            Policy { ignored_tables: names(&["cache_*", "shop.log"]), ..Policy::default() };
        let says = |database: Option<&str>, tables: &[&str]| {
            policy.housekeeping(database, &strings(tables)).is_some()
        };
        assert!(
            says(None, &["CACHE_a", "cache_b"])
                && says(Some("shop"), &["log"])
                && says(None, &["shop.log"])
        );
        assert!(!says(Some("other"), &["log"]) && !says(None, &["log"]), "another database");
        assert!(!says(None, &["cache_a", "users"]), "not all of them");
        assert!(!says(Some("shop"), &[]), "no table at all");
    }

    #[test]
    fn staging_databases_hold_nothing_that_counts() {
        let policy = Policy { staging_databases: names(&["*_stg"]), ..Policy::default() };
        assert!(policy.housekeeping(Some("shop_stg"), &strings(&["users"])).is_some());
        assert!(
            policy.housekeeping(Some("shop"), &strings(&["users"])).is_none()
                && policy.housekeeping(None, &strings(&["users"])).is_none()
        );
    }

    #[test]
    fn every_condition_of_a_rule_must_hold() {
        let rule = |statement: Option<&str>, tables: &[&str], databases: &[&str]| OwnRule {
            id: "r".to_owned(),
            label: String::new(),
            severity: Severity::High,
            statement: statement.map(|text| OwnRule::pattern(text).expect("valid")),
            tables: names(tables),
            databases: names(databases),
        };
        let policy = Policy {
            rules: IdVec::new(vec![
                rule(Some("(?i)^call purge"), &[], &["shop"]),
                rule(None, &["ledger_*"], &[]),
            ]),
            ..Policy::default()
        };
        let [first, second] = [0, 1].map(|index| Some(RuleId::new(index)));
        assert_eq!(policy.rule_of_harmless("CALL purge_all()", Some("shop"), &[]), first);
        assert_eq!(policy.rule_of_harmless("CALL purge_all()", Some("other"), &[]), None);
        assert_eq!(policy.rule("drop table ledger_1", None, &strings(&["ledger_1"])), second);
        assert_eq!(
            policy.rule_of_harmless("select 1 from ledger_1", None, &strings(&["ledger_1"])),
            None
        );
    }

    #[test]
    fn a_pattern_for_everything_is_refused() {
        for pattern in ["*", "", "*.*", "[", "{a"] {
            assert!(Names::new(pattern).is_err(), "{pattern}");
        }
    }
}
