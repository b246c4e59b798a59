//! Laravel's frequency calls: `weekdays()->dailyAt('03:15')`.

use super::fields::WEEKDAYS;

/// The five fields of a crontab that the calls stand for, in the order of the chain, and the zone
/// that they name. Calls that say nothing about the time (`withoutOverlapping`, `onOneServer`) are
/// passed over, conditions (`when`, `between`) too: the fields say when it may run.
pub(super) fn fields(text: &str) -> Option<([String; 5], Option<String>)> {
    let mut fields = std::array::from_fn(|_| "*".to_owned());
    let mut zone = None;
    let mut known = false;
    for (name, arguments) in calls(text) {
        if matches!(name.as_str(), "timezone" | "setTimezone") {
            zone = arguments.first().cloned();
            continue;
        }
        known |= apply(&name, &arguments, &mut fields)?;
    }
    known.then_some((fields, zone))
}

/// Calls without arguments and the five fields that they set; an empty one stays as it is.
const PLAIN: &[(&str, [&str; 5])] = &[
    ("everySecond", ["*", "*", "", "", ""]),
    ("everyTwoSeconds", ["*", "*", "", "", ""]),
    ("everyFiveSeconds", ["*", "*", "", "", ""]),
    ("everyTenSeconds", ["*", "*", "", "", ""]),
    ("everyFifteenSeconds", ["*", "*", "", "", ""]),
    ("everyTwentySeconds", ["*", "*", "", "", ""]),
    ("everyThirtySeconds", ["*", "*", "", "", ""]),
    ("everyMinute", ["*", "*", "", "", ""]),
    ("everyTwoMinutes", ["*/2", "*", "", "", ""]),
    ("everyThreeMinutes", ["*/3", "*", "", "", ""]),
    ("everyFourMinutes", ["*/4", "*", "", "", ""]),
    ("everyFiveMinutes", ["*/5", "*", "", "", ""]),
    ("everyTenMinutes", ["*/10", "*", "", "", ""]),
    ("everyFifteenMinutes", ["*/15", "*", "", "", ""]),
    ("everyThirtyMinutes", ["0,30", "*", "", "", ""]),
    ("hourly", ["0", "*", "", "", ""]),
    ("daily", ["0", "0", "", "", ""]),
    ("weekly", ["0", "0", "", "", "0"]),
    ("monthly", ["0", "0", "1", "", ""]),
    ("quarterly", ["0", "0", "1", "1-12/3", ""]),
    ("yearly", ["0", "0", "1", "1", ""]),
];

/// The calls of a chain: `a('x', 1)->b()` gives `(a, [x, 1])` and `(b, [])`. Lists in brackets are
/// flattened.
fn calls(text: &str) -> Vec<(String, Vec<String>)> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('(') {
        let name: String = before
            .chars()
            .rev()
            .take_while(|c| c.is_ascii_alphanumeric() || *c == '_')
            .collect::<Vec<_>>()
            .into_iter()
            .rev()
            .collect();
        let (mut depth, mut quote, mut end) = (1usize, None, after.len());
        for (at, c) in after.char_indices() {
            match (quote, c) {
                (Some(open), _) if c == open => quote = None,
                (Some(_), _) => {}
                (None, '\'' | '"') => quote = Some(c),
                (None, '(') => depth += 1,
                (None, ')') => {
                    depth -= 1;
                    if depth == 0 {
                        end = at;
                        break;
                    }
                }
                _ => {}
            }
        }
        let (inside, next) = after.split_at_checked(end).unwrap_or((after, ""));
        let arguments = inside
            .split(',')
            .map(|argument| {
                argument
                    .trim_matches(|c: char| {
                        c.is_whitespace() || matches!(c, '\'' | '"' | '[' | ']')
                    })
                    .to_owned()
            })
            .filter(|argument| !argument.is_empty())
            .collect();
        if !name.is_empty() {
            out.push((
                name,
                if inside.starts_with(['\'', '"'])
                    && inside.trim_end().ends_with(['\'', '"'])
                    && !inside.contains("',")
                    && !inside.contains("\",")
                {
                    vec![inside.trim().trim_matches(['\'', '"']).to_owned()]
                } else {
                    arguments
                },
            ));
        }
        rest = next.strip_prefix(')').unwrap_or(next);
    }
    out
}

