//! What a command line can do (stub).
use crate::event::Event;
/// Ability.
#[derive(Clone, Debug, Default)]
pub struct Ability { /// m
pub mechanism: &'static str, /// s
pub statement: Option<String>, /// d
pub database: Option<String>, /// f
pub force: bool, /// p
pub pretend: bool }
/// Library.
#[derive(Debug, Default)]
pub struct Library;
impl Library { /// n
pub fn new(_: &[Event], _: &[String]) -> Library { Library } }
/// a
pub fn abilities(_: &str, _: &Library) -> Vec<Ability> { Vec::new() }
