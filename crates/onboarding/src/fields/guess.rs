//! Whether an ExternalId can be guessed. It need not be secret, but "it must be unique per role and
//! not predictable" (the vendor's page): whoever can guess it can pose as this customer.

/// What remains unexplained must be at least this long: 12 characters of 36 are some 62 bits.
const ENOUGH: usize = 12;
/// Shorter than this is guessable whatever it is made of.
const SHORT: usize = 16;

/// Words that people put into identifiers.
const WORDS: [&str; 34] = [
    "access",
    "account",
    "acme",
    "admin",
    "bedrock",
    "changeme",
    "company",
    "customer",
    "default",
    "demo",
    "dev",
    "example",
    "external",
    "externalid",
    "gateway",
    "hello",
    "password",
    "prod",
    "production",
    "quilr",
    "quilrai",
    "role",
    "sample",
    "sandbox",
    "secret",
    "staging",
    "stage",
    "tenant",
    "test",
    "testing",
    "token",
    "trust",
    "uuid",
    "world",
];

/// Why an ExternalId is guessable, if it is. `known`: what an outsider may know about the setup, its
/// name and the role's name; `account`: the customer's account id.
///
/// Everything explainable is taken out (known words, the account, dates, sequences, repetitions);
/// what is left must be long enough. So `acme-` before a UUID is fine, and `acme-2026` is not.
pub(crate) fn guessable(external_id: &str, account: &str, known: &[&str]) -> Option<String> {
    let mut rest = external_id.to_ascii_lowercase();
    let mut reasons: Vec<String> = Vec::new();

    if account.len() == 12 && take(&mut rest, account) {
        reasons.push("it contains the account id".to_owned());
    }
    let mut words: Vec<String> = known
        .iter()
        .flat_map(|text| text.split(|c: char| !c.is_alphanumeric()))
        .map(str::to_lowercase)
        .filter(|word| word.chars().count() >= 3 && !word.bytes().all(|b| b.is_ascii_digit()))
        .chain(WORDS.iter().map(|word| (*word).to_owned()))
        .collect();
    // The longest first: `production` must not leave `uction` behind.
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    for word in &words {
        if take(&mut rest, word) {
            reasons.push(format!("it contains the word `{word}`"));
        }
    }
    if take_dates(&mut rest) {
        reasons.push("it contains a date".to_owned());
    }
    if take_runs(&mut rest) {
        reasons.push("it contains a sequence or a repetition".to_owned());
    }
    let left: String = rest.chars().filter(char::is_ascii_alphanumeric).collect();
    let unit = repeated_unit(&left);
    if unit < left.len() {
        reasons.push("it repeats itself".to_owned());
    }
    if external_id.len() < SHORT {
        reasons.push(format!("it has only {} characters", external_id.len()));
    } else if unit >= ENOUGH {
        return None;
    }
    let fallback = || "hardly any of its characters tell it from others".to_owned();
    Some(reasons.into_iter().next().unwrap_or_else(fallback))
}

/// Replaces every occurrence by a separator; whether there was one.
fn take(rest: &mut String, part: &str) -> bool {
    let found = !part.is_empty() && rest.contains(part);
    if found {
        *rest = rest.replace(part, "-");
    }
    found
}

/// Takes out groups of digits that read as a year (1900 to 2099), alone or with month and day.
fn take_dates(rest: &mut String) -> bool {
    let mut found = false;
    let kept: Vec<&str> = rest
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|group| {
            let is_date = is_date(group);
            found |= is_date;
            !is_date
        })
        .collect();
    let kept = kept.join("-");
    *rest = kept;
    found
}

fn is_date(group: &str) -> bool {
    group.bytes().all(|byte| byte.is_ascii_digit())
        && match group.len() {
            4 => is_year(group),
            6 => group.get(..4).is_some_and(is_year) && in_range(group.get(4..), 12),
            8 => {
                let year_first = group.get(..4).is_some_and(is_year)
                    && in_range(group.get(4..6), 12)
                    && in_range(group.get(6..), 31);
                let year_last = group.get(4..).is_some_and(is_year)
                    && in_range(group.get(..2), 31)
                    && in_range(group.get(2..4), 31);
                year_first || year_last
            }
            _ => false,
        }
}

fn is_year(digits: &str) -> bool {
    digits.starts_with("19") || digits.starts_with("20")
}

fn in_range(digits: Option<&str>, most: u32) -> bool {
    digits.and_then(|digits| digits.parse::<u32>().ok()).is_some_and(|number| (1..=most).contains(&number))
}

/// Shortens every run of four or more characters that count up, count down or stay the same
/// (`1234`, `fedc`, `aaaa`) to its first one.
fn take_runs(rest: &mut String) -> bool {
    let mut kept = String::new();
    let mut run: Vec<char> = Vec::new();
    let mut step: Option<i32> = None;
    let mut found = false;
    let mut close = |run: &mut Vec<char>, kept: &mut String| {
        if run.len() >= 4 {
            found = true;
            kept.extend(run.first());
        } else {
            kept.extend(run.iter());
        }
        run.clear();
    };
    for character in rest.chars() {
        let next = run.last().and_then(|last| step_between(*last, character));
        match (next, step) {
            (Some(next), Some(step)) if next == step => run.push(character),
            (Some(next), None) => {
                step = Some(next);
                run.push(character);
            }
            _ => {
                close(&mut run, &mut kept);
                step = None;
                run.push(character);
            }
        }
    }
    close(&mut run, &mut kept);
    *rest = kept;
    found
}

/// -1, 0 or 1 between two letters or two digits.
fn step_between(a: char, b: char) -> Option<i32> {
    let alike =
        (a.is_ascii_digit() && b.is_ascii_digit()) || (a.is_ascii_alphabetic() && b.is_ascii_alphabetic());
    let step = i32::try_from(u32::from(b)).ok()? - i32::try_from(u32::from(a)).ok()?;
    (alike && (-1..=1).contains(&step)).then_some(step)
}

/// The length of the shortest beginning of which the whole text is a repetition: 2 for `ababab`.
fn repeated_unit(text: &str) -> usize {
    let bytes = text.as_bytes();
    (1..=bytes.len() / 2)
        .find(|unit| bytes.iter().zip(bytes.iter().skip(*unit)).all(|(a, b)| a == b))
        .unwrap_or(bytes.len())
}
