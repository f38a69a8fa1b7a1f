//! `simulate`: cases in, decisions out, one line each, in the same order.

use crate::args::SimulateArgs;
use crate::error::{Failure, Outcome};
use crate::output::Output;
use crate::setup_args::unreadable;
use iam_policy::simulate::{self, MAX_LINE_BYTES, Told};
use std::fs::File;
use std::io::{self, BufRead, BufReader, ErrorKind, Read, Write};
use std::path::Path;

/// What the whole run came to.
#[derive(Default)]
struct Tally {
    cases: usize,
    unreadable: usize,
    unexpected: usize,
}

pub(crate) fn run(output: &Output, args: &SimulateArgs) -> Result<Outcome, Failure> {
    let path = args.cases.as_path();
    let fail = |error: &io::Error| unreadable(path, "cases", error);
    let tally = if path == Path::new("-") {
        answer_all(io::stdin().lock(), &fail)
    } else {
        // A folder opens like a file, and only reading it fails.
        answer_all(File::open(path).map_err(|error| fail(&error))?, &fail)
    }?;
    Ok(sum_up(&tally, output))
}

fn sum_up(tally: &Tally, output: &Output) -> Outcome {
    let Tally { cases, unreadable, unexpected } = *tally;
    if unexpected > 0 {
        let message = format!("{unexpected} of {cases} cases have another result than they expect");
        output.notice("unexpected", &message, Some("find them by `\"asExpected\":false`"));
    }
    if unreadable > 0 {
        let message =
            format!("{unreadable} of {cases} lines could not be evaluated: their result is `error`");
        output.notice("unreadable", &message, Some("`detail` says what is wrong, and at which column"));
    }
    match (unexpected, unreadable) {
        (1.., _) => Outcome::CheckFailed,
        (0, 1..) => Outcome::BadInput,
        (0, 0) => Outcome::Fine,
    }
}

/// Answers line by line; neither the input nor the output is ever held as a whole.
fn answer_all(input: impl Read, fail: &impl Fn(&io::Error) -> Failure) -> Result<Tally, Failure> {
    const BUFFER: usize = 256 * 1024;
    let mut input = BufReader::with_capacity(BUFFER, input);
    let mut answers = Vec::with_capacity(BUFFER);
    let mut line = Vec::new();
    let mut tally = Tally::default();
    loop {
        // Before waiting for more, what is there goes out: the other end may wait for its answer.
        if answers.len() >= BUFFER || input.buffer().is_empty() {
            if !print(&answers)? {
                return Ok(tally);
            }
            answers.clear();
        }
        let told = match next_line(&mut input, &mut line).map_err(|error| fail(&error))? {
            Line::End => break,
            Line::Blank => continue,
            Line::TooLong => simulate::answer_too_long(&mut answers),
            Line::Read => simulate::answer(&line, &mut answers),
        };
        answers.push(b'\n');
        tally.count(told);
    }
    print(&answers)?;
    Ok(tally)
}

impl Tally {
    fn count(&mut self, told: Told) {
        self.cases += 1;
        match told.as_expected {
            Some(true) => {}
            Some(false) => self.unexpected += 1,
            None => self.unreadable += usize::from(!told.readable),
        }
    }
}

enum Line {
    Read,
    Blank,
    /// It was passed over, and nothing of it kept.
    TooLong,
    End,
}

fn next_line(input: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<Line> {
    line.clear();
    let most = u64::try_from(MAX_LINE_BYTES).unwrap_or(u64::MAX);
    if input.by_ref().take(most + 1).read_until(b'\n', line)? == 0 {
        return Ok(Line::End);
    }
    if line.last() != Some(&b'\n') && line.len() > MAX_LINE_BYTES {
        input.skip_until(b'\n')?;
        return Ok(Line::TooLong);
    }
    line.truncate(line.trim_ascii_end().len());
    Ok(if line.is_empty() { Line::Blank } else { Line::Read })
}

/// Whether anybody still reads: a reader that went away (`| head`) is no failure.
fn print(answers: &[u8]) -> Result<bool, Failure> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(answers).and_then(|()| stdout.flush()) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(false),
        Err(error) => Err(Failure::cannot_print(&error)),
    }
}
