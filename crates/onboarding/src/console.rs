//! Links into the AWS console.

use crate::pack::Pack;
use crate::setup::{Setup, assess};

/// The pages that the wizard links to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    /// IAM → Roles → Create role, where "Custom trust policy" is chosen.
    CreateRole,
    /// The role itself.
    Role,
    /// Bedrock's model catalogue in the setup's region.
    ModelCatalog,
}

/// The link to a page. Where the setup does not say which role, it leads to the list of roles; where
/// it does not say which region, to the pack's default region.
pub fn console_url(setup: &Setup, pack: &Pack, page: Page) -> String {
    let found = assess(setup, pack, &[]);
    match page {
        Page::CreateRole => {
            "https://console.aws.amazon.com/iam/home#/roles/create?step=selectEntities".to_owned()
        }
        Page::Role => match &found.role_arn {
            Some(arn) => format!(
                "https://console.aws.amazon.com/iam/home#/roles/details/{}?section=permissions",
                encoded(arn.name())
            ),
            None => "https://console.aws.amazon.com/iam/home#/roles".to_owned(),
        },
        Page::ModelCatalog => {
            let region =
                found.region.as_ref().map_or(pack.defaults().region.as_str(), |region| region.as_str());
            format!("https://{region}.console.aws.amazon.com/bedrock/home?region={region}#/model-catalog")
        }
    }
}

/// Percent-encodes what a role's name may hold besides letters, digits, `_`, `.` and `-`.
fn encoded(name: &str) -> String {
    name.chars().fold(String::new(), |mut text, character| {
        match character {
            '+' => text.push_str("%2B"),
            '=' => text.push_str("%3D"),
            ',' => text.push_str("%2C"),
            '@' => text.push_str("%40"),
            other => text.push(other),
        }
        text
    })
}
