//! What is done with a statement's text: it is cut, classified, fingerprinted and redacted.
//!
//! Whatever the text: no panic; pieces lie in order and within it; a fingerprint is its own
//! fingerprint's shape, and a cut statement is classified as well as a whole one.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| backtrail::harness::sql(data));
