//! StackSets themselves.

use super::page::Page;
use super::parameters::{choices, overrides, preferences, tags, values};
use super::rules::{
    DESCRIPTION, NAME, NAME_OR_ID, NEXT_TOKEN, PAGE, ROLE_ARN, ROLE_NAME, TEMPLATE, TOKEN, URL, name,
    not_management, refuse_delegated,
};
use super::template::{Template, Values};
use super::{
    authorize, authorize_on, existing, invalid_operation, missing, refuse_while_busy, set_of, set_of_mut,
    show, targets,
};
use crate::check::Check;
use crate::cloud::Call;
use crate::error::ApiError;
use crate::ids;
use crate::state::stack_sets::operation::{Action, Operation, Status, Target};
use crate::state::stack_sets::{Condition, Definition, Phase, StackSet, key};
use crate::wire::reply::Answer;
use crate::wire::xml::Xml;
use axum::http::StatusCode;
use std::collections::BTreeMap;

/// The most StackSets of an account in a region.
const MOST: usize = 100;
const CAPABILITIES: [&str; 3] = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"];
const MODELS: [&str; 2] = ["SERVICE_MANAGED", "SELF_MANAGED"];
/// What the service model has and the sandbox does not.
const UNSERVED: &[&str] = &[
    "TemplateURL",
    "StackId",
    "AutoDeployment.DependsOn",
    "ExecutionRoleTemplateBody",
    "ExecutionRoleTemplateUrl",
    "UseAdminExecutionRole",
    "StackSetOutputBucket",
];

/// What CreateStackSet and UpdateStackSet have in common.
struct Input<'a> {
    name: &'a str,
    description: Option<&'a str>,
    template: Option<&'a str>,
    capabilities: Vec<String>,
    tags: Option<Vec<(String, String)>>,
    administration_role: Option<&'a str>,
    execution_role: Option<&'a str>,
    model: Option<&'a str>,
    auto_deployment: Option<(bool, bool)>,
    managed_execution: Option<bool>,
    call_as: Option<&'a str>,
}

impl<'a> Input<'a> {
    fn read(call: &'a Call<'a>, check: &mut Check<'a>, is_new: bool) -> Result<Self, ApiError> {
        for unserved in ["TemplateURL", "ExecutionRoleTemplateUrl"] {
            check.optional(unserved, URL);
        }
        check.optional("ExecutionRoleTemplateBody", TEMPLATE);
        Ok(Self {
            name: name(check, if is_new { NAME } else { NAME_OR_ID }),
            description: check.optional("Description", DESCRIPTION),
            template: check.optional("TemplateBody", TEMPLATE),
            capabilities: choices(call, check, "Capabilities", &CAPABILITIES),
            tags: tags(call, check),
            administration_role: check.optional("AdministrationRoleARN", ROLE_ARN),
            execution_role: check.optional("ExecutionRoleName", ROLE_NAME),
            model: check.choice("PermissionModel", &MODELS),
            auto_deployment: match call.form.has("AutoDeployment") {
                false => None,
                true => Some((
                    check.flag("AutoDeployment.Enabled")?,
                    check.flag("AutoDeployment.RetainStacksOnAccountRemoval")?,
                )),
            },
            managed_execution: match call.form.has("ManagedExecution.Active") {
                false => None,
                true => Some(check.flag("ManagedExecution.Active")?),
            },
            call_as: call.form.get("CallAs"),
        })
    }

    /// Whether the caller may hand the administration role over.
    fn authorize_role(&self, call: &Call<'_>) -> Result<(), ApiError> {
        self.administration_role.map_or(Ok(()), |arn| authorize_on(call, "iam:PassRole", arn))
    }

    /// What the template asks for has to be acknowledged.
    fn acknowledges(&self, template: &Template) -> Result<(), ApiError> {
        let wanted = template.capability();
        let has = |name: &str| self.capabilities.iter().any(|capability| capability == name);
        // The right to named roles is the right to any.
        if has(wanted) || has("CAPABILITY_NAMED_IAM") {
            return Ok(());
        }
        let message = format!("Requires capabilities : [{wanted}]");
        Err(ApiError::bad_request("InsufficientCapabilitiesException", message))
    }
}

