//! Who gave a cluster the job whose pod wrote a log.

use crate::{
    case::{
        facts::Case,
        suspect::{SAME_RUN_US, Suspect},
    },
    event::{kind::EventKind, session::CommandVia},
    time::When,
};

/// What the log of a pod shows of commands belongs to whoever gave the cluster its manifest:
/// `kubectl apply -f jobs/reset.yaml` and `reset-x7k2p.log`, which begins with the job's name.
pub(super) fn of_their_manifests(case: &Case<'_>, list: Vec<Suspect>) -> Vec<Suspect> {
    let pod = |suspect: &Suspect| {
        let event = *suspect.events.first()?;
        let EventKind::Command(command) = &case.events.get(event).kind else { return None };
        let name = case.path(event).rsplit('/').next()?.split('.').next()?;
        let logged = matches!(command.via, CommandVia::ScriptLog | CommandVia::Deploy);
        (logged && suspect.when.is_some()).then_some(name)
    };
    let (lines, mut out): (Vec<Suspect>, Vec<Suspect>) =
        list.into_iter().partition(|suspect| pod(suspect).is_some());
    let given: Vec<(usize, When, Vec<String>)> = out
        .iter()
        .enumerate()
        .filter_map(|(index, giver)| {
            let jobs = manifests(giver.command.as_deref()?);
            (!jobs.is_empty()).then_some((index, giver.when?, jobs))
        })
        .collect();
    let mut others = Vec::new();
    for line in lines {
        let (name, at) = (pod(&line).unwrap_or_default(), line.when);
        let giver = given.iter().rev().find(|(_, when, jobs)| {
            let after = at.map_or(-1, |at| at.latest.saturating_sub(when.earliest));
            (0..=SAME_RUN_US).contains(&after)
                && jobs.iter().any(|job| {
                    name.strip_prefix(job.as_str()).is_some_and(|rest| rest.starts_with('-'))
                })
        });
        match giver.and_then(|(index, ..)| out.get_mut(*index)) {
            Some(giver) => {
                giver.abilities.retain(|ability| !ability.is_unseen());
                giver.abilities.extend(line.abilities);
                giver.events.extend(line.events);
            }
            None => others.push(line),
        }
    }
    out.extend(others);
    out
}

/// The names of the manifests that a command gives to a cluster.
fn manifests(command: &str) -> Vec<String> {
    let words: Vec<&str> = command.split_whitespace().collect();
    let gives = words.iter().any(|word| matches!(*word, "kubectl" | "oc" | "k3s"))
        && words.iter().any(|word| matches!(*word, "apply" | "create" | "replace"));
    let stem = |word: &&str| {
        let file = word.rsplit(['/', '=']).next()?;
        let stem = file.strip_suffix(".yaml").or_else(|| file.strip_suffix(".yml"))?;
        (!stem.is_empty()).then(|| stem.to_owned())
    };
    if gives { words.iter().filter_map(stem).collect() } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_gives_a_manifest_names_one() {
        assert_eq!(manifests("kubectl -n shop apply -f jobs/reset.yaml"), ["reset"]);
        assert_eq!(manifests("oc create --filename=reset.yml"), ["reset"]);
        assert!(manifests("kubectl get -f reset.yaml").is_empty());
        assert!(manifests("kubectl delete -f reset.yaml").is_empty());
        assert!(manifests("vim jobs/reset.yaml").is_empty());
    }
}
