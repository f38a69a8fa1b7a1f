//! StackSets, instances and operations as answers show them.

use super::template::Values;
use crate::clock::iso;
use crate::state::stack_sets::operation::{Action, Operation, Preferences, Share, Status};
use crate::state::stack_sets::{Condition, Instance, Phase, StackSet};
use crate::wire::xml::Xml;

impl Condition {
    fn word(self) -> &'static str {
        match self {
            Condition::Current => "CURRENT",
            Condition::Outdated => "OUTDATED",
            Condition::Inoperable => "INOPERABLE",
        }
    }
}

impl Phase {
    pub(super) fn word(self) -> &'static str {
        match self {
            Phase::Pending => "PENDING",
            Phase::Running => "RUNNING",
            Phase::Succeeded => "SUCCEEDED",
            Phase::Failed => "FAILED",
            Phase::Cancelled => "CANCELLED",
            Phase::Inoperable => "INOPERABLE",
        }
    }
}

impl Status {
    fn word(self) -> &'static str {
        match self {
            Status::Queued => "QUEUED",
            Status::Running => "RUNNING",
            Status::Stopping => "STOPPING",
            Status::Stopped => "STOPPED",
            Status::Succeeded => "SUCCEEDED",
            Status::Failed => "FAILED",
        }
    }
}

fn truth(value: bool) -> &'static str {
    if value { "true" } else { "false" }
}

/// How both ways of telling of a StackSet begin.
pub(super) fn summary(xml: &mut Xml, set: &StackSet) {
    let definition = &set.definition;
    xml.text("StackSetName", &set.name)
        .text("StackSetId", &set.id())
        .optional("Description", definition.description.as_deref())
        .text("Status", if set.is_deleted { "DELETED" } else { "ACTIVE" })
        .text("PermissionModel", if set.is_service_managed { "SERVICE_MANAGED" } else { "SELF_MANAGED" });
    if let Some((enabled, retain)) = definition.auto_deployment {
        xml.element("AutoDeployment", |xml| {
            xml.text("Enabled", truth(enabled));
            if enabled {
                xml.text("RetainStacksOnAccountRemoval", truth(retain));
            }
        });
    }
    xml.element("ManagedExecution", |xml| {
        xml.text("Active", truth(set.managed_execution));
    });
}

/// The whole of a StackSet.
pub(super) fn whole(xml: &mut Xml, set: &StackSet) {
    summary(xml, set);
    let definition = &set.definition;
    xml.text("StackSetARN", &set.arn()).text("TemplateBody", &definition.template);
    values(xml, "Parameters", &definition.values);
    xml.list("Capabilities", &definition.capabilities, |xml, capability| xml.write(capability));
    xml.list("Tags", &definition.tags, |xml, (key, value)| {
        xml.text("Key", key).text("Value", value);
    });
    if !set.is_service_managed {
        xml.text("AdministrationRoleARN", &set.administration_role())
            .text("ExecutionRoleName", set.execution_role());
    }
    let mut units: Vec<&String> =
        set.instances.values().filter_map(|instance| instance.unit.as_ref()).collect();
    units.sort();
    units.dedup();
    xml.list("OrganizationalUnitIds", units, |xml, unit| xml.write(unit));
    let mut regions: Vec<&String> = set.instances.values().map(|instance| &instance.region).collect();
    regions.sort();
    regions.dedup();
    xml.list("Regions", regions, |xml, region| xml.write(region));
}

fn values(xml: &mut Xml, name: &str, values: &Values) {
    xml.list(name, values, |xml, (key, value)| {
        xml.text("ParameterKey", key).text("ParameterValue", value);
    });
}

/// An instance; `detail`: with the values of its own.
pub(super) fn instance(xml: &mut Xml, set: &StackSet, instance: &Instance, detail: bool) {
    xml.text("StackSetId", &set.id())
        .text("Region", &instance.region)
        .text("Account", &instance.account)
        .optional("StackId", instance.stack.as_ref().map(|stack| stack.id.as_str()));
    if detail {
        values(xml, "ParameterOverrides", &instance.overrides);
    }
    xml.text("Status", instance.condition.word())
        .optional("StatusReason", instance.reason.as_deref())
        .element("StackInstanceStatus", |xml| {
            xml.text("DetailedStatus", instance.phase.word());
        })
        .optional("OrganizationalUnitId", instance.unit.as_deref())
        .text("DriftStatus", "NOT_CHECKED")
        .text("LastOperationId", &instance.last_operation);
}

/// An operation; `detail`: as DescribeStackSetOperation tells it, not as a list does.
pub(super) fn operation(xml: &mut Xml, set: &StackSet, operation: &Operation, detail: bool) {
    let action = match operation.action {
        Action::Create(_) => "CREATE",
        Action::Update | Action::Override(_) => "UPDATE",
        Action::Delete { .. } => "DELETE",
    };
    xml.text("OperationId", &operation.id).text("Action", action).text("Status", operation.status.word());
    preferences(xml, &operation.preferences);
    xml.text("CreationTimestamp", &iso(operation.created))
        .optional("EndTimestamp", operation.ended.map(iso).as_deref())
        .element("StatusDetails", |xml| {
            xml.text("FailedStackInstancesCount", &operation.count(Phase::Failed).to_string());
        });
    if !detail {
        return;
    }
    xml.text("StackSetId", &set.id());
    if let Action::Delete { retain } = operation.action {
        xml.text("RetainStacks", truth(retain));
    }
    if let Some(asked) = &operation.asked {
        xml.element("DeploymentTargets", |xml| {
            xml.list("Accounts", &asked.accounts, |xml, account| xml.write(account))
                .list("OrganizationalUnitIds", &asked.units, |xml, unit| xml.write(unit))
                .optional("AccountFilterType", asked.filter.as_deref());
        });
    }
    if !set.is_service_managed {
        xml.text("AdministrationRoleARN", &set.administration_role())
            .text("ExecutionRoleName", set.execution_role());
    }
}

fn preferences(xml: &mut Xml, preferences: &Preferences) {
    xml.element("OperationPreferences", |xml| {
        xml.optional("RegionConcurrencyType", preferences.region_concurrency.as_deref());
        xml.list("RegionOrder", &preferences.region_order, |xml, region| xml.write(region));
        let mut share = |share: Option<Share>, count: &str, percent: &str| match share {
            None => {}
            Some(Share::Count(number)) => drop(xml.text(count, &number.to_string())),
            Some(Share::Percent(number)) => drop(xml.text(percent, &number.to_string())),
        };
        share(preferences.tolerance, "FailureToleranceCount", "FailureTolerancePercentage");
        share(preferences.concurrent, "MaxConcurrentCount", "MaxConcurrentPercentage");
        xml.optional("ConcurrencyMode", preferences.concurrency_mode.as_deref());
    });
}
