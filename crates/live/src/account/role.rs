//! Reading a role whole.

use super::Account;
use super::answered_at::AnsweredAt;
use crate::error::LiveError;
use aws_sdk_iam::operation::RequestId;
use aws_smithy_types::DateTime;
use onboarding::ActualRole;
use onboarding::role::{InlinePolicy, Tag};
use percent_encoding::percent_decode_str;

/// A role, and the request that read it.
#[derive(Debug, Clone)]
pub(crate) struct ReadRole {
    pub(crate) role: ActualRole,
    /// The request id of `iam:GetRole`.
    pub(crate) request_id: Option<String>,
    /// When it was read, by AWS's clock.
    pub(crate) at: DateTime,
}

impl Account {
    /// The role with every policy, or `None` where there is none of that name.
    pub(crate) async fn read_role_whole(&self, name: &str) -> Result<Option<ReadRole>, LiveError> {
        let Some(mut read) = self.get_role(name).await? else {
            return Ok(None);
        };
        let (inline, attached) = tokio::join!(self.inline_policies(name), self.attached_policies(name));
        // A role that is deleted while it is read is not there.
        let (Some(inline), Some(attached)) = (gone_is_none(inline)?, gone_is_none(attached)?) else {
            return Ok(None);
        };
        read.role.inline_policies = inline;
        read.role.attached_policies = attached;
        Ok(Some(read))
    }

    /// What `iam:GetRole` says: everything but the permissions policies.
    pub(crate) async fn get_role(&self, name: &str) -> Result<Option<ReadRole>, LiveError> {
        let answered_at = AnsweredAt::default();
        let answer =
            self.iam().get_role().role_name(name).customize().interceptor(answered_at.clone()).send().await;
        let answer = answer.map_err(|error| self.asked().error("iam:GetRole", &error));
        let Some(answer) = gone_is_none(answer)? else {
            return Ok(None);
        };
        let request_id = answer.request_id().map(str::to_owned);
        Ok(answer.role().map(|role| ReadRole {
            request_id,
            at: answered_at.get(),
            role: ActualRole {
                arn: role.arn().to_owned(),
                role_id: role.role_id().to_owned(),
                name: role.role_name().to_owned(),
                path: role.path().to_owned(),
                trust_policy: decoded(role.assume_role_policy_document().unwrap_or_default()),
                inline_policies: Vec::new(),
                attached_policies: Vec::new(),
                permissions_boundary: role
                    .permissions_boundary()
                    .and_then(|boundary| boundary.permissions_boundary_arn())
                    .map(str::to_owned),
                max_session_duration: role
                    .max_session_duration()
                    .and_then(|seconds| u32::try_from(seconds).ok())
                    .unwrap_or(3600),
                description: role.description().filter(|text| !text.is_empty()).map(str::to_owned),
                tags: role
                    .tags()
                    .iter()
                    .map(|tag| Tag { key: tag.key().to_owned(), value: tag.value().to_owned() })
                    .collect(),
            },
        }))
    }

    async fn inline_policies(&self, role: &str) -> Result<Vec<InlinePolicy>, LiveError> {
        let mut pages = self.iam().list_role_policies().role_name(role).into_paginator().send();
        let mut policies = Vec::new();
        while let Some(page) = pages.next().await {
            let page = page.map_err(|error| self.asked().error("iam:ListRolePolicies", &error))?;
            for name in page.policy_names() {
                policies.extend(gone_is_none(self.inline_policy(role, name).await)?);
            }
        }
        Ok(policies)
    }

    async fn inline_policy(&self, role: &str, name: &str) -> Result<InlinePolicy, LiveError> {
        let policy = self
            .iam()
            .get_role_policy()
            .role_name(role)
            .policy_name(name)
            .send()
            .await
            .map_err(|error| self.asked().error("iam:GetRolePolicy", &error))?;
        Ok(InlinePolicy { name: name.to_owned(), document: decoded(policy.policy_document()) })
    }

    async fn attached_policies(&self, role: &str) -> Result<Vec<String>, LiveError> {
        let mut pages = self.iam().list_attached_role_policies().role_name(role).into_paginator().send();
        let mut arns = Vec::new();
        while let Some(page) = pages.next().await {
            let page = page.map_err(|error| self.asked().error("iam:ListAttachedRolePolicies", &error))?;
            arns.extend(
                page.attached_policies().iter().filter_map(|policy| policy.policy_arn().map(str::to_owned)),
            );
        }
        Ok(arns)
    }
}

/// `NoSuchEntity` means that it is not there, which is an answer and not an error.
fn gone_is_none<T>(read: Result<T, LiveError>) -> Result<Option<T>, LiveError> {
    match read {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.is_gone() => Ok(None),
        Err(error) => Err(error),
    }
}

/// IAM answers with documents in the URL encoding of RFC 3986, where a plus sign is itself.
fn decoded(document: &str) -> String {
    percent_decode_str(document).decode_utf8_lossy().into_owned()
}
