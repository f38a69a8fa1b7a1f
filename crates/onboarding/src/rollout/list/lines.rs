//! A list line by line: CSV with or without a header, or plain account ids.
//!
//! A line is a record. AWS's account names hold no line breaks, and so a stray quotation mark spoils
//! only its own line.

use super::{AccountNote, Reading, account};
use crate::fields::{AccountId, Severity};

/// What a header calls the columns, without case, spaces and punctuation; the surest first.
const IDS: [&str; 6] = ["accountid", "awsaccountid", "accountnumber", "awsaccount", "account", "id"];
const NAMES: [&str; 4] = ["accountname", "name", "accountalias", "alias"];
const EXTERNAL_IDS: [&str; 2] = ["externalid", "awsexternalid"];
/// Columns of our own table that say nothing new.
const KNOWN: [&str; 3] = ["awsrolearn", "rolearn", "status"];

/// Which column is what.
struct Columns {
    id: usize,
    name: Option<usize>,
    external_id: Option<usize>,
}

pub(super) fn read(text: &str, reading: &mut Reading<'_>) {
    let mut lines = lines(text).filter(|(_, line)| !is_blank(line)).peekable();
    let separator = match lines.peek().and_then(|(_, line)| directive(line)) {
        Some(separator) => {
            lines.next();
            separator
        }
        None => separator(text),
    };
    let mut columns = Columns { id: 0, name: Some(1), external_id: Some(2) };
    if let Some((line, text)) = lines.peek() {
        let cells = cells(text, separator);
        if let Some(found) = header(&cells) {
            say_unread(*line, &cells, &found, reading);
            columns = found;
            lines.next();
        } else if looks_like_header(&cells) {
            reading.note(
                AccountNote::new(
                    *line,
                    Severity::Error,
                    "header-unknown",
                    "no column is named account_id: the first is taken for it",
                )
                .remedy("Name the columns account_id, name and external_id."),
            );
            lines.next();
        }
    }
    for (line, text) in lines {
        let cells = cells(text, separator);
        let cell = |column: Option<usize>| column.and_then(|at| cells.get(at)).map_or("", String::as_str);
        let (id, name) = match cells.as_slice() {
            [only] => split_name(only),
            _ => (cell(Some(columns.id)), cell(columns.name)),
        };
        reading.take(line, id, name, Some(cell(columns.external_id)));
    }
}

/// Lines with their numbers, whichever way they end.
fn lines(text: &str) -> impl Iterator<Item = (u32, &str)> {
    let mut rest = Some(text);
    let lines = std::iter::from_fn(move || {
        let text = rest?;
        let Some(end) = text.find(['\n', '\r']) else {
            rest = None;
            return Some(text);
        };
        let (line, after) = text.split_at(end);
        rest = Some(after.strip_prefix("\r\n").or_else(|| after.get(1..)).unwrap_or_default());
        Some(line)
    });
    (1_u32..).zip(lines)
}

/// A spreadsheet ends a list with lines of separators alone.
fn is_blank(line: &str) -> bool {
    line.chars().all(|c| c.is_whitespace() || c.is_control() || ",;\"\u{feff}".contains(c))
}

/// Excel's own first line, `sep=;`.
fn directive(line: &str) -> Option<char> {
    let rest = line.trim_matches('"').strip_prefix("sep=")?;
    let mut characters = rest.chars();
    let separator = characters.next()?;
    characters.next().is_none().then_some(separator)
}

/// By the first line that has one: a tab where something was copied out of a spreadsheet, a semicolon
/// where the comma is the decimal point.
fn separator(text: &str) -> char {
    for (_, line) in lines(text) {
        let mut quoted = false;
        let (mut semicolons, mut commas) = (0_u32, 0_u32);
        for c in line.chars() {
            match c {
                '"' => quoted = !quoted,
                '\t' if !quoted => return '\t',
                ';' if !quoted => semicolons += 1,
                ',' if !quoted => commas += 1,
                _ => {}
            }
        }
        if semicolons + commas > 0 {
            return if semicolons >= commas { ';' } else { ',' };
        }
    }
    ','
}

/// A line's cells without their quotation marks.
fn cells(line: &str, separator: char) -> Vec<String> {
    let mut cells = Vec::new();
    let mut cell = String::new();
    let mut quoted = false;
    let mut characters = line.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '"' if quoted && characters.peek() == Some(&'"') => {
                characters.next();
                cell.push('"');
            }
            '"' if quoted => quoted = false,
            // Only at the beginning of a cell: `=\"012\"` and names hold them too.
            '"' if cell.trim().is_empty() => {
                cell.clear();
                quoted = true;
            }
            c if c == separator && !quoted => cells.push(std::mem::take(&mut cell)),
            c => cell.push(c),
        }
    }
    cells.push(cell);
    cells
}

/// The columns by a header's names; `None`: it is none.
fn header(cells: &[String]) -> Option<Columns> {
    let names: Vec<String> = cells.iter().map(|cell| plain(cell)).collect();
    let find = |wanted: &[&str]| wanted.iter().find_map(|name| names.iter().position(|known| known == name));
    let id = find(&IDS)?;
    Some(Columns { id, name: find(&NAMES), external_id: find(&EXTERNAL_IDS) })
}

fn plain(cell: &str) -> String {
    cell.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Words and no digit, in more than one column.
fn looks_like_header(cells: &[String]) -> bool {
    cells.len() > 1
        && cells.iter().all(|cell| !cell.contains(|c: char| c.is_ascii_digit()))
        && cells.first().is_some_and(|cell| cell.contains(char::is_alphabetic))
}

fn say_unread(line: u32, cells: &[String], columns: &Columns, reading: &mut Reading<'_>) {
    let used = [Some(columns.id), columns.name, columns.external_id];
    let unread: Vec<String> = cells
        .iter()
        .enumerate()
        .filter(|(at, cell)| !used.contains(&Some(*at)) && !cell.trim().is_empty())
        .filter(|(_, cell)| !KNOWN.contains(&plain(cell).as_str()))
        .map(|(_, cell)| format!("`{}`", super::shown(cell)))
        .collect();
    if !unread.is_empty() {
        let message = format!("these columns are not read: {}", unread.join(", "));
        reading.note(AccountNote::new(line, Severity::Info, "columns-unread", message));
    }
}

/// `123456789012 Production`: an id and a name with nothing but a space between.
fn split_name(cell: &str) -> (&str, &str) {
    let cell = account::unwrapped(cell);
    match cell.split_once(char::is_whitespace) {
        Some((id, name)) if AccountId::parse(id).is_ok() => (id, name),
        _ => (cell, ""),
    }
}
