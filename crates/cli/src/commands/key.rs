//! `key`: QuilrAI's keys of a setup, in the keychain. The key itself comes by standard input or is
//! typed unseen, and is never printed.

use super::Context;
use crate::args::{Format, KeyArgs, KeyCommand, KeySlotArgs};
use crate::error::{Failure, Outcome};
use crate::hidden;
use crate::output::Output;
use crate::setup_args::{read_setup, read_stdin};
use crate::signals::StopRequests;
use live::{KeySlot, KeyStatus, KeyStore, QuilrKey};
use onboarding::{ProviderType, Setup};
use std::io::IsTerminal;
use zeroize::Zeroizing;

pub(crate) async fn run(context: &Context, args: &KeyArgs) -> Result<Outcome, Failure> {
    let store = KeyStore::default();
    match &args.command {
        KeyCommand::Set(args) => set(context, &store, args).await,
        KeyCommand::Show(args) => {
            let slots = slots(args)?;
            show(context, &store, &slots).await;
            Ok(Outcome::Fine)
        }
        KeyCommand::Remove(args) => {
            let slots = slots(args)?;
            for slot in &slots {
                store.remove(slot).await.map_err(live::LiveError::from)?;
            }
            show(context, &store, &slots).await;
            Ok(Outcome::Fine)
        }
    }
}

async fn set(context: &Context, store: &KeyStore, args: &KeySlotArgs) -> Result<Outcome, Failure> {
    let slots = slots(args)?;
    let given = QuilrKey::parse(&read_key(&slots, &context.output).await?).map_err(live::LiveError::from)?;
    if given.trimmed && context.output.format() == Format::Text {
        context.output.notice("trimmed", "the spaces and line ends around the key were left out", None);
    }
    for slot in &slots {
        store.put(slot, &given.key).await.map_err(live::LiveError::from)?;
    }
    show(context, store, &slots).await;
    Ok(Outcome::Fine)
}

/// Typed unseen at a terminal, else all of standard input.
async fn read_key(slots: &[KeySlot], output: &Output) -> Result<Zeroizing<String>, Failure> {
    if !std::io::stdin().is_terminal() {
        return read_stdin().map(Zeroizing::new);
    }
    let of: Vec<_> = slots.iter().map(|slot| format!("`{}`", slot.provider_type)).collect();
    let mut stop = StopRequests::listen()?;
    let questions = output.questions();
    let ask = || questions.ask(&format!("QuilrAI key for {} (not shown):", of.join(", ")));
    let typed = hidden::line(&mut stop, ask).await;
    // The end of the line that was typed did not show either.
    questions.tell("");
    typed.ok_or_else(|| Failure::given_up("no-key-typed", "no key was typed; nothing was changed"))
}

async fn show(context: &Context, store: &KeyStore, slots: &[KeySlot]) {
    let mut all: Vec<KeyStatus> = Vec::new();
    for slot in slots {
        all.push(store.status(slot).await);
    }
    if context.output.format() == Format::Json {
        return context.output.json(&all);
    }
    for status in all {
        let what = match (&status.ends_in, &status.trouble) {
            (Some(ends), _) => format!("stored in the keychain, ends in …{ends}"),
            (None, Some(trouble)) => trouble.clone(),
            (None, None) => "no key".to_owned(),
        };
        context.output.line(format_args!("{:28}{what}", status.provider_type.as_str()));
    }
}

/// The chosen provider types of the setup, or those that were named.
fn slots(args: &KeySlotArgs) -> Result<Vec<KeySlot>, Failure> {
    let setup: Setup = read_setup(&args.setup)?;
    if setup.id.is_empty() {
        return Err(Failure::bad_input(
            "setup-without-id",
            "the setup has no `id` under which a key could be kept",
        )
        .hint("give it one, for example a UUID, or give the key with each run by QUILR_API_KEY"));
    }
    let named: Vec<ProviderType> = args.provider_type.iter().map(|&arg| arg.into()).collect();
    let types = if named.is_empty() { setup.chosen().collect() } else { named };
    Ok(types.into_iter().map(|provider_type| KeySlot { setup: setup.id.clone(), provider_type }).collect())
}
