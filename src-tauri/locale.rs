//! The languages that the system prefers, best first, as tags: `de-AT`, `en`.
//!
//! On Linux they are read here from the environment. WebKitGTK knows them only where the C library has the
//! locale installed, and takes them from `LC_CTYPE`, which says how letters are encoded. Elsewhere the web
//! view asks the system.

/// None where the web view knows them.
#[cfg(target_os = "linux")]
pub(crate) fn preferred() -> Vec<String> {
    tags(|name| std::env::var(name).ok().filter(|value| !value.is_empty()))
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn preferred() -> Vec<String> {
    Vec::new()
}

/// As gettext reads them: the list of `LANGUAGE`, then the locale of messages. A locale without a language
/// means that nothing is to be translated, whatever the list says.
#[cfg(any(target_os = "linux", test))]
fn tags(variable: impl Fn(&str) -> Option<String>) -> Vec<String> {
    let locale =
        ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(&variable).and_then(|name| tag(&name));
    let Some(locale) = locale else { return Vec::new() };
    let list = variable("LANGUAGE").unwrap_or_default();
    list.split(':').filter_map(tag).chain([locale]).collect()
}

/// `de_DE.UTF-8@euro` is `de-DE`; `C` and `POSIX` are no language.
#[cfg(any(target_os = "linux", test))]
fn tag(locale: &str) -> Option<String> {
    let name = locale.split(['.', '@']).next().unwrap_or_default();
    (!matches!(name, "" | "C" | "POSIX")).then(|| name.replace('_', "-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The variables that are set, and the languages they name.
    type Case = (&'static [(&'static str, &'static str)], &'static [&'static str]);

    #[test]
    fn the_environment_names_the_languages() {
        let cases: [Case; 11] = [
            (&[], &[]),
            (&[("LANG", "de_DE.UTF-8")], &["de-DE"]),
            (&[("LANG", "ja_JP.eucJP@x")], &["ja-JP"]),
            (&[("LANG", "en_GB.UTF-8"), ("LC_MESSAGES", "de_AT.UTF-8")], &["de-AT"]),
            (&[("LANG", "en_GB"), ("LC_MESSAGES", "fr_FR"), ("LC_ALL", "de")], &["de"]),
            // What letters, dates and money are written in is no language of a screen.
            (&[("LANG", "en_GB.UTF-8"), ("LC_CTYPE", "de_DE.UTF-8")], &["en-GB"]),
            (&[("LANG", "en_US.UTF-8"), ("LANGUAGE", "fr:de_CH")], &["fr", "de-CH", "en-US"]),
            (&[("LANG", "C.UTF-8")], &[]),
            (&[("LANG", "de_DE.UTF-8"), ("LC_ALL", "C")], &[]),
            (&[("LANG", "POSIX"), ("LANGUAGE", "de")], &[]),
            (&[("LANGUAGE", "de")], &[]),
        ];
        for (variables, expected) in cases {
            let variable = |name: &str| {
                let found = variables.iter().find(|(variable, _)| *variable == name);
                found.map(|(_, value)| (*value).to_owned())
            };
            assert_eq!(tags(variable), expected, "{variables:?}");
        }
    }
}
