//! Instances: making, changing and deleting them begins an operation.

use super::page::Page;
use super::parameters::{overrides, preferences, values};
use super::rules::{
    ACCOUNT, FILTER, NAME_OR_ID, NEXT_TOKEN, PAGE, REGION, STRICT_NAME_OR_ID, TOKEN, name, refuse_delegated,
};
use super::sets::no_instance;
use super::template::{Template, Values};
use super::{engine, existing, refuse_while_busy, set_of, set_of_mut, show, targets};
use crate::check::Check;
use crate::cloud::Call;
use crate::error::ApiError;
use crate::ids;
use crate::state::stack_sets::operation::{Action, Operation, Overrides, Status};
use crate::state::stack_sets::{Instance, StackSet, key};
use crate::validate::Text;
use crate::wire::reply::Answer;
use crate::wire::xml::Xml;

/// The most operations that may wait.
const MOST_QUEUED: usize = 2_000;

pub(super) fn create(call: &Call<'_>) -> Result<Answer, ApiError> {
    let own = values(call, "ParameterOverrides");
    change(call, NAME_OR_ID, |_| {
        let own = own?;
        Ok((Action::Create(own.clone()), own))
    })
}

pub(super) fn update(call: &Call<'_>) -> Result<Answer, ApiError> {
    let given = overrides(call, "ParameterOverrides");
    change(call, STRICT_NAME_OR_ID, |_| {
        let given = given?;
        let named = given.as_ref().map(named).unwrap_or_default();
        // Without a list at all every value stays.
        Ok((given.map_or(Action::Update, Action::Override), named))
    })
}

/// What has to be a parameter of the template.
fn named(overrides: &Overrides) -> Values {
    let kept = overrides.kept.iter().map(|name| (name.clone(), String::new()));
    overrides.values.clone().into_iter().chain(kept).collect()
}

pub(super) fn delete(call: &Call<'_>) -> Result<Answer, ApiError> {
    let mut check = Check::new(call);
    let retain = check.flag("RetainStacks");
    change(call, NAME_OR_ID, |_| Ok((Action::Delete { retain: retain? }, Values::new())))
}

