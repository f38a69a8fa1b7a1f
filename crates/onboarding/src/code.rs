//! The role "as code": the same documents in the forms that teams keep in their repositories.
//!
//! Every form is rendered from the setup's own documents, so that what it makes is what `apply`
//! would make. Only two values become parameters, where they stand alone in their place: the
//! ExternalId, and the account. The gateway principal does not: it is whom the role trusts, so that a
//! changed value must be seen in the trust policy and not arrive from a parameters file.

mod cloudformation;
mod document;
mod hcl;
mod jmespath;
mod shell;
mod stackset;
mod terraform;
mod yaml;

use crate::documents;
use crate::pack::Pack;
use crate::role::DesiredRole;
use crate::setup::ValidSetup;
use document::Node;
use serde::{Deserialize, Serialize};

pub(crate) use stackset::template_alone;

/// The limits of IAM and STS that the forms check their parameters against (service models).
mod limits {
    pub(super) const ROLE_NAME: usize = 64;
    pub(super) const ROLE_PATH: usize = 512;
    pub(super) const EXTERNAL_ID: (usize, usize) = (2, 1224);
    pub(super) const MAX_SESSION: (u32, u32) = (3600, 43_200);

    /// Anchored, and without `\w`: what that means differs between the languages of the forms.
    pub(super) const ROLE_NAME_PATTERN: &str = "^[A-Za-z0-9_+=,.@-]+$";
    /// `/`, or segments of printable ASCII between single slashes.
    pub(super) const ROLE_PATH_PATTERN: &str = "^/([!-.0-~]+/)*$";
    pub(super) const EXTERNAL_ID_PATTERN: &str = "^[A-Za-z0-9_+=,.@:/-]+$";
}

/// A form of the role as code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum CodeForm {
    /// A CloudFormation template for one account.
    Cloudformation,
    /// The same for many accounts, an ExternalId each.
    Stackset,
    /// A Terraform file.
    Terraform,
    /// A shell script of the AWS CLI.
    Cli,
}

impl CodeForm {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Cloudformation, Self::Stackset, Self::Terraform, Self::Cli];
}

/// The role in one form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct Code {
    /// What to save it as; needs no quoting in a shell.
    pub file_name: String,
    /// The file.
    pub text: String,
    /// The commands that deploy it, in order; each may be of several lines and begin with comments.
    pub run: Vec<String>,
}

/// Renders a setup in a form.
pub fn code(setup: &ValidSetup, pack: &Pack, form: CodeForm) -> Code {
    let ground = Ground::new(setup, pack);
    match form {
        CodeForm::Cloudformation => cloudformation::render(&ground),
        CodeForm::Stackset => stackset::render(&ground),
        CodeForm::Terraform => terraform::render(&ground),
        CodeForm::Cli => shell::render(&ground),
    }
}

/// What every form is made of.
struct Ground<'a> {
    setup: &'a ValidSetup,
    pack: &'a Pack,
    role: DesiredRole,
    /// With the ExternalId told apart.
    trust: Node,
    /// With the account told apart.
    permissions: Node,
}

impl<'a> Ground<'a> {
    fn new(setup: &'a ValidSetup, pack: &'a Pack) -> Self {
        let role = setup.desired_role(pack);
        // Without an account its placeholder stays, which is how the account's places are known.
        let permissions = documents::permissions(pack, &setup.draft, None).text;
        Self {
            trust: document::trust(&role.trust_policy, setup.external_id.as_str()),
            permissions: document::permissions(&permissions),
            setup,
            pack,
            role,
        }
    }

    fn account(&self) -> &str {
        self.setup.role_arn.account()
    }

    fn external_id(&self) -> &str {
        self.setup.external_id.as_str()
    }

    /// The ExternalId is a parameter only where the trust policy asks for it: one edited by hand may
    /// not.
    fn has_external_id(&self) -> bool {
        self.trust.holds_external_id()
    }

    /// The role's name as a name of files and stacks: `[A-Za-z][A-Za-z0-9-]*`, 128 characters at most.
    fn slug(&self) -> String {
        let words: Vec<&str> = self
            .role
            .name
            .split(|c: char| !c.is_ascii_alphanumeric())
            .filter(|word| !word.is_empty())
            .collect();
        let slug = words.join("-");
        if slug.starts_with(|c: char| c.is_ascii_alphabetic()) { slug } else { format!("role-{slug}") }
            .trim_end_matches('-')
            .to_owned()
    }

    /// What a file says of itself, in comment lines: all forms use `#`.
    fn header(&self, what: &str) -> String {
        let gateway = self.pack.gateway_principal();
        let account = self.account();
        format!(
            "\
# {what}
# QuilrAI's LLM gateway, {gateway},
# assumes this role to call Amazon Bedrock. Made by Bedrock Role Wizard for account {account},
# template pack {pack}.
#
# Nothing in here is secret: an ExternalId is no password, but it must be unique per role.
# The account must be in the partition `aws`: a role in `aws-cn` or `aws-us-gov` cannot trust a
# principal of `aws`.
",
            pack = self.pack.version(),
        )
    }
}

/// The first command of every form: a role in the wrong account helps nobody.
fn whoami(expected: &str) -> String {
    format!("# Must print {expected}.\naws sts get-caller-identity --query Account --output text")
}
