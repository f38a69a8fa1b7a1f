//! The constraints of the service models, checked and worded as AWS does:
//! `2 validation errors detected: Value … at 'roleName' failed to satisfy constraint: …; Value …`.

/// A pattern: the text that AWS shows, and what it accepts. `\w` is ASCII in all of them.
#[derive(Clone, Copy)]
pub(crate) struct Pattern {
    pub(crate) shown: &'static str,
    pub(crate) accepts: fn(&str) -> bool,
}

/// The bounds of a string member.
#[derive(Clone, Copy)]
pub(crate) struct Text {
    pub(crate) min: usize,
    pub(crate) max: usize,
    pub(crate) pattern: Option<Pattern>,
}

/// The bounds of a number member.
#[derive(Clone, Copy)]
pub(crate) struct Number {
    pub(crate) min: f64,
    pub(crate) max: f64,
}

/// What was found against the model, in the order of the checks.
#[derive(Debug, Default)]
pub(crate) struct Violations(Vec<String>);

impl Violations {
    fn add(&mut self, value: Option<&str>, path: &str, constraint: &str) {
        let value = value.map_or_else(|| "null".to_owned(), |value| format!("'{value}'"));
        self.0.push(format!("Value {value} at '{path}' failed to satisfy constraint: {constraint}"));
    }

    /// A member that must be there, within its bounds.
    pub(crate) fn required(&mut self, path: &str, value: Option<&str>, rule: Text) {
        if value.is_none() {
            self.missing(path);
        }
        self.optional(path, value, rule);
    }

    /// A member that is missing and must not be.
    pub(crate) fn missing(&mut self, path: &str) {
        self.add(None, path, "Member must not be null");
    }

    /// A member that may be absent; if it is there, within its bounds.
    pub(crate) fn optional(&mut self, path: &str, value: Option<&str>, rule: Text) {
        let Some(value) = value else { return };
        if let Some(pattern) = rule.pattern.filter(|pattern| !(pattern.accepts)(value)) {
            let constraint = format!("Member must satisfy regular expression pattern: {}", pattern.shown);
            self.add(Some(value), path, &constraint);
        }
        self.length(path, value, value.chars().count(), rule.min, rule.max);
    }

    /// The members of a list of strings: AWS names the whole list and all that its members must be.
    pub(crate) fn members(&mut self, path: &str, values: &[String], rule: Text) {
        let fits = |value: &String| {
            (rule.min..=rule.max).contains(&value.chars().count())
                && rule.pattern.is_none_or(|pattern| (pattern.accepts)(value))
        };
        if values.iter().all(fits) {
            return;
        }
        let pattern = rule
            .pattern
            .map(|pattern| format!("Member must satisfy regular expression pattern: {}, ", pattern.shown));
        let constraint = format!(
            "Member must satisfy constraint: [Member must have length less than or equal to {}, Member must have length greater than or equal to {}, {}Member must not be null]",
            rule.max,
            rule.min,
            pattern.unwrap_or_default()
        );
        self.add(Some(&format!("[{}]", values.join(", "))), path, &constraint);
    }

    /// A member that the model calls sensitive: the sentence leaves its value out.
    pub(crate) fn sensitive(&mut self, path: &str, value: &str, rule: Text) {
        let mut found = Violations::default();
        found.optional(path, Some(value), rule);
        let shown = format!("Value '{value}' at '");
        self.0.extend(found.0.iter().map(|text| text.replacen(&shown, "Value at '", 1)));
    }

    /// A length, of a string or of a list.
    pub(crate) fn length(&mut self, path: &str, shown: &str, length: usize, min: usize, max: usize) {
        if length < min {
            let constraint = format!("Member must have length greater than or equal to {min}");
            self.add(Some(shown), path, &constraint);
        }
        if length > max {
            let constraint = format!("Member must have length less than or equal to {max}");
            self.add(Some(shown), path, &constraint);
        }
    }

    /// An integer within its bounds.
    pub(crate) fn integer(&mut self, path: &str, value: i64, rule: Number) {
        // Beyond 2^53 the value shown is rounded; it is out of every bound all the same.
        #[allow(clippy::cast_precision_loss)]
        self.number(path, value as f64, rule);
    }

    /// A number within its bounds.
    pub(crate) fn number(&mut self, path: &str, value: f64, rule: Number) {
        let shown = value.to_string();
        if value < rule.min {
            let constraint = format!("Member must have value greater than or equal to {}", rule.min);
            self.add(Some(&shown), path, &constraint);
        }
        if value > rule.max {
            let constraint = format!("Member must have value less than or equal to {}", rule.max);
            self.add(Some(&shown), path, &constraint);
        }
    }

    /// One of a set.
    pub(crate) fn one_of(&mut self, path: &str, value: Option<&str>, set: &[&str]) {
        if let Some(value) = value.filter(|value| !set.contains(value)) {
            let constraint = format!("Member must satisfy enum value set: [{}]", set.join(", "));
            self.add(Some(value), path, &constraint);
        }
    }

    /// AWS's sentence, if anything was found.
    pub(crate) fn message(self) -> Option<String> {
        let count = self.0.len();
        let errors = if count == 1 { "error" } else { "errors" };
        (count > 0).then(|| format!("{count} validation {errors} detected: {}", self.0.join("; ")))
    }
}

/// `[A-Za-z0-9_]`
pub(crate) fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// `\w` and the given others, any number of times.
pub(crate) fn words_and(text: &str, others: &str) -> bool {
    text.chars().all(|c| is_word(c) || others.contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHORT: Text = Text {
        min: 2,
        max: 4,
        pattern: Some(Pattern { shown: r"[\w+=,.@:\/-]*", accepts: |text| words_and(text, "+=,.@:/-") }),
    };

    fn found(value: Option<&str>) -> Option<String> {
        let mut violations = Violations::default();
        violations.required("externalId", value, SHORT);
        violations.message()
    }

    #[test]
    fn the_texts_are_those_of_aws() {
        assert_eq!(found(Some("ab")), None);
        assert_eq!(
            found(Some("a b")).as_deref(),
            Some(
                r"1 validation error detected: Value 'a b' at 'externalId' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w+=,.@:\/-]*"
            )
        );
        assert_eq!(
            found(None).as_deref(),
            Some(
                "1 validation error detected: Value null at 'externalId' failed to satisfy constraint: Member must not be null"
            )
        );
        assert_eq!(
            found(Some("é")).as_deref(),
            Some(
                r"2 validation errors detected: Value 'é' at 'externalId' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w+=,.@:\/-]*; Value 'é' at 'externalId' failed to satisfy constraint: Member must have length greater than or equal to 2"
            )
        );
    }

    #[test]
    fn numbers_are_shown_without_a_fraction_they_do_not_have() {
        let mut violations = Violations::default();
        violations.number("durationSeconds", 899.0, Number { min: 900.0, max: 43200.0 });
        assert_eq!(
            violations.message().as_deref(),
            Some(
                "1 validation error detected: Value '899' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900"
            )
        );
    }
}
