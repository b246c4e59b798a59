//! What holds where a command stands: variables, arguments, folder, and the way to it.

use std::collections::BTreeMap;

use crate::case::capability::{
    ability::{Ability, Certainty},
    procedure::Procedure,
};

/// What holds where a command stands.
#[derive(Clone, Debug, Default)]
pub(super) struct Scope {
    /// Settings known so far.
    pub(super) variables: BTreeMap<String, String>,
    /// The arguments of the script, `None` outside of one.
    pub(super) arguments: Option<Vec<String>>,
    pub(super) directory: Option<String>,
    pub(super) through: Vec<String>,
    pub(super) schedule: Option<(String, Option<String>)>,
    pub(super) depth: usize,
    pub(super) conditional: bool,
}

impl Scope {
    /// The scope inside `name`.
    pub(super) fn inside(&self, name: &str) -> Scope {
        let mut scope = self.clone();
        scope.through.push(name.to_owned());
        scope.depth += 1;
        scope
    }

    /// An ability of this place.
    pub(super) fn ability(&self, procedure: Procedure, command: String) -> Ability {
        Ability {
            procedure,
            certainty: if self.through.is_empty() { Certainty::Said } else { Certainty::Through },
            command,
            through: self.through.clone(),
            directory: self.directory.clone(),
            schedule: self.schedule.clone(),
            conditional: self.conditional,
            ..Ability::default()
        }
    }

    /// Whether the commands come out of a script and not from a person.
    pub(super) fn scripted(&self) -> bool {
        !self.through.is_empty()
    }
}
