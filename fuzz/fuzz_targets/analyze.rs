//! The whole way from bytes to every form of report, one or several sources of evidence at a time
//! (divided by lines of `==>`), and back: each citation of the report holds.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| backtrail::harness::analyze(data));
