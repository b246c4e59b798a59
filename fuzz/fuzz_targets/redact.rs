//! The redactor, at every level: no panic, and what it wrote holds nothing more that it would hide.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| backtrail::harness::redact(data));