/// The operation of a request, begun. `action` also tells which parameters it names.
fn change(
    call: &Call<'_>,
    rule: Text,
    action: impl FnOnce(&Call<'_>) -> Result<(Action, Values), ApiError>,
) -> Result<Answer, ApiError> {
    let mut check = Check::new(call);
    let name = name(&mut check, rule);
    let id = check.optional("OperationId", TOKEN);
    let preferences = preferences(&mut check)?;
    let named = targets::read(call, &mut check, true);
    if call.operation == "DeleteStackInstances" && !call.form.has("RetainStacks") {
        check.violations.missing("retainStacks");
    }
    check.end()?;
    call.refuse_unserved(targets::UNSERVED)?;
    let (action, parameters) = action(call)?;
    let unique = existing(call, name)?;
    refuse_delegated(call.form.get("CallAs"))?;

    let mut world = call.cloud.write();
    let set = set_of(&world, &unique, name)?;
    if set.is_deleted {
        return Err(super::not_found(name));
    }
    let template = Template::parse(&set.definition.template)?;
    if let Some(stray) = parameters.keys().find(|name| !template.has_parameter(name)) {
        return Err(ApiError::validation(format!("Parameters: [{stray}] do not exist in the template")));
    }
    refuse_while_busy(set)?;
    let waiting = set.operations.iter().filter(|operation| !operation.status.is_final()).count();
    if waiting >= MOST_QUEUED {
        let message = format!("a StackSet of the sandbox has {MOST_QUEUED} operations waiting at most");
        return Err(ApiError::bad_request("LimitExceededException", message));
    }
    let mut targets = named.resolve(&world, set, &preferences)?;
    let has = |account: &str, region: &str| set.instances.contains_key(&key(account, region));
    match &action {
        Action::Create(_) => {}
        Action::Update | Action::Override(_) => {
            if let Some(none) = targets.iter().find(|target| !has(&target.account, &target.region)) {
                return Err(no_instance(set, &none.account, &none.region));
            }
        }
        // What is not there needs no deleting.
        Action::Delete { .. } => targets.retain(|target| has(&target.account, &target.region)),
    }
    let operation = Operation {
        id: operation_id(set, id)?,
        action,
        status: Status::Queued,
        preferences,
        asked: named.asked(),
        created: call.origin.now,
        ended: None,
        targets,
    };
    let set = set_of_mut(&mut world, &unique, name)?;
    Ok(begin(set, operation, call))
}

/// The caller's id for an operation, or a new one.
pub(super) fn operation_id(set: &StackSet, asked: Option<&str>) -> Result<String, ApiError> {
    match asked.filter(|id| set.operation(id).is_some()) {
        Some(id) => {
            let message = format!("Operation {id} already exists for StackSet {}", set.arn());
            Err(ApiError::conflict("OperationIdAlreadyExistsException", message))
        }
        None => Ok(asked.map_or_else(ids::request_id, str::to_owned)),
    }
}

pub(super) fn begin(set: &mut StackSet, operation: Operation, call: &Call<'_>) -> Answer {
    let mut xml = Xml::default();
    xml.text("OperationId", &operation.id);
    set.begin(operation, call.origin.now);
    Answer::Xml(Some(xml))
}

pub(super) fn describe(call: &Call<'_>) -> Result<Answer, ApiError> {
    let mut check = Check::new(call);
    let name = name(&mut check, NAME_OR_ID);
    let account = check.required("StackInstanceAccount", ACCOUNT);
    let region = check.required("StackInstanceRegion", REGION);
    check.end()?;
    let unique = existing(call, name)?;
    refuse_delegated(call.form.get("CallAs"))?;
    let mut xml = Xml::default();
    {
        let world = call.cloud.read();
        let set = set_of(&world, &unique, name)?;
        let found = set.instances.get(&key(account, region));
        let instance = found.ok_or_else(|| no_instance(set, account, region))?;
        xml.element("StackInstance", |xml| show::instance(xml, set, instance, true));
    }
    engine::go_on(call, &unique);
    Ok(Answer::Xml(Some(xml)))
}

const FILTERS: [&str; 3] = ["DETAILED_STATUS", "LAST_OPERATION_ID", "DRIFT_STATUS"];

pub(super) fn list(call: &Call<'_>) -> Result<Answer, ApiError> {
    let mut check = Check::new(call);
    let name = name(&mut check, NAME_OR_ID);
    check.optional("NextToken", NEXT_TOKEN);
    check.number("MaxResults", PAGE)?;
    let account = check.optional("StackInstanceAccount", ACCOUNT);
    let region = check.optional("StackInstanceRegion", REGION);
    let filters = filters(call, &mut check, &FILTERS, FILTER);
    check.end()?;
    let unique = existing(call, name)?;
    refuse_delegated(call.form.get("CallAs"))?;
    let mut xml = Xml::default();
    {
        let world = call.cloud.read();
        let set = set_of(&world, &unique, name)?;
        let fits = |instance: &&Instance| {
            account.is_none_or(|account| account == instance.account)
                && region.is_none_or(|region| region == instance.region)
                && filters.iter().all(|(name, value)| instance_has(instance, name, value))
        };
        let found = set.instances.values().filter(fits);
        let page = Page::cut(call, found.map(|one| (key(&one.account, &one.region), one)))?;
        xml.list("Summaries", &page.items, |xml, instance| show::instance(xml, set, instance, false));
        page.write_end(&mut xml);
    }
    // The pages of one list show one moment.
    if !call.form.has("NextToken") {
        engine::go_on(call, &unique);
    }
    Ok(Answer::Xml(Some(xml)))
}

fn instance_has(instance: &Instance, name: &str, value: &str) -> bool {
    match name {
        "DETAILED_STATUS" => instance.phase.word() == value,
        "LAST_OPERATION_ID" => instance.last_operation == value,
        // Drift is never looked for.
        _ => value == "NOT_CHECKED",
    }
}

/// The filters of a request: names and values.
pub(super) fn filters(
    call: &Call<'_>,
    check: &mut Check<'_>,
    names: &[&str],
    rule: Text,
) -> Vec<(String, String)> {
    let members = call.form.list("Filters");
    check.violations.length("filters", "[filters]", members.len(), 0, names.len());
    let mut read = Vec::new();
    for (number, filter) in (1..).zip(&members) {
        let (name, value) = (filter.get("Name"), filter.get("Values"));
        check.violations.one_of(&format!("filters.{number}.member.name"), name, names);
        check.violations.optional(&format!("filters.{number}.member.values"), value, rule);
        read.extend(name.zip(value).map(|(name, value)| (name.to_owned(), value.to_owned())));
    }
    read
}