/// What one call does to the five fields; `Some(false)` where it says nothing about the time,
/// `None` where its arguments make no sense.
fn apply(name: &str, arguments: &[String], fields: &mut [String; 5]) -> Option<bool> {
    if let Some((_, plain)) = PLAIN.iter().find(|(known, _)| *known == name) {
        for (field, value) in fields.iter_mut().zip(plain).filter(|(_, value)| !value.is_empty()) {
            (*value).clone_into(field);
        }
        return Some(true);
    }
    let first = arguments.first().map(String::as_str);
    let second = arguments.get(1).map(String::as_str);
    let third = arguments.get(2).map(String::as_str);
    let mut put = |minute: &str,
                   hour: &str,
                   day: Option<&str>,
                   month: Option<&str>,
                   weekday: Option<&str>| {
        let [m, h, d, mo, w] = fields;
        minute.clone_into(m);
        hour.clone_into(h);
        for (field, value) in [(d, day), (mo, month), (w, weekday)] {
            if let Some(value) = value {
                value.clone_into(field);
            }
        }
    };
    let clock = |text: Option<&str>| -> Option<(String, String)> {
        let text = text.unwrap_or("0:0");
        let (hour, rest) = text.split_once(':').unwrap_or((text, "0"));
        let minute = rest.split(':').next()?;
        Some((
            minute.trim().parse::<u32>().ok()?.to_string(),
            hour.trim().parse::<u32>().ok()?.to_string(),
        ))
    };
    let pair =
        |low: &str, high: &str| format!("{},{}", first.unwrap_or(low), second.unwrap_or(high));
    match name {
        "cron" => {
            let parts: Vec<&str> = first?.split_ascii_whitespace().collect();
            let [minute, hour, day, month, weekday] = <[&str; 5]>::try_from(parts).ok()?;
            put(minute, hour, Some(day), Some(month), Some(weekday));
        }
        "hourlyAt" => put(&arguments.join(","), "*", None, None, None),
        "everyOddHour" => put(first.unwrap_or("0"), "1-23/2", None, None, None),
        "everyTwoHours" => put(first.unwrap_or("0"), "*/2", None, None, None),
        "everyThreeHours" => put(first.unwrap_or("0"), "*/3", None, None, None),
        "everyFourHours" => put(first.unwrap_or("0"), "*/4", None, None, None),
        "everySixHours" => put(first.unwrap_or("0"), "*/6", None, None, None),
        "dailyAt" | "at" => {
            let (minute, hour) = clock(first)?;
            put(&minute, &hour, None, None, None);
        }
        "twiceDaily" => put("0", &pair("1", "13"), None, None, None),
        "twiceDailyAt" => put(third.unwrap_or("0"), &pair("1", "13"), None, None, None),
        "weeklyOn" => {
            let last = arguments.last().filter(|text| text.contains(':'));
            let (minute, hour) = clock(last.map(String::as_str))?;
            let days: Vec<&str> = arguments
                .iter()
                .map(String::as_str)
                .filter(|text| !text.contains(':'))
                .map(weekday)
                .collect();
            put(&minute, &hour, None, None, Some(&days.join(",")));
        }
        "monthlyOn" => {
            let (minute, hour) = clock(second)?;
            put(&minute, &hour, Some(first.unwrap_or("1")), None, None);
        }
        "twiceMonthly" => {
            let (minute, hour) = clock(third)?;
            put(&minute, &hour, Some(&pair("1", "16")), None, None);
        }
        "lastDayOfMonth" => {
            let (minute, hour) = clock(first)?;
            put(&minute, &hour, Some("L"), None, None);
        }
        "quarterlyOn" => {
            let (minute, hour) = clock(second)?;
            put(&minute, &hour, Some(first.unwrap_or("1")), Some("1-12/3"), None);
        }
        "yearlyOn" => {
            let (minute, hour) = clock(third)?;
            put(&minute, &hour, Some(second.unwrap_or("1")), Some(first.unwrap_or("1")), None);
        }
        "weekdays" | "weekends" | "days" | "sundays" | "mondays" | "tuesdays" | "wednesdays"
        | "thursdays" | "fridays" | "saturdays" => {
            let days = match name {
                "weekdays" => "1-5".to_owned(),
                "weekends" => "6,0".to_owned(),
                "days" => arguments.iter().map(|text| weekday(text)).collect::<Vec<_>>().join(","),
                _ => WEEKDAYS.iter().position(|day| name.starts_with(day))?.to_string(),
            };
            let [.., field] = fields;
            *field = days;
        }
        _ => return Some(false),
    }
    Some(true)
}

/// `Schedule::MONDAY` and the like as a number.
fn weekday(text: &str) -> &str {
    let name = text.rsplit(':').next().unwrap_or(text).to_ascii_lowercase();
    for (number, day) in ["0", "1", "2", "3", "4", "5", "6"].into_iter().zip(WEEKDAYS) {
        if name.starts_with(day) {
            return number;
        }
    }
    text
}
