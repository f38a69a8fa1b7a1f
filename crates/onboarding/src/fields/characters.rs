//! Naming the character that does not belong: a pasted space or line end is invisible, and
//! "invalid value" would leave the user searching.

/// A character that a field does not take, and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Offender {
    character: char,
    place: Place,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Start,
    End,
    /// Counted from 1, in characters.
    At(usize),
}

/// The characters of `\w` in AWS's patterns: ASCII only.
pub(super) fn is_word(character: char) -> bool {
    character.is_ascii_alphanumeric() || character == '_'
}

/// The first character that `allowed` refuses.
pub(super) fn offender(text: &str, allowed: impl Fn(char) -> bool) -> Option<Offender> {
    let (index, character) = text.chars().enumerate().find(|(_, character)| !allowed(*character))?;
    let place = if index == 0 {
        Place::Start
    } else if text.chars().skip(index).all(|rest| !allowed(rest)) {
        Place::End
    } else {
        Place::At(index + 1)
    };
    Some(Offender { character, place })
}

impl Offender {
    /// Whether removing it is all there is to do: white space and what cannot be seen.
    pub(super) fn is_blank(self) -> bool {
        self.character.is_whitespace() || is_invisible(self.character)
    }

    /// What to do about it.
    pub(super) fn remedy(self) -> String {
        if self.is_blank() { format!("Remove {self}.") } else { format!("Replace {self}.") }
    }
}

impl std::fmt::Display for Offender {
    /// For example ``a space at the end`` or `` `!` at character 4 ``.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.character {
            ' ' => f.write_str("a space")?,
            '\t' => f.write_str("a tab")?,
            '\n' | '\r' => f.write_str("a line end")?,
            '\u{a0}' => f.write_str("a no-break space (U+00A0)")?,
            '`' => f.write_str("a backtick")?,
            other if is_invisible(other) || other.is_control() || other.is_whitespace() => {
                write!(f, "an invisible character (U+{:04X})", u32::from(other))?;
            }
            other if other.is_ascii() => write!(f, "`{other}`")?,
            other => write!(f, "`{other}` (U+{:04X})", u32::from(other))?,
        }
        match self.place {
            Place::Start => f.write_str(" at the start"),
            Place::End => f.write_str(" at the end"),
            Place::At(position) => write!(f, " at character {position}"),
        }
    }
}

/// Format characters that come along with text copied from web pages and documents.
fn is_invisible(character: char) -> bool {
    matches!(character,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}
