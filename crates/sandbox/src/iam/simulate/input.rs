//! What a simulation is asked: actions, resources, and the context they are in.

use super::invalid;
use crate::cloud::Call;
use crate::error::ApiError;
use crate::iam::rules::{Check, DOCUMENT};
use crate::validate::Text;
use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;
use iam_policy::arn::Arn;
use iam_policy::{Context, Kind, Policy};
use std::net::IpAddr;

const ACTION: Text = Text { min: 3, max: 128, pattern: None };
const RESOURCE: Text = Text { min: 1, max: 2048, pattern: None };
const HANDLING: Text = Text { min: 1, max: 64, pattern: None };
const CONTEXT_KEY: Text = Text { min: 5, max: 256, pattern: None };
const CONTEXT_TYPES: [&str; 12] = [
    "string",
    "stringList",
    "numeric",
    "numericList",
    "boolean",
    "booleanList",
    "ip",
    "ipList",
    "binary",
    "binaryList",
    "date",
    "dateList",
];

/// The most actions, and the most resources, of one simulation.
const MOST: usize = 1000;

pub(super) struct Input {
    pub(super) actions: Vec<String>,
    /// `*` where none is named.
    pub(super) resources: Vec<String>,
    pub(super) resource_policy: Option<(String, Policy)>,
    pub(super) caller: Option<String>,
    pub(super) context: Context,
}

impl Input {
    /// Reads them; what is against the model is noted, the rest refused at once.
    pub(super) fn read(call: &Call<'_>, check: &mut Check<'_>) -> Result<Self, ApiError> {
        let actions = check.required_texts("ActionNames", MOST, ACTION);
        let mut resources = check.texts("ResourceArns", MOST, RESOURCE);
        let resource_policy = check.optional("ResourcePolicy", DOCUMENT);
        let owner = check.optional("ResourceOwner", RESOURCE);
        let caller = check.optional("CallerArn", RESOURCE);
        check.optional("ResourceHandlingOption", HANDLING);
        let context = read_context(call, check);
        check.page()?;
        check.fail_early()?;
        if resources.is_empty() {
            resources.push("*".to_owned());
        }
        for action in &actions {
            let named = action.split_once(':').is_some_and(|(vendor, name)| {
                !vendor.is_empty() && !name.is_empty() && !action.contains(['*', '?', ' '])
            });
            if !named {
                return Err(invalid(format!("Action {action} is not valid.")));
            }
        }
        for resource in &resources {
            if resource != "*" && Arn::parse(resource).is_none() {
                return Err(invalid(format!("Resource {resource} must be in ARN format or \"*\".")));
            }
        }
        if let Some(caller) = caller.filter(|caller| !is_entity(caller)) {
            return Err(invalid(format!("CallerArn {caller} must be that of a user or a role.")));
        }
        let context = context?;
        let context = match owner.map(account_of) {
            None => context,
            Some(Some(account)) => context.with("aws:ResourceAccount", account),
            Some(None) => return Err(invalid("ResourceOwner must be an account.")),
        };
        let resource_policy = resource_policy.map(|text| {
            let policy = Policy::parse(text, Kind::Resource).map_err(|error| invalid(error.iam_message()))?;
            Ok::<_, ApiError>((text.to_owned(), policy))
        });
        Ok(Self {
            actions,
            resources,
            resource_policy: resource_policy.transpose()?,
            caller: caller.map(str::to_owned),
            context,
        })
    }

    /// How many characters of policy it brings.
    pub(super) fn weight(&self) -> usize {
        self.resource_policy.as_ref().map_or(0, |(text, _)| text.len())
    }
}

/// Twelve digits, or an account's root as an ARN.
fn account_of(owner: &str) -> Option<&str> {
    let account = match Arn::parse(owner) {
        Some(arn) if (arn.service, arn.resource) == ("iam", "root") => arn.account,
        Some(_) => return None,
        None => owner,
    };
    (account.len() == 12 && account.bytes().all(|byte| byte.is_ascii_digit())).then_some(account)
}

fn is_entity(arn: &str) -> bool {
    let kind = |arn: &Arn<'_>| arn.resource_type().is_some_and(|(kind, _)| matches!(kind, "user" | "role"));
    Arn::parse(arn).is_some_and(|arn| arn.service == "iam" && kind(&arn))
}

fn read_context(call: &Call<'_>, check: &mut Check<'_>) -> Result<Context, ApiError> {
    let mut context = Context::default();
    let mut refused = None;
    for (number, entry) in (1..).zip(call.form.list("ContextEntries")) {
        let path = |member: &str| format!("contextEntries.{number}.member.{member}");
        let (name, kind) = (entry.get("ContextKeyName"), entry.get("ContextKeyType"));
        check.violations.optional(&path("contextKeyName"), name, CONTEXT_KEY);
        check.violations.one_of(&path("contextKeyType"), kind, &CONTEXT_TYPES);
        let members = entry.list("ContextKeyValues");
        let values: Vec<String> =
            members.iter().map(|value| value.get("").unwrap_or_default().to_owned()).collect();
        let (Some(name), Some(kind)) = (name, kind) else {
            refused.get_or_insert_with(|| invalid("A context entry needs a name, a type and values."));
            continue;
        };
        if let Some(wrong) = values.iter().find(|value| !fits(kind, value)) {
            refused.get_or_insert_with(|| {
                invalid(format!("Value {wrong} of the context key {name} is not of the type {kind}."))
            });
        }
        if !kind.ends_with("List") && values.len() != 1 {
            refused.get_or_insert_with(|| {
                invalid(format!("The context key {name} of the type {kind} must have one value."))
            });
        }
        context = context.with_all(name, values);
    }
    refused.map_or(Ok(context), Err)
}

/// Whether a value is of a type of the model.
fn fits(kind: &str, value: &str) -> bool {
    match kind.strip_suffix("List").unwrap_or(kind) {
        "numeric" => value.parse::<f64>().is_ok(),
        "boolean" => matches!(value, "true" | "false"),
        "ip" => value.split('/').next().is_some_and(|address| address.parse::<IpAddr>().is_ok()),
        "date" => value.parse::<u64>().is_ok() || DateTime::from_str(value, Format::DateTime).is_ok(),
        _ => true,
    }
}
