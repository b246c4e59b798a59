//! What is done with a statement's text: it is cut, classified, fingerprinted and redacted.
//!
//! Whatever the text: no panic; pieces lie in order and within it; a fingerprint is its own
//! fingerprint's shape, and a cut statement is classified as well as a whole one.
#![no_main]

use backtrail::sql::{classify, dialect::Dialect, fingerprint, lexer, redact, split};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    let dialect = Dialect::default();
    let mut end = 0;
    for piece in split::pieces(&text, dialect) {
        assert!(
            end <= piece.start && piece.start <= piece.end && piece.end <= text.len(),
            "{piece:?} after {end}"
        );
        assert!(text.get(piece.start..piece.end).is_some(), "{piece:?} cuts a character");
        end = piece.end;
    }
    for cut in [false, true] {
        for statement in classify::statement::statements_cut(&text, dialect, cut) {
            backtrail::sql::effects::effects(&statement);
        }
    }
    fingerprint::fingerprint(&text);
    lexer::ends_open(data);
    let hidden = redact::redact_literals(&text);
    classify::statement::statements(&hidden, dialect);
});
