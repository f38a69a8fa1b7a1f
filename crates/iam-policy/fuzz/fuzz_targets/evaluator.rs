//! Any line: it has one answer, on one line, and the same again.
#![no_main]

use iam_policy::simulate;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|line: &[u8]| {
    let answer = |line| {
        let mut out = Vec::new();
        simulate::answer(line, &mut out);
        out
    };
    let out = answer(line);
    assert!(std::str::from_utf8(&out).is_ok() && !out.contains(&b'\n'));
    assert_eq!(out, answer(line));
});