pub(super) fn create(call: &Call<'_>) -> Result<Answer, ApiError> {
    let mut check = Check::new(call);
    let input = Input::read(call, &mut check, true)?;
    let token = check.optional("ClientRequestToken", TOKEN);
    check.end()?;
    call.refuse_unserved(UNSERVED)?;
    authorize(call, input.name)?;
    input.authorize_role(call)?;
    refuse_delegated(input.call_as)?;
    let body = input.template.ok_or_else(no_template)?;
    let template = Template::parse(body)?;
    input.acknowledges(&template)?;
    let is_service_managed = input.model == Some("SERVICE_MANAGED");
    let definition = Definition {
        description: input.description.or(template.description()).map(str::to_owned),
        template: body.to_owned(),
        values: template.values(&values(call, "Parameters")?)?,
        capabilities: input.capabilities,
        tags: input.tags.unwrap_or_default(),
        administration_role: input.administration_role.map(str::to_owned),
        execution_role: input.execution_role.map(str::to_owned),
        auto_deployment: input.auto_deployment,
    };
    check_model(is_service_managed, &definition)?;

    let mut world = call.cloud.write();
    let (account, region) = (&call.caller.account, &call.origin.region);
    if is_service_managed && world.organization.management != *account {
        return Err(not_management());
    }
    let there: Vec<&StackSet> = world.stack_sets.of(account, region).filter(|set| !set.is_deleted).collect();
    if let Some(set) = there.iter().find(|set| set.name == input.name) {
        let is_same = token.is_some() && set.token.as_deref() == token && set.definition == definition;
        return if is_same { Ok(made(set)) } else { Err(name_taken(input.name)) };
    }
    if there.len() >= MOST {
        let message = format!("an account of the sandbox has {MOST} StackSets at most in a region");
        return Err(ApiError::bad_request("LimitExceededException", message));
    }
    let set = StackSet {
        account: account.clone(),
        region: region.clone(),
        name: input.name.to_owned(),
        unique: ids::request_id(),
        token: token.map(str::to_owned),
        is_deleted: false,
        definition,
        is_service_managed,
        managed_execution: input.managed_execution.unwrap_or(false),
        instances: BTreeMap::new(),
        operations: Vec::new(),
        stepped: call.origin.now,
    };
    let answer = made(&set);
    world.stack_sets.add(set);
    Ok(answer)
}

fn made(set: &StackSet) -> Answer {
    let mut xml = Xml::default();
    xml.text("StackSetId", &set.id());
    Answer::Xml(Some(xml))
}

fn name_taken(name: &str) -> ApiError {
    ApiError::new(
        StatusCode::CONFLICT,
        "NameAlreadyExistsException",
        format!("StackSet {name} already exists"),
    )
}

fn no_template() -> ApiError {
    ApiError::validation("Either Template URL or Template Body must be specified.")
}

/// The roles are the caller's to name, or nobody's.
fn check_model(is_service_managed: bool, definition: &Definition) -> Result<(), ApiError> {
    let has_roles = definition.administration_role.is_some() || definition.execution_role.is_some();
    if is_service_managed && has_roles {
        let why = "AdministrationRoleARN and ExecutionRoleName cannot be specified with SERVICE_MANAGED permission model";
        return Err(ApiError::validation(why));
    }
    if !is_service_managed && definition.auto_deployment.is_some() {
        let why = "AutoDeployment can only be specified with SERVICE_MANAGED permission model";
        return Err(ApiError::validation(why));
    }
    Ok(())
}

pub(super) fn describe(call: &Call<'_>) -> Result<Answer, ApiError> {
    let mut check = Check::new(call);
    let name = name(&mut check, NAME_OR_ID);
    check.end()?;
    let unique = existing(call, name)?;
    refuse_delegated(call.form.get("CallAs"))?;
    let world = call.cloud.read();
    let set = set_of(&world, &unique, name)?;
    let mut xml = Xml::default();
    xml.element("StackSet", |xml| show::whole(xml, set));
    Ok(Answer::Xml(Some(xml)))
}

pub(super) fn list(call: &Call<'_>) -> Result<Answer, ApiError> {
    let mut check = Check::new(call);
    check.optional("NextToken", NEXT_TOKEN);
    check.number("MaxResults", PAGE)?;
    let status = check.choice("Status", &["ACTIVE", "DELETED"]);
    let call_as = check.choice("CallAs", &["SELF", "DELEGATED_ADMIN"]);
    check.end()?;
    authorize_on(call, "cloudformation:ListStackSets", "*")?;
    refuse_delegated(call_as)?;
    let world = call.cloud.read();
    let fits = |set: &&StackSet| status.is_none_or(|status| set.is_deleted == (status == "DELETED"));
    let sets = world.stack_sets.of(&call.caller.account, &call.origin.region).filter(fits);
    let mut keyed: Vec<(String, &StackSet)> = sets.map(|set| (set.id(), set)).collect();
    keyed.sort_by(|(a, _), (b, _)| a.cmp(b));
    let page = Page::cut(call, keyed.into_iter())?;
    let mut xml = Xml::default();
    xml.list("Summaries", &page.items, |xml, set| show::summary(xml, set));
    page.write_end(&mut xml);
    Ok(Answer::Xml(Some(xml)))
}

/// One that is not there is deleted already.
pub(super) fn delete(call: &Call<'_>) -> Result<Answer, ApiError> {
    let mut check = Check::new(call);
    let name = name(&mut check, NAME_OR_ID);
    check.end()?;
    let unique = authorize(call, name)?;
    refuse_delegated(call.form.get("CallAs"))?;
    let mut world = call.cloud.write();
    let set = unique.as_deref().and_then(|unique| world.stack_sets.by_unique(unique));
    let Some(set) = set else { return Ok(Answer::Xml(Some(Xml::default()))) };
    if set.is_busy() {
        let message = format!("Another Operation on StackSet {} is in progress", set.arn());
        return Err(ApiError::conflict("OperationInProgressException", message));
    }
    if !set.instances.is_empty() {
        return Err(ApiError::conflict("StackSetNotEmptyException", "StackSet is not empty"));
    }
    let unique = set.unique.clone();
    world.stack_sets.delete(&unique);
    Ok(Answer::Xml(Some(Xml::default())))
}

