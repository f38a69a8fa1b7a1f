//! The dashboard's form: what it takes and what it refuses, in the words of "AWS Bedrock - Assume Role
//! Setup", QuilrAI documentation.

use super::keys::{ProviderType, Values};
use serde::Serialize;
use serde_json::{Map, Value};

pub(super) const STATIC_FIELDS: [&str; 3] = ["aws_access_key", "aws_secret_key", "aws_session_token"];
pub(super) const FIELDS: [&str; 8] = [
    "name",
    "provider_type",
    "models",
    "aws_role_arn",
    "aws_external_id",
    "aws_region",
    "aws_role_session_name",
    "aws_session_duration_seconds",
];
const DEFAULT_REGION: &str = "us-east-1";
const DEFAULT_SECONDS: u32 = 3600;
const MOST_MODELS: usize = 100;
/// Of a role, without the slashes at its ends.
const LONGEST_PATH: usize = 510;
/// The gateway's own account has no customer's role.
const OWN_ACCOUNT: &str = "975050335771";

/// What is wrong with a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Flaw {
    pub(crate) code: &'static str,
    pub(crate) field: String,
    pub(crate) message: String,
}

impl Flaw {
    fn new(code: &'static str, field: &str, message: impl Into<String>) -> Self {
        Self { code, field: field.to_owned(), message: message.into() }
    }
}

/// A form's fields being read; a value of `null` is none.
struct Form<'a> {
    fields: &'a Map<String, Value>,
    flaws: Vec<Flaw>,
}

/// Reads a form. `kept`: the provider type of the key that is changed, which it keeps.
///
/// # Errors
/// Everything that is wrong, in the order of the form.
pub(crate) fn read(fields: &Map<String, Value>, kept: Option<ProviderType>) -> Result<Values, Vec<Flaw>> {
    let mut form = Form { fields, flaws: Vec::new() };
    let name = form.text("name").map(|name| form.check_name(name));
    let provider_type = form.provider_type(kept);
    let models = form.models();
    let role_arn = form.required("aws_role_arn", check_role_arn);
    let external_id = form.required("aws_external_id", check_external_id);
    let region = match form.get("aws_region") {
        None => Some(DEFAULT_REGION.to_owned()),
        Some(_) => form.required("aws_region", check_region),
    };
    let session_name = form.session_name();
    let seconds = form.seconds();
    form.refuse_others();
    match (provider_type, role_arn, external_id, region, seconds) {
        (Some(provider_type), Some(role_arn), Some(external_id), Some(region), Some(seconds))
            if form.flaws.is_empty() =>
        {
            Ok(Values {
                name,
                provider_type,
                models,
                aws_role_arn: role_arn,
                aws_external_id: external_id,
                aws_region: region,
                aws_role_session_name: session_name,
                aws_session_duration_seconds: seconds,
            })
        }
        _ => Err(form.flaws),
    }
}

