//! A pattern and an ARN, split at the first line break: the matcher ends, and says what a naive one says.
#![no_main]

use iam_policy::arn;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &str| {
    let Some((pattern, text)) = input.split_once('\n') else {
        return;
    };
    // The naive one needs the time of all combinations.
    if pattern.len() > 24 || text.len() > 24 {
        arn::matches(pattern, text);
        return;
    }
    let matched = arn::matches(&format!("arn:aws:s3:::{pattern}"), &format!("arn:aws:s3:::{text}"));
    let (pattern, text): (Vec<char>, Vec<char>) = (pattern.chars().collect(), text.chars().collect());
    assert_eq!(matched, naive(&pattern, &text));
});

fn naive(pattern: &[char], text: &[char]) -> bool {
    match pattern {
        [] => text.is_empty(),
        ['*', rest @ ..] => (0..=text.len()).any(|skipped| naive(rest, &text[skipped..])),
        ['?', rest @ ..] => !text.is_empty() && naive(rest, &text[1..]),
        [first, rest @ ..] => text.first() == Some(first) && naive(rest, &text[1..]),
    }
}
