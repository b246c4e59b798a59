//! The redactor, at every level: no panic, and what it wrote holds nothing more that it would hide.
#![no_main]

use backtrail::redact::{self, redactor::Redactor, rule::Level};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    for level in [Level::Off, Level::Secrets, Level::Pii, Level::Strict] {
        let redactor = Redactor::new(level);
        for shown in [redactor.text(&text), redactor.sql(&text), redactor.excerpt(&text)] {
            redact::find::check(&shown, level);
        }
        redactor.counts();
    }
});
