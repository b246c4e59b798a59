//! A reader of evidence: the format that `BACKTRAIL_FUZZ_FORMAT` names, or the one that the first
//! byte picks from the list, so that a new format is fuzzed without being named here.
//!
//! Whatever the bytes: no panic; every event and gap lies within them; what is not understood is
//! no more than there is; the size of blocks changes nothing.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    backtrail::harness::read(std::env::var("BACKTRAIL_FUZZ_FORMAT").ok().as_deref(), data);
});
