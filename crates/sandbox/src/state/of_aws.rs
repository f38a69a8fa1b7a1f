//! AWS's own managed policies that the users of this product meet, each read when it is first needed.
//!
//! Documents, versions and dates: as IAM gave them out in October 2026, by way of moto 5.2.5, whose
//! maintainers read them with `iam:GetPolicyVersion`; compared with the "AWS Managed Policy Reference
//! Guide" where it is as new. Only the version in force is known, not the ones before it.

use super::document::Document;
use super::managed::{ManagedPolicy, PolicyVersion};
use crate::ids;
use std::collections::BTreeMap;
use std::sync::{LazyLock, OnceLock};
use std::time::{Duration, SystemTime};

/// The ARN of `AdministratorAccess`.
pub(crate) const ADMINISTRATOR_ACCESS: &str = "arn:aws:iam::aws:policy/AdministratorAccess";

/// A policy as it is published; all of these have the path `/`.
struct Published {
    name: &'static str,
    /// `None`: not published; the sandbox makes one of the name.
    id: Option<&'static str>,
    description: Option<&'static str>,
    /// The number of the version in force.
    version: u32,
    /// Seconds since 1970.
    created: u64,
    /// Seconds since 1970.
    updated: u64,
    document: &'static str,
}

impl Published {
    /// `None`: the built-in text is damaged, which a test rules out.
    fn read(&self) -> Option<ManagedPolicy> {
        let at = |seconds| SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
        let document = Document::parse(self.document.trim_end()).ok()?;
        let version = PolicyVersion { document, created: at(self.updated) };
        Some(ManagedPolicy {
            name: self.name.to_owned(),
            path: "/".to_owned(),
            id: self.id.map_or_else(|| ids::policy_id_of(self.name), str::to_owned),
            description: self.description.map(str::to_owned),
            created: at(self.created),
            updated: at(self.updated),
            versions: BTreeMap::from([(self.version, version)]),
            default_version: self.version,
            next_version: self.version + 1,
            tags: Vec::new(),
        })
    }
}

type Lazily = (&'static Published, OnceLock<Option<ManagedPolicy>>);

static BY_NAME: LazyLock<BTreeMap<&'static str, Lazily>> =
    LazyLock::new(|| PUBLISHED.iter().map(|policy| (policy.name, (policy, OnceLock::new()))).collect());

fn read((published, read): &'static Lazily) -> Option<&'static ManagedPolicy> {
    read.get_or_init(|| published.read()).as_ref()
}

/// The policy of that ARN.
pub(crate) fn find(arn: &str) -> Option<&'static ManagedPolicy> {
    BY_NAME.get(arn.strip_prefix("arn:aws:iam::aws:policy/")?).and_then(read)
}

/// All of them, by name.
pub(crate) fn all() -> impl Iterator<Item = &'static ManagedPolicy> {
    BY_NAME.values().filter_map(read)
}

const PUBLISHED: &[Published] = &[
    Published {
        name: "AWSDenyAll",
        id: Some("ANPAZKAPJZG4P43IUQ5E5"),
        description: Some("Deny all access."),
        version: 2,
        created: 1_556_750_174,
        updated: 1_702_917_725,
        document: include_str!("../../data/managed/AWSDenyAll.json"),
    },
    Published {
        name: "AWSMarketplaceManageSubscriptions",
        id: None,
        description: Some("Provides the ability to subscribe and unsubscribe to AWS Marketplace software"),
        version: 9,
        created: 1_423_248_032,
        updated: 1_778_172_142,
        document: include_str!("../../data/managed/AWSMarketplaceManageSubscriptions.json"),
    },
    Published {
        name: "AdministratorAccess",
        id: Some("ANPAIWMBCKSKIEE64ZLYK"),
        description: Some("Provides full access to AWS services and resources."),
        version: 1,
        created: 1_423_247_986,
        updated: 1_423_247_986,
        document: include_str!("../../data/managed/AdministratorAccess.json"),
    },
    Published {
        name: "AmazonBedrockFullAccess",
        id: None,
        description: Some(
            "Provides full access to Amazon Bedrock as well as limited access to related services that are required by it.",
        ),
        version: 11,
        created: 1_701_877_637,
        updated: 1_785_822_141,
        document: include_str!("../../data/managed/AmazonBedrockFullAccess.json"),
    },
    Published {
        name: "AmazonBedrockLimitedAccess",
        id: None,
        description: Some(
            "Provides limited access to Amazon Bedrock as well as to related services that are required by it",
        ),
        version: 9,
        created: 1_751_235_726,
        updated: 1_785_821_244,
        document: include_str!("../../data/managed/AmazonBedrockLimitedAccess.json"),
    },
    Published {
        name: "AmazonBedrockMarketplaceAccess",
        id: None,
        description: None,
        version: 3,
        created: 1_751_235_727,
        updated: 1_770_919_029,
        document: include_str!("../../data/managed/AmazonBedrockMarketplaceAccess.json"),
    },
    Published {
        name: "AmazonBedrockReadOnly",
        id: None,
        description: Some("Provides read only access to Amazon Bedrock"),
        version: 7,
        created: 1_701_877_699,
        updated: 1_770_919_075,
        document: include_str!("../../data/managed/AmazonBedrockReadOnly.json"),
    },
    Published {
        name: "IAMFullAccess",
        id: Some("ANPAI7XKCFMBPM3QQRRVQ"),
        description: Some("Provides full access to IAM via the AWS Management Console."),
        version: 2,
        created: 1_423_248_038,
        updated: 1_561_146_000,
        document: include_str!("../../data/managed/IAMFullAccess.json"),
    },
    Published {
        name: "IAMReadOnlyAccess",
        id: Some("ANPAJKSO7NDY4T57MWDSQ"),
        description: Some("Provides read only access to IAM via the AWS Management Console."),
        version: 4,
        created: 1_423_248_039,
        updated: 1_516_907_487,
        document: include_str!("../../data/managed/IAMReadOnlyAccess.json"),
    },
    Published {
        name: "PowerUserAccess",
        id: Some("ANPAJYRXTHIB4FOVS3ZXS"),
        description: Some(
            "Provides full access to AWS services and resources, but does not allow management of Users and groups.",
        ),
        version: 12,
        created: 1_423_247_987,
        updated: 1_770_919_154,
        document: include_str!("../../data/managed/PowerUserAccess.json"),
    },
    Published {
        name: "ReadOnlyAccess",
        id: Some("ANPAILL3HVNFSB6DCOWYQ"),
        description: Some("Provides read-only access to AWS services and resources."),
        version: 190,
        created: 1_423_247_988,
        updated: 1_790_271_428,
        document: include_str!("../../data/managed/ReadOnlyAccess.json"),
    },
    Published {
        name: "SecurityAudit",
        id: Some("ANPAIX2T3QCXHR2OGGCTO"),
        description: Some(
            "The security audit template grants access to read security configuration metadata. It is useful for software that audits the configuration of an AWS account.",
        ),
        version: 94,
        created: 1_423_248_061,
        updated: 1_790_800_028,
        document: include_str!("../../data/managed/SecurityAudit.json"),
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_one_of_them_is_read() {
        assert_eq!(all().count(), PUBLISHED.len());
        assert!(find(ADMINISTRATOR_ACCESS).is_some());
        assert!(find("arn:aws:iam::aws:policy/Nothing").is_none());
    }
}