/// Another template or other values, for all instances or for those that are named.
pub(super) fn update(call: &Call<'_>) -> Result<Answer, ApiError> {
    let mut check = Check::new(call);
    let input = Input::read(call, &mut check, false)?;
    let operation_id = check.optional("OperationId", TOKEN);
    let preferences = preferences(&mut check)?;
    let named = targets::read(call, &mut check, false);
    let keeps_template = check.flag("UsePreviousTemplate")?;
    check.end()?;
    call.refuse_unserved(UNSERVED)?;
    call.refuse_unserved(targets::UNSERVED)?;
    let unique = existing(call, input.name)?;
    input.authorize_role(call)?;
    refuse_delegated(input.call_as)?;

    let mut world = call.cloud.write();
    let set = set_of(&world, &unique, input.name)?;
    let before = set.definition.clone();
    let body = match (input.template, keeps_template) {
        (Some(body), false) => body.to_owned(),
        (None, true) => before.template.clone(),
        _ => return Err(no_template()),
    };
    let template = Template::parse(&body)?;
    input.acknowledges(&template)?;
    if input.model.is_some_and(|model| (model == "SERVICE_MANAGED") != set.is_service_managed) {
        return Err(ApiError::validation("The sandbox does not serve a change of PermissionModel."));
    }
    let definition = Definition {
        description: input.description.map(str::to_owned).or(before.description),
        template: body,
        values: new_values(call, &template, &before.values)?,
        capabilities: input.capabilities,
        tags: input.tags.unwrap_or(before.tags),
        administration_role: input.administration_role.map(str::to_owned).or(before.administration_role),
        execution_role: input.execution_role.map(str::to_owned).or(before.execution_role),
        auto_deployment: input.auto_deployment.or(before.auto_deployment),
    };
    check_model(set.is_service_managed, &definition)?;
    refuse_while_busy(set)?;
    if set.is_busy() && input.managed_execution.is_some_and(|active| active != set.managed_execution) {
        return Err(invalid_operation(
            "ManagedExecution cannot be changed while operations are running or queued",
        ));
    }
    let targets = match named.is_empty() {
        true => everywhere(set, &preferences.region_order),
        false => {
            let targets = named.resolve(&world, set, &preferences)?;
            if let Some(none) =
                targets.iter().find(|t| !set.instances.contains_key(&key(&t.account, &t.region)))
            {
                return Err(no_instance(set, &none.account, &none.region));
            }
            targets
        }
    };
    let operation_id = super::instances::operation_id(set, operation_id)?;
    let set = set_of_mut(&mut world, &unique, input.name)?;
    if set.definition != definition {
        for instance in set.instances.values_mut().filter(|one| one.condition == Condition::Current) {
            instance.condition = Condition::Outdated;
        }
    }
    set.definition = definition;
    set.managed_execution = input.managed_execution.unwrap_or(set.managed_execution);
    let operation = Operation {
        id: operation_id,
        action: Action::Update,
        status: Status::Queued,
        preferences,
        asked: named.asked(),
        created: call.origin.now,
        ended: None,
        targets,
    };
    Ok(super::instances::begin(set, operation, call))
}

/// A parameter that is not named goes back to the template's default.
fn new_values(call: &Call<'_>, template: &Template, before: &Values) -> Result<Values, ApiError> {
    let given = overrides(call, "Parameters")?.unwrap_or_default();
    let mut values = given.values;
    for name in given.kept {
        let why = || {
            ApiError::validation(format!(
                "Invalid input for parameter key {name}. Cannot specify usePreviousValue as true for a parameter key not in the previous template"
            ))
        };
        let value = before.get(&name).ok_or_else(why)?.clone();
        values.insert(name, value);
    }
    Ok(template.values(&values)?)
}

/// Every instance, region by region.
fn everywhere(set: &StackSet, order: &[String]) -> Vec<Target> {
    let place = |region: &str| order.iter().position(|known| known == region).unwrap_or(order.len());
    let mut targets: Vec<Target> = set
        .instances
        .values()
        .map(|instance| Target {
            account: instance.account.clone(),
            region: instance.region.clone(),
            phase: Phase::Pending,
            reason: None,
            unit: instance.unit.clone(),
        })
        .collect();
    targets.sort_by(|a, b| {
        (place(&a.region), &a.region, &a.account).cmp(&(place(&b.region), &b.region, &b.account))
    });
    targets
}

pub(super) fn no_instance(set: &StackSet, account: &str, region: &str) -> ApiError {
    let message =
        format!("Stack instance not found for StackSet {}, account {account}, region {region}", set.id());
    missing("StackInstanceNotFoundException", message)
}
