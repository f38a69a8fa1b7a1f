//! The accounts of the organisation.

use super::{authorize, managed_by_caller};
use crate::clock::epoch_seconds;
use crate::cloud::Call;
use crate::error::ApiError;
use crate::state::members::{Member, Organization};
use crate::wire::json::unreadable;
use crate::wire::reply::Answer;
use aws_smithy_types::base64;
use serde_json::{Value, json};

/// How many accounts a page holds unless it is asked for fewer, and at most.
const PAGE: usize = 20;

/// By id, so that a page begins after the one before it whatever joins meanwhile.
pub(super) fn list(call: &Call<'_>) -> Result<Answer, ApiError> {
    let input = call.json()?;
    let size = page_size(&input)?;
    let token = text(&input, "NextToken")?;
    authorize(call, "organizations:ListAccounts", "*")?;
    let world = call.cloud.read();
    let organization = managed_by_caller(&world, call)?;
    let after = token.map(open).transpose()?;
    let rest = organization.members().filter(|(id, _)| after.as_deref().is_none_or(|after| *id > after));
    let mut page: Vec<_> = rest.take(size + 1).collect();
    let more = page.len() > size;
    page.truncate(size);
    let accounts: Vec<Value> = page.iter().map(|(id, member)| show(organization, id, member)).collect();
    let mut answer = json!({ "Accounts": accounts });
    if let (true, Some((last, _)), Value::Object(answer)) = (more, page.last(), &mut answer) {
        answer.insert("NextToken".to_owned(), json!(base64::encode(last)));
    }
    Ok(Answer::json(answer))
}

pub(super) fn describe(call: &Call<'_>) -> Result<Answer, ApiError> {
    let input = call.json()?;
    let account = text(&input, "AccountId")?;
    let account = account.filter(|id| id.len() == 12 && id.bytes().all(|byte| byte.is_ascii_digit()));
    let account =
        account.ok_or_else(|| invalid("You provided a value that does not match the required pattern."))?;
    let world = call.cloud.read();
    let arn = world.organization.account_arn(account);
    authorize(call, "organizations:DescribeAccount", &arn)?;
    let organization = managed_by_caller(&world, call)?;
    let member = organization.member(account).ok_or_else(|| {
        ApiError::bad_request("AccountNotFoundException", "You specified an account that doesn't exist.")
    })?;
    Ok(Answer::json(json!({ "Account": show(organization, account, member) })))
}

fn show(organization: &Organization, id: &str, member: &Member) -> Value {
    json!({
        "Id": id,
        "Arn": organization.account_arn(id),
        "Email": member.email,
        "Name": member.name,
        "Status": "ACTIVE",
        "State": "ACTIVE",
        "Paths": [organization.path(id)],
        "JoinedMethod": if member.was_invited { "INVITED" } else { "CREATED" },
        "JoinedTimestamp": epoch_seconds(member.joined),
    })
}

/// Organizations has a code of its own for what is against its model.
fn invalid(message: &str) -> ApiError {
    ApiError::bad_request("InvalidInputException", message)
}

fn page_size(input: &Value) -> Result<usize, ApiError> {
    let asked = match input.get("MaxResults") {
        None | Some(Value::Null) => return Ok(PAGE),
        Some(asked) => asked.as_i64().ok_or_else(|| unreadable(asked, "Integer"))?,
    };
    let size = usize::try_from(asked).ok().filter(|size| (1..=PAGE).contains(size));
    size.ok_or_else(|| invalid("You provided a value that is out of the allowed range."))
}

fn open(token: &str) -> Result<String, ApiError> {
    let read = || String::from_utf8(base64::decode(token).ok()?).ok();
    read().ok_or_else(|| invalid("You provided an invalid NextToken value."))
}

fn text<'a>(input: &'a Value, name: &str) -> Result<Option<&'a str>, ApiError> {
    match input.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(other) => Err(unreadable(other, "String")),
    }
}
