//! Texts of events without what is not to be shown.

use crate::{event::query::Query, redact::redactor::Redactor};

/// Takes out of texts what is not to be shown.
pub(crate) struct Clean {
    redactor: Redactor,
}

impl Clean {
    /// By a redactor.
    pub(crate) fn new(redactor: Redactor) -> Clean {
        Clean { redactor }
    }

    /// SQL.
    pub(crate) fn sql(&self, text: &str) -> String {
        self.redactor.sql(text).into_owned()
    }

    /// SQL of which it is known whose it is.
    pub(crate) fn query(&self, query: &Query) -> String {
        self.redactor.sql_of(&query.sql, query.dialect).into_owned()
    }

    /// The value of a key.
    pub(crate) fn value(&self, key: &str, text: &str) -> String {
        self.redactor.value(key, text).into_owned()
    }

    /// Any other text.
    pub(crate) fn text(&self, text: &str) -> String {
        self.redactor.text(text).into_owned()
    }
}
