//! Service principals: `ec2.amazonaws.com`, `delivery.logs.amazonaws.com`, `states.eu-west-1.amazonaws.com`.
//!
//! AWS publishes no list of them; IAM knows them all the same, and refuses
//! `codepipeiine.amazonaws.com`: `Invalid principal in policy: "SERVICE":"codepipeiine.amazonaws.com"`.

use crate::regions::is_region;
use iam_policy::lint::is_service;

/// Those that are not the prefix of a service's actions.
/// Source: the service names in AWS's managed policies (`iam:PassedToService`, `iam:AWSServiceName`) and
/// the user guides of Lambda@Edge, VPC flow logs and AWS Billing.
const OTHERS: &[&str] = &[
    "billingconsole",
    "cassandra-streams",
    "codecatalyst-runner",
    "cognito-identity-us-gov",
    "config-conforms",
    "config-multiaccountsetup",
    "ec2fastlaunch",
    "ec2fleet",
    "ec2scheduled",
    "ecs-compute",
    "ecs-tasks",
    "edgelambda",
    "eks-fargate-pods",
    "eks-nodegroup",
    "lexv2",
    "macie",
    "migrationhub",
    "opensearchservice",
    "sdmp",
    "securityhubv2",
    "servicecatalog-appregistry",
    "spot",
    "spotfleet",
    "transitgateway",
    "user-attribute-cost-allocation-data",
    "vmie",
    "vpc-flow-logs",
];

/// Whether IAM knows it. Of a part of a service, such as `delivery.logs`, only the service is looked at.
pub(crate) fn is_service_principal(principal: &str) -> bool {
    let Some(name) = principal.strip_suffix(".amazonaws.com") else {
        return false;
    };
    let name = match name.rsplit_once('.') {
        Some((name, region)) if is_region(region) => name,
        _ => name,
    };
    let service = name.rsplit('.').next().unwrap_or(name);
    is_service(service) || OTHERS.contains(&service)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn services_are_known_by_name_and_a_misspelt_one_is_not() {
        for known in ["ec2", "bedrock", "ecs-tasks", "edgelambda", "delivery.logs", "states.eu-west-1"] {
            assert!(is_service_principal(&format!("{known}.amazonaws.com")), "{known}");
        }
        for unknown in ["codepipeiine", "nope", "", "ec2.nope", "eu-west-1"] {
            assert!(!is_service_principal(&format!("{unknown}.amazonaws.com")), "{unknown}");
        }
        for unknown in ["ec2", "ec2.example.com", "ec2.amazonaws.com.cn", "amazonaws.com"] {
            assert!(!is_service_principal(unknown), "{unknown}");
        }
    }
}
