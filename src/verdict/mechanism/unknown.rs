//! `unknown`: no other mechanism fits.

use crate::{
    case::capability::procedure::Procedure,
    text::page::page,
    verdict::mechanism::contract::{Definition, Profile},
};

page! {
    /// No footprint fits: the effect is certain, how it came about is not in this evidence.
    pub(crate) struct Unknown;
}

impl Definition for Unknown {
    fn profile(&self) -> Profile {
        Profile {
            left_by: &[Procedure::ManualSql, Procedure::ScriptSql],
            ..Profile::new("unknown", "", "an unknown procedure")
        }
    }
}
