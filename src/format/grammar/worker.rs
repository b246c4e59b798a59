//! Entries in which workers of job queues say that a job began or ended: Sidekiq (`JobLogger`),
//! Celery (`celery.worker.strategy`, `celery.app.trace`), Delayed Job, Active Job and Airflow.

use crate::event::session::{Command, CommandVia};

const RUNNING: &str = "RUNNING";
const DONE: &str = "DONE";
const FAIL: &str = "FAIL";

/// The job of an entry, from what stands in brackets around its stamp and from its text.
pub(crate) fn job(tag: Option<&str>, text: &str) -> Option<Command> {
    if let Some(task) = airflow(text) {
        return Some(task);
    }
    let (job, status, elapsed) = sidekiq(text)
        .or_else(|| celery(text))
        .or_else(|| delayed_job(tag, text))
        .or_else(|| active_job(text))?;
    let is_name = !job.is_empty()
        && job.len() < 250
        && job.starts_with(|c: char| c.is_alphabetic())
        && job.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | ':' | '.' | '#' | '-'));
    is_name.then(|| command(job.to_owned(), status, elapsed))
}

/// `pid=811 tid=hvb class=SweepJob jid=513c elapsed=0.631 INFO: done`, before version 6 `811
/// TID-hvb SweepJob JID-513c INFO: done: 0.631 sec`.
fn sidekiq(text: &str) -> Option<(&str, &'static str, Option<&str>)> {
    let (head, said) = text.split_once(" INFO: ")?;
    let word = |key: &str| head.split(' ').find_map(|word| word.strip_prefix(key));
    let job = word("class=").filter(|_| word("jid=").is_some()).or_else(|| {
        let before = head.split_once(" JID-").filter(|_| word("TID-").is_some())?.0;
        before.rsplit(' ').next()
    })?;
    let (said, took) = said.split_once(": ").unwrap_or((said, ""));
    let status = match said {
        "start" => RUNNING,
        "done" => DONE,
        "fail" => FAIL,
        _ => return None,
    };
    Some((job, status, word("elapsed=").or(took.strip_suffix(" sec"))))
}

/// `Task shop.tasks.sweep[0f3d1a1e-…] received`, `… succeeded in 4.8s: {…}`, `… raised unexpected`.
fn celery(text: &str) -> Option<(&str, &'static str, Option<&str>)> {
    let (job, rest) = text.strip_prefix("Task ")?.split_once('[')?;
    let (id, said) = rest.split_once("] ")?;
    if !id.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-') {
        return None;
    }
    let status = match said.split([' ', ':']).next()? {
        "received" => RUNNING,
        "succeeded" => DONE,
        "raised" => FAIL,
        _ => return None,
    };
    Some((job, status, said.split_once(" in ").and_then(|(_, took)| took.split('s').next())))
}

/// `[Worker(host:web1 pid:12)] Job SweepJob (id=7) (queue=default) RUNNING`, `… COMPLETED after
/// 0.631`.
fn delayed_job<'a>(
    tag: Option<&str>,
    text: &'a str,
) -> Option<(&'a str, &'static str, Option<&'a str>)> {
    tag.filter(|tag| tag.starts_with("Worker("))?;
    let (job, rest) = text.strip_prefix("Job ")?.split_once(" (id=")?;
    let said = rest.rsplit_once(") ")?.1;
    let (status, took) = match said.split_once(" after ") {
        None if said == RUNNING => (RUNNING, None),
        Some(("COMPLETED", took)) => (DONE, Some(took)),
        _ => return None,
    };
    Some((job, status, took))
}

/// `Performing SweepJob (Job ID: 513c-…) from Sidekiq(default) …`, `Performed …`.
fn active_job(text: &str) -> Option<(&str, &'static str, Option<&str>)> {
    let (head, rest) = text.split_once(" (Job ID: ")?;
    let (verb, job) = head.rsplit_once(' ')?;
    let status = match verb.rsplit(' ').next()? {
        "Performing" => RUNNING,
        "Performed" => DONE,
        _ => return None,
    };
    rest.contains(") from ").then_some((job, status, None))
}

/// The task that Airflow's runner starts: `Running: ['airflow', 'tasks', 'run', DAG, TASK, RUN,
/// …]`.
fn airflow(text: &str) -> Option<Command> {
    let (_, list) = text.split_once("Running: ['airflow', ")?;
    let words: Vec<&str> = list
        .split(", ")
        .map(|word| word.trim_matches(['\'', ']']))
        .take_while(|word| !word.starts_with("--"))
        .take(5)
        .collect();
    matches!(words[..], ["tasks", "run", _, ..])
        .then(|| command(format!("airflow {}", words.join(" ")), RUNNING, None))
}

fn command(command: String, status: &str, elapsed: Option<&str>) -> Command {
    let whole = |took: &str| took.split('.').next()?.parse().ok();
    Command {
        command,
        via: CommandVia::Worker,
        output: Some(status.to_owned()),
        elapsed_s: elapsed.and_then(whole),
        ..Command::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn jobs_of_all_workers_are_told_from_what_they_log() {
        for (tag, text, told) in [
            (None, "pid=8 tid=h class=SweepJob jid=51 INFO: start", "SweepJob RUNNING -"),
            (None, "pid=8 tid=h class=A::Sweep jid=51 elapsed=7.6 INFO: done", "A::Sweep DONE 7"),
            (None, "8 TID-h SweepJob JID-51 INFO: done: 7.631 sec", "SweepJob DONE 7"),
            (None, "Task a.sweep[0f3d-1a] received", "a.sweep RUNNING -"),
            (None, "Task a.sweep[0f3d-1a] succeeded in 4.8s: {'rows': 1}", "a.sweep DONE 4"),
            (Some("Worker(host:w pid:1)"), "Job Sweep (id=7) (queue=x) RUNNING", "Sweep RUNNING -"),
            (Some("Worker(host:w pid:1)"), "Job Sweep (id=7) COMPLETED after 9.6", "Sweep DONE 9"),
            (
                None,
                "INFO -- : [ActiveJob] [Sweep] [5-1] Performing Sweep (Job ID: 5-1) from Async(x)",
                "Sweep RUNNING -",
            ),
        ] {
            let job = job(tag, text).unwrap_or_else(|| panic!("{text}"));
            let took = job.elapsed_s.map_or("-".to_owned(), |took| took.to_string());
            assert_eq!(format!("{} {} {took}", job.command, job.output.unwrap()), told, "{text}");
        }
        for text in [
            "pid=8 tid=h class=SweepJob jid=51 INFO: SweepJob removed 1081 uploads",
            "pid=8 tid=h INFO: start",
            "Task force[one] received",
            "Job Sweep (id=7) (queue=x) RUNNING",
            "Enqueued Sweep (Job ID: 5-1) to Async(x)",
        ] {
            assert!(job(None, text).is_none(), "{text}");
        }
        let list =
            "INFO - Running: ['airflow', 'tasks', 'run', 'load', 'reset', 'manual__1', '--raw']";
        assert_eq!(job(None, list).unwrap().command, "airflow tasks run load reset manual__1");
        assert!(job(None, "Running: ['airflow', 'dags', 'list']").is_none());
    }
}
