//! Operations, and what they did where.

use super::instances::filters;
use super::page::{Page, rank};
use super::rules::{NAME_OR_ID, NEXT_TOKEN, PAGE, RESULT_FILTER, TOKEN, name, refuse_delegated};
use super::{engine, existing, invalid_operation, missing, set_of, set_of_mut, show};
use crate::check::Check;
use crate::cloud::Call;
use crate::error::ApiError;
use crate::state::stack_sets::StackSet;
use crate::state::stack_sets::operation::Operation;
use crate::wire::reply::Answer;
use crate::wire::xml::Xml;

fn find<'s>(set: &'s StackSet, id: &str) -> Result<&'s Operation, ApiError> {
    set.operation(id).ok_or_else(|| {
        missing("OperationNotFoundException", format!("Operation {id} not found for StackSet {}", set.arn()))
    })
}

pub(super) fn describe(call: &Call<'_>) -> Result<Answer, ApiError> {
    let mut check = Check::new(call);
    let name = name(&mut check, NAME_OR_ID);
    let id = check.required("OperationId", TOKEN);
    check.end()?;
    let unique = existing(call, name)?;
    refuse_delegated(call.form.get("CallAs"))?;
    let mut xml = Xml::default();
    {
        let world = call.cloud.read();
        let set = set_of(&world, &unique, name)?;
        let operation = find(set, id)?;
        xml.element("StackSetOperation", |xml| show::operation(xml, set, operation, true));
    }
    engine::go_on(call, &unique);
    Ok(Answer::Xml(Some(xml)))
}

/// The newest first.
pub(super) fn list(call: &Call<'_>) -> Result<Answer, ApiError> {
    let mut check = Check::new(call);
    let name = name(&mut check, NAME_OR_ID);
    check.optional("NextToken", NEXT_TOKEN);
    check.number("MaxResults", PAGE)?;
    check.end()?;
    let unique = existing(call, name)?;
    refuse_delegated(call.form.get("CallAs"))?;
    let mut xml = Xml::default();
    {
        let world = call.cloud.read();
        let set = set_of(&world, &unique, name)?;
        let newest = set.operations.iter().rev().enumerate().map(|(at, operation)| (rank(at), operation));
        let page = Page::cut(call, newest)?;
        xml.list("Summaries", &page.items, |xml, operation| show::operation(xml, set, operation, false));
        page.write_end(&mut xml);
    }
    if !call.form.has("NextToken") {
        engine::go_on(call, &unique);
    }
    Ok(Answer::Xml(Some(xml)))
}

pub(super) fn results(call: &Call<'_>) -> Result<Answer, ApiError> {
    let mut check = Check::new(call);
    let name = name(&mut check, NAME_OR_ID);
    let id = check.required("OperationId", TOKEN);
    check.optional("NextToken", NEXT_TOKEN);
    check.number("MaxResults", PAGE)?;
    let filters = filters(call, &mut check, &["OPERATION_RESULT_STATUS"], RESULT_FILTER);
    check.end()?;
    let unique = existing(call, name)?;
    refuse_delegated(call.form.get("CallAs"))?;
    let mut xml = Xml::default();
    {
        let world = call.cloud.read();
        let set = set_of(&world, &unique, name)?;
        let targets = find(set, id)?.targets.iter().enumerate().map(|(at, target)| (rank(at), target));
        let fitting =
            targets.filter(|(_, target)| filters.iter().all(|(_, value)| target.phase.word() == value));
        let page = Page::cut(call, fitting)?;
        xml.list("Summaries", &page.items, |xml, target| {
            xml.text("Account", &target.account)
                .text("Region", &target.region)
                .text("Status", target.phase.word())
                .optional("StatusReason", target.reason.as_deref())
                .optional("OrganizationalUnitId", target.unit.as_deref());
        });
        page.write_end(&mut xml);
    }
    if !call.form.has("NextToken") {
        engine::go_on(call, &unique);
    }
    Ok(Answer::Xml(Some(xml)))
}

pub(super) fn stop(call: &Call<'_>) -> Result<Answer, ApiError> {
    let mut check = Check::new(call);
    let name = name(&mut check, NAME_OR_ID);
    let id = check.required("OperationId", TOKEN);
    check.end()?;
    let unique = existing(call, name)?;
    refuse_delegated(call.form.get("CallAs"))?;
    let mut world = call.cloud.write();
    find(set_of(&world, &unique, name)?, id)?;
    let set = set_of_mut(&mut world, &unique, name)?;
    if !set.stop(id, call.origin.now) {
        return Err(invalid_operation(format!("Operation {id} is not in progress")));
    }
    Ok(Answer::Xml(Some(Xml::default())))
}
