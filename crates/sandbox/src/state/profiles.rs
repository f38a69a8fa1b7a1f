//! Application inference profiles: what an account has made to call a model by a name of its own.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a profile leads to: fixed when it is made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Source {
    /// A foundation model of the profile's own region, by its id.
    Model(String),
    /// A system-defined profile, by its id.
    Profile(String),
}

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ApplicationProfile {
    pub(crate) arn: String,
    /// Twelve letters and digits.
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    pub(crate) source: Source,
    pub(crate) tags: Vec<(String, String)>,
    /// Seconds since 1970.
    pub(crate) created: i64,
    /// The token of the request that made it: the same request again makes no second one.
    pub(crate) client_token: Option<String>,
}

/// All of them, by their ARN.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Profiles(BTreeMap<String, ApplicationProfile>);

impl Profiles {
    pub(crate) fn get(&self, arn: &str) -> Option<&ApplicationProfile> {
        self.0.get(arn)
    }

    pub(crate) fn get_mut(&mut self, arn: &str) -> Option<&mut ApplicationProfile> {
        self.0.get_mut(arn)
    }

    pub(crate) fn add(&mut self, profile: ApplicationProfile) {
        self.0.insert(profile.arn.clone(), profile);
    }

    pub(crate) fn remove(&mut self, arn: &str) {
        self.0.remove(arn);
    }

    /// Those of an account in a region, the oldest first.
    pub(crate) fn of<'a>(&'a self, account: &str, region: &str) -> Vec<&'a ApplicationProfile> {
        let prefix = format!("arn:aws:bedrock:{region}:{account}:");
        let mut found: Vec<_> = self.0.values().filter(|profile| profile.arn.starts_with(&prefix)).collect();
        found.sort_by(|a, b| (a.created, &a.name).cmp(&(b.created, &b.name)));
        found
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn they_come_back_from_json_as_they_were() {
        let mut profiles = Profiles::default();
        profiles.add(ApplicationProfile {
            arn: "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abcdefghijkl".into(),
            id: "abcdefghijkl".into(),
            name: "mine".into(),
            description: None,
            source: Source::Model("amazon.nova-micro-v1:0".into()),
            tags: vec![("team".into(), "red".into())],
            created: 5,
            client_token: Some("t".into()),
        });
        let text = serde_json::to_string(&profiles).unwrap();
        let again: Profiles = serde_json::from_str(&text).unwrap();
        assert_eq!(again.of("123456789012", "us-east-1"), profiles.of("123456789012", "us-east-1"));
        assert!(again.of("123456789012", "us-east-2").is_empty());
    }
}
