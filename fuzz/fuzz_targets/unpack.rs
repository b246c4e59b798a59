//! Bytes of an unknown kind on standard input: compressed, archived, in UTF-16 or none of them.
//! They
//! are unpacked in process within their limits, and whatever comes out is recognised and read.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| backtrail::harness::unpack(data));
