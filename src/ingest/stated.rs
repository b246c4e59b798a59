//! What users state of evidence, as words of the command line: zones, formats.

use crate::{
    error::{Error, Result},
    format::{self, contract::Format},
    ingest::clock::options::ClockOptions,
    source::pattern::NamePattern,
    text::nearest::nearest,
    time::{named::NamedZone, zone::Zone},
};

/// `--tz ZONE` and `--tz GLOB=ZONE`.
pub(crate) fn clock_options(zones: &[String], year: Option<i32>) -> Result<ClockOptions> {
    let mut options = ClockOptions { year, ..ClockOptions::default() };
    for text in zones {
        let (glob, name) = match text.rsplit_once('=') {
            Some((glob, name)) => (Some(glob), name),
            None => (None, text.as_str()),
        };
        let zone = Zone::parse(name).ok_or_else(|| Error::Usage(unknown_zone(name)))?;
        match glob {
            Some(glob) => options.stated.push((NamePattern::new(glob)?, zone)),
            None => options.rest = Some(zone),
        }
    }
    Ok(options)
}

fn unknown_zone(name: &str) -> String {
    let near = nearest(name, NamedZone::names());
    match near {
        Some(near) => format!("--tz: no zone named `{name}`; did you mean `{near}`?"),
        None => format!(
            "--tz: no zone named `{name}`; give an IANA name such as Europe/Berlin, or an offset such as +02:00"
        ),
    }
}

/// `GLOB=ID` of `--format`.
pub(crate) fn format_override(text: &str) -> Result<(NamePattern, &'static Format)> {
    let (glob, id) = text
        .rsplit_once('=')
        .ok_or_else(|| Error::Usage(format!("--format {text}: expected GLOB=ID")))?;
    let format = format::by_id(id).ok_or_else(|| {
        let near = nearest(id, format::FORMATS.iter().map(|format| format.id));
        Error::Usage(match near {
            Some(near) => format!("--format: no format named `{id}`; did you mean `{near}`?"),
            None => format!("--format: no format named `{id}`; `backtrail formats` lists them"),
        })
    })?;
    Ok((NamePattern::new(glob)?, format))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_zone_is_answered_with_the_right_one() {
        let Err(error) = clock_options(&["Europe/Berln".to_owned()], None) else { panic!() };
        assert!(error.to_string().contains("Europe/Berlin"));
    }

    #[test]
    fn a_zone_may_be_stated_for_some_files() {
        let options = clock_options(&["*.log=+02:00".to_owned(), "UTC".to_owned()], None).unwrap();
        assert_eq!(options.stated.len(), 1);
        assert_eq!(options.rest, Some(Zone::UTC));
    }
}
