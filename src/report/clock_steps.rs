//! Clocks that were set: what their machines stamped before is off by as much.

use crate::{
    case::facts::Case,
    event::kind::EventKind,
    text::{code::coded, number::seconds},
    time::SECOND,
};

/// A smaller step changes nothing that is told.
const LEAST_US: i64 = 2 * SECOND;

/// So many steps are told.
const MOST: usize = 12;

/// A sentence for each step of a clock that a time service logged.
pub(crate) fn told(case: &Case<'_>) -> Vec<String> {
    let mut out = Vec::new();
    for (id, event) in case.events.iter() {
        let EventKind::Text(text) = &event.kind else { continue };
        let Some(ahead) = step(text).filter(|us| us.abs() >= LEAST_US) else { continue };
        let Some(when) = event.when else { continue };
        let (set, was) = if ahead > 0 { ("forward", "early") } else { ("back", "late") };
        let by = seconds(ahead.abs() / SECOND);
        out.push(format!(
            "The clock of the machine that wrote {} was set {set} by {by} at {}: what it stamped before is that much too {was}, and is shown as it was stamped.",
            coded(case.path(id), 200),
            case.day_and_clock(when.best),
        ));
        if out.len() == MOST {
            break;
        }
    }
    out
}

/// By how many microseconds a time service set the clock, forward where above zero: lines of
/// chronyd, of ntpd and of ntpdate.
fn step(text: &str) -> Option<i64> {
    const STEPS: &[(&str, &str)] = &[
        ("chronyd", "System clock was stepped by "),
        ("ntpd", "time reset "),
        ("ntpdate", "step time server "),
    ];
    let (service, said) = text.split_once(": ")?;
    let service = service.rsplit('/').next().and_then(|name| name.split('[').next())?;
    let (_, words) = STEPS.iter().find(|(name, _)| *name == service)?;
    let rest = said.get(said.find(words)?..)?.strip_prefix(words)?;
    let number = rest.split_once("offset ").map_or(rest, |(_, offset)| offset);
    let number = number.split_whitespace().next()?.trim_start_matches('+');
    let seconds: f64 = number.parse().ok().filter(|s: &f64| s.abs() < 1e9)?;
    #[expect(clippy::cast_possible_truncation, reason = "bounded above")]
    Some((seconds * 1e6) as i64)
}

#[cfg(test)]
mod tests {
    use super::step;
    use crate::report::engine::of_files;

    #[test]
    fn the_step_is_read_off_each_service_and_off_nothing_else() {
        assert_eq!(step("chronyd: System clock was stepped by 90.5 seconds"), Some(90_500_000));
        assert_eq!(step("ntpd[88]: time reset -12.000000 s"), Some(-12_000_000));
        let date = "ntpdate: step time server 192.0.2.1 offset +3.25 sec";
        assert_eq!(step(date), Some(3_250_000));
        assert_eq!(step("chronyd: System clock wrong by 90.5 seconds"), None);
        assert_eq!(step("shop: System clock was stepped by 90.5 seconds"), None);
        assert_eq!(step("ntpd: time reset nan s"), None);
    }

    #[test]
    fn a_clock_that_was_set_is_told_under_assumptions_and_one_that_was_trimmed_is_not() {
        let line = |by: &str| {
            format!(
                "2026-02-05T09:52:30.100000+00:00 jump1 chronyd[702]: System clock was stepped by \
                 {by} seconds\n2026-02-05T09:53:30.100000+00:00 jump1 sshd[9]: Accepted publickey \
                 for ana from 192.0.2.1 port 9 ssh2\n"
            )
        };
        let told = |by: &str| {
            let report = of_files(&[("jump1/syslog", &line(by))]);
            report.assumptions.iter().any(|text| text.contains("was set forward by 1 min 30 s"))
        };
        assert!(told("90.004398") && !told("0.004398"));
    }
}