impl<'a> Form<'a> {
    fn get(&self, name: &str) -> Option<&'a Value> {
        self.fields.get(name).filter(|value| !value.is_null())
    }

    fn flaw(&mut self, code: &'static str, field: &str, message: impl Into<String>) {
        self.flaws.push(Flaw::new(code, field, message));
    }

    /// A field that is text, if it is there.
    fn text(&mut self, name: &str) -> Option<&'a str> {
        let value = self.get(name)?;
        let text = value.as_str();
        if text.is_none() {
            self.flaw("not-text", name, format!("{name} must be text in quotes"));
        }
        text
    }

    /// A field that must be there, by its rule. White space is no value.
    fn required(&mut self, name: &str, check: fn(&str) -> Result<(), String>) -> Option<String> {
        let there = self.get(name).is_some();
        match self.text(name) {
            Some(text) if !text.trim().is_empty() => match check(text) {
                Ok(()) => return Some(text.to_owned()),
                Err(message) => self.flaw("value", name, message),
            },
            None if there => {}
            Some(_) | None => self.flaw("missing", name, format!("Missing required field: {name}")),
        }
        None
    }

    fn check_name(&mut self, name: &str) -> String {
        if name.chars().count() > 100 {
            self.flaw("value", "name", "name has 100 characters at most");
        }
        name.to_owned()
    }

    fn provider_type(&mut self, kept: Option<ProviderType>) -> Option<ProviderType> {
        const FIELD: &str = "provider_type";
        let there = self.get(FIELD).is_some();
        let Some(text) = self.text(FIELD) else {
            if !there && kept.is_none() {
                self.flaw("missing", FIELD, format!("Missing required field: {FIELD}"));
            }
            return kept;
        };
        let named = ProviderType::ALL.into_iter().find(|known| known.name() == text);
        match (named, kept) {
            (None, _) => {
                let names = ProviderType::ALL.map(ProviderType::name).join(", ");
                self.flaw("value", FIELD, format!("provider_type must be one of {names}"));
            }
            (Some(named), Some(kept)) if named != kept => {
                self.flaw("value", FIELD, format!("the key's provider_type is {} and stays so", kept.name()));
            }
            _ => {}
        }
        named
    }

    fn models(&mut self) -> Option<Vec<String>> {
        let value = self.get("models")?;
        let texts: Option<Vec<String>> =
            value.as_array().and_then(|ids| ids.iter().map(|id| id.as_str().map(str::to_owned)).collect());
        let fits = |id: &String| (1..=2048).contains(&id.len());
        let sound = texts.filter(|ids| (1..=MOST_MODELS).contains(&ids.len()) && ids.iter().all(fits));
        if sound.is_none() {
            let message = format!("models must be a list of 1 to {MOST_MODELS} model ids");
            self.flaw("value", "models", message);
        }
        sound
    }

    fn session_name(&mut self) -> Option<String> {
        const FIELD: &str = "aws_role_session_name";
        let name = self.text(FIELD).filter(|name| !name.is_empty())?;
        if !(2..=64).contains(&name.len()) || !words_and(name, "+=,.@-") {
            self.flaw("value", FIELD, r"aws_role_session_name must be 2-64 characters matching [\w+=,.@-]");
        }
        Some(name.to_owned())
    }

    /// "Use an integer in that range": neither text nor a fraction.
    fn seconds(&mut self) -> Option<u32> {
        const FIELD: &str = "aws_session_duration_seconds";
        let Some(value) = self.get(FIELD) else { return Some(DEFAULT_SECONDS) };
        let seconds = value.as_u64().and_then(|seconds| u32::try_from(seconds).ok());
        let sound = seconds.filter(|seconds| (900..=43_200).contains(seconds));
        if sound.is_none() {
            let fits = |text: &str| text.parse().is_ok_and(|seconds: u32| (900..=43_200).contains(&seconds));
            let message = match value {
                Value::String(text) if text.is_empty() || fits(text) => {
                    "aws_session_duration_seconds must be an integer, without quotes"
                }
                Value::String(_) | Value::Number(_) => {
                    "aws_session_duration_seconds must be between 900 and 43200"
                }
                _ => "aws_session_duration_seconds must be an integer",
            };
            self.flaw("value", FIELD, message);
        }
        sound
    }

    /// Static-key fields, whatever they hold, and what the form does not have. No value of theirs is
    /// ever repeated.
    fn refuse_others(&mut self) {
        let sent = STATIC_FIELDS.iter().copied().filter(|name| self.fields.contains_key(*name));
        let sent: Vec<&str> = sent.collect();
        let message = format!(
            "Fields to not send in assume-role mode: {}. These belong to the static-key path and will be rejected",
            sent.join(", ")
        );
        self.flaws.extend(sent.iter().map(|name| Flaw::new("static-key", name, message.clone())));
        for name in self.fields.keys() {
            if !FIELDS.contains(&name.as_str()) && !STATIC_FIELDS.contains(&name.as_str()) {
                self.flaws.push(Flaw::new("unknown", name, "this is not a field of the assume-role form"));
            }
        }
    }
}

/// AWS's `\w` is ASCII.
fn words_and(text: &str, others: &str) -> bool {
    text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || others.contains(c))
}

fn check_external_id(text: &str) -> Result<(), String> {
    if (2..=1224).contains(&text.len()) && words_and(text, "+=,.@:/-") {
        return Ok(());
    }
    Err(r"aws_external_id must be 2-1224 characters matching [\w+=,.@:/-]".to_owned())
}

fn check_role_arn(arn: &str) -> Result<(), String> {
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    let (account, resource) = match parts.as_slice() {
        ["arn", "aws", "iam", "", account, resource] => (*account, resource.strip_prefix("role/")),
        ["arn", partition, "iam", ..] if partition.starts_with("aws-") => {
            return Err(format!("a role in `{partition}` cannot trust a principal in `aws`"));
        }
        _ => ("", None),
    };
    let resource = resource.filter(|resource| !resource.starts_with('/') && !resource.contains("//"));
    let (path, name) =
        resource.map(|resource| resource.rsplit_once('/').unwrap_or(("", resource))).unwrap_or_default();
    let named = (1..=64).contains(&name.len()) && words_and(name, "+=,.@-");
    let path_fits = path.len() <= LONGEST_PATH && path.chars().all(|c| c.is_ascii_graphic());
    let account_fits = account.len() == 12 && account.bytes().all(|byte| byte.is_ascii_digit());
    if !(named && path_fits && account_fits) {
        return Err("aws_role_arn must look like arn:aws:iam::<YOUR-ACCOUNT-ID>:role/quilr-gateway-bedrock"
            .to_owned());
    }
    if account == OWN_ACCOUNT {
        return Err("the role is in QuilrAI's own account, not in yours".to_owned());
    }
    Ok(())
}

/// `us-east-1`, `ap-southeast-5`: words of small letters, then a number; newer regions appear.
fn check_region(region: &str) -> Result<(), String> {
    let foreign = ["cn-", "us-gov-", "us-iso", "eu-iso", "eusc-"];
    if foreign.iter().any(|start| region.starts_with(start)) {
        return Err(format!("`{region}` is not in the partition `aws`, and the gateway is"));
    }
    let small = |word: &str| word.len() >= 2 && word.bytes().all(|byte| byte.is_ascii_lowercase());
    let is_region = region.rsplit_once('-').is_some_and(|(words, number)| {
        let words: Vec<&str> = words.split('-').collect();
        let numbered = (1..=2).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
        numbered
            && words.len() >= 2
            && words.iter().all(|word| small(word))
            && words.first().is_some_and(|w| w.len() <= 4)
    });
    if is_region {
        Ok(())
    } else {
        Err("aws_region must be a region's code, for example us-east-1".to_owned())
    }
}
