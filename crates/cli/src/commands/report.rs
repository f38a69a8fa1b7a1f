//! `--report FILE`: the verification on record. Before it begins it is tried whether the files can be
//! written, so that nobody waits for a proof that cannot be kept. Each is replaced whole, or not at all,
//! and beside it nothing is left while the verification runs: it may be killed.

use super::Context;
use super::session::Work;
use crate::args::ReportArgs;
use crate::error::Failure;
use crate::permissions::as_any_file;
use live::UndoStore;
use onboarding::report::{Mask, Place, Ran, ReportInput};
use onboarding::{Check, Report};
use serde::Serialize;
use std::ffi::OsStr;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// The forms of a report, by the file's ending.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Html,
    Markdown,
    Json,
}

/// The files to write.
pub(crate) struct Reports {
    files: Vec<File>,
    mask: Mask,
}

struct File {
    form: Form,
    path: PathBuf,
}

/// A file that was written.
#[derive(Debug, Serialize)]
pub(crate) struct Written {
    pub(crate) path: PathBuf,
    /// Whether there was a file of that name before.
    pub(crate) replaced: bool,
}

impl Reports {
    /// Tries the files that were asked for.
    pub(crate) fn open(args: &ReportArgs) -> Result<Self, Failure> {
        // All the names first: a wrong one must not leave anything behind.
        let forms = args.report.iter().map(|path| form(path)).collect::<Result<Vec<_>, _>>()?;
        let files = forms.into_iter().zip(&args.report).map(|(form, path)| {
            // Made, and deleted at once.
            beside(path).map_err(|error| unwritable(path, &error))?;
            Ok(File { form, path: path.clone() })
        });
        let mask = Mask { accounts: args.mask_accounts, external_ids: args.mask_external_id };
        Ok(Self { files: files.collect::<Result<_, Failure>>()?, mask })
    }

    /// Writes them all.
    pub(crate) fn write(
        self,
        context: &Context,
        work: &Work,
        checks: &[Check],
        ran: Ran,
        store: &UndoStore,
    ) -> Result<Vec<Written>, Failure> {
        if self.files.is_empty() {
            return Ok(Vec::new());
        }
        let account = &work.session.account;
        let report = onboarding::report(&ReportInput {
            setup: &work.setup,
            pack: (&context.pack, &pack_name(context)),
            checks,
            ran,
            applied: &store.applied(work.setup.role_arn.as_str(), account.endpoint()),
            place: Place::at(account.endpoint()),
            at: &live::now(),
            version: env!("CARGO_PKG_VERSION"),
        });
        let report = report.masked(self.mask);
        self.files.into_iter().map(|file| file.write(&report)).collect()
    }
}

impl File {
    fn write(self, report: &Report) -> Result<Written, Failure> {
        let text = match self.form {
            Form::Html => report.html(),
            Form::Markdown => report.markdown(),
            Form::Json => report.json(),
        };
        let replaced = self.path.exists();
        let written = beside(&self.path).and_then(|mut unfinished| {
            unfinished.write_all(text.as_bytes())?;
            unfinished.as_file().sync_all()?;
            Ok(unfinished.persist(target(&self.path))?)
        });
        written.map_err(|error| unwritable(&self.path, &error))?;
        Ok(Written { path: self.path, replaced })
    }
}

fn form(path: &Path) -> Result<Form, Failure> {
    let ending = path.extension().and_then(OsStr::to_str).unwrap_or_default().to_ascii_lowercase();
    match ending.as_str() {
        "html" => Ok(Form::Html),
        "md" => Ok(Form::Markdown),
        "json" => Ok(Form::Json),
        _ => Err(Failure::bad_input(
            "report-form",
            format_args!("`{}` does not say which form the report has", path.display()),
        )
        .hint("let its name end in `.html`, `.md` or `.json`")),
    }
}

/// A file beside the one that was named, to be put in its place once it is whole. What is there already
/// must be one that could be written.
fn beside(path: &Path) -> io::Result<NamedTempFile> {
    let target = target(path);
    let mut builder = tempfile::Builder::new();
    builder.prefix(".report-");
    if target.exists() {
        std::fs::OpenOptions::new().append(true).open(&target)?;
    }
    as_any_file(&mut builder, &target);
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty());
    builder.tempfile_in(folder.unwrap_or(Path::new(".")))
}

/// Where a link leads: the file is replaced, not the link.
fn target(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

fn unwritable(path: &Path, error: &io::Error) -> Failure {
    Failure::outside(
        "report-file",
        format_args!("the report `{}` cannot be written: {error}", path.display()),
    )
    .hint("name a file in a folder that is there and that you may write to")
}

/// What the template pack is called: no path of this machine is told.
fn pack_name(context: &Context) -> String {
    let folder = context.templates.as_deref().and_then(Path::file_name);
    folder.map_or_else(|| "built-in".to_owned(), |name| name.to_string_lossy().into_owned())
}
