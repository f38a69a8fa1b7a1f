//! A CloudFormation template. The StackSet's is the same without a default for the ExternalId.

use super::{Code, Ground, limits, whoami, yaml};

pub(super) fn render(ground: &Ground<'_>) -> Code {
    let slug = ground.slug();
    let file_name = format!("{slug}-cloudformation.yaml");
    let head = ground.header("The IAM role of a QuilrAI Bedrock key, as a CloudFormation template.")
        + "#\n# A role of this name that is there already is not adopted: CloudFormation then stops. Delete it\n\
           # first, import it into the stack, or choose another RoleName.\n";
    Code {
        text: head + &template(ground, External::Default),
        run: vec![
            whoami(ground.account()),
            format!(
                "aws cloudformation deploy \\\n  --stack-name {slug} \\\n  --template-file {file_name} \\\n  \
                 --capabilities CAPABILITY_NAMED_IAM \\\n  --region {}",
                ground.setup.region.as_str()
            ),
            format!(
                "# The values for the QuilrAI dashboard.\naws cloudformation describe-stacks --stack-name {slug} \\\n  \
                 --region {} --query 'Stacks[0].Outputs' --output table",
                ground.setup.region.as_str()
            ),
        ],
        file_name,
    }
}

/// Whether the ExternalId has a default.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum External {
    /// The setup's own.
    Default,
    /// None: each account must bring its own.
    PerAccount,
}

/// The template, from its format's version on.
pub(super) fn template(ground: &Ground<'_>, external: External) -> String {
    let has_id = ground.has_external_id();
    let names: &[&str] = if has_id {
        &["RoleName", "RolePath", "ExternalId", "MaxSessionDuration"]
    } else {
        &["RoleName", "RolePath", "MaxSessionDuration"]
    };
    let mut text = String::from("AWSTemplateFormatVersion: '2010-09-09'\n");
    line(&mut text, 0, "Description", &yaml::scalar(&ground.role.description));
    metadata(&mut text, has_id);
    text.push_str("\nParameters:\n");
    for name in names {
        parameter(&mut text, ground, name, external);
    }
    resources(&mut text, ground);
    outputs(&mut text, ground, has_id);
    text
}

fn line(text: &mut String, indent: usize, key: &str, value: &str) {
    text.push_str(&format!("{}{key}: {value}\n", " ".repeat(indent)));
}

fn metadata(text: &mut String, has_id: bool) {
    text.push_str(
        "\
Metadata:
  AWS::CloudFormation::Interface:
    ParameterGroups:
",
    );
    let trust: &[&str] = if has_id { &["ExternalId", "MaxSessionDuration"] } else { &["MaxSessionDuration"] };
    for (label, names) in [("The role", &["RoleName", "RolePath"][..]), ("Who may assume it", trust)] {
        text.push_str(&format!(
            "      - Label:\n          default: {}\n        Parameters:\n",
            yaml::scalar(label)
        ));
        for name in names {
            text.push_str(&format!("          - {name}\n"));
        }
    }
    text.push_str("    ParameterLabels:\n");
    for (name, label) in [
        ("RoleName", "Role name"),
        ("RolePath", "Path"),
        ("ExternalId", "ExternalId (aws_external_id)"),
        ("MaxSessionDuration", "Longest session, in seconds"),
    ] {
        if name != "ExternalId" || has_id {
            text.push_str(&format!("      {name}:\n        default: {}\n", yaml::scalar(label)));
        }
    }
}

fn parameter(text: &mut String, ground: &Ground<'_>, name: &str, external: External) {
    text.push_str(&format!("  {name}:\n"));
    let mut put = |key: &str, value: &str| line(text, 4, key, value);
    let (kind, description) = match name {
        "RoleName" => ("String", "The role's name."),
        "RolePath" => ("String", "The role's path, / or /.../."),
        "ExternalId" => (
            "String",
            match external {
                External::Default => {
                    "The role lets the gateway in only with this value. It must be unique per role and stand in the \
                     QuilrAI key as aws_external_id."
                }
                External::PerAccount => {
                    "The role lets the gateway in only with this value. Another one in every account, by parameter \
                     override; it must stand in the account's QuilrAI key as aws_external_id."
                }
            },
        ),
        _ => (
            "Number",
            "The longest session that the gateway may ask for: at least the key's aws_session_duration_seconds.",
        ),
    };
    put("Type", kind);
    put("Description", &yaml::scalar(description));
    match name {
        "RoleName" => {
            put("Default", &yaml::scalar(&ground.role.name));
            lengths(text, (1, limits::ROLE_NAME), limits::ROLE_NAME_PATTERN);
            constraint(
                text,
                "a role name has 1 to 64 characters: letters, digits and _ + = , . @ - are allowed",
            );
        }
        "RolePath" => {
            put("Default", &yaml::scalar(&ground.role.path));
            lengths(text, (1, limits::ROLE_PATH), limits::ROLE_PATH_PATTERN);
            constraint(
                text,
                "a path begins and ends with a slash, has no two slashes in a row and 512 characters at most",
            );
        }
        "ExternalId" => {
            if external == External::Default {
                put("Default", &yaml::scalar(ground.external_id()));
            }
            lengths(text, limits::EXTERNAL_ID, limits::EXTERNAL_ID_PATTERN);
            constraint(
                text,
                "aws_external_id must be 2-1224 characters: letters, digits and _ + = , . @ : / - are allowed",
            );
        }
        _ => {
            put("Default", &ground.role.max_session_duration.to_string());
            put("MinValue", &limits::MAX_SESSION.0.to_string());
            put("MaxValue", &limits::MAX_SESSION.1.to_string());
            constraint(text, "a role's MaxSessionDuration is between 3600 (1 hr) and 43200 (12 hr) seconds");
        }
    }
}

fn lengths(text: &mut String, (min, max): (usize, usize), pattern: &str) {
    line(text, 4, "MinLength", &min.to_string());
    line(text, 4, "MaxLength", &max.to_string());
    line(text, 4, "AllowedPattern", &yaml::scalar(pattern));
}

fn constraint(text: &mut String, sentence: &str) {
    line(text, 4, "ConstraintDescription", &yaml::scalar(sentence));
}

fn resources(text: &mut String, ground: &Ground<'_>) {
    text.push_str(
        "
Resources:
  GatewayRole:
    Type: AWS::IAM::Role
    Properties:
      RoleName: !Ref RoleName
      Path: !Ref RolePath
",
    );
    line(text, 6, "Description", &yaml::scalar(&ground.role.description));
    text.push_str("      MaxSessionDuration: !Ref MaxSessionDuration\n      # Who may assume the role.\n");
    text.push_str(&format!("      AssumeRolePolicyDocument:{}\n", yaml::value(&ground.trust, 6)));
    text.push_str("      # What it may do then.\n      Policies:\n");
    text.push_str(&format!("        - PolicyName: {}\n", yaml::scalar(&ground.role.policy_name)));
    text.push_str(&format!("          PolicyDocument:{}\n", yaml::value(&ground.permissions, 10)));
    if !ground.role.tags.is_empty() {
        text.push_str("      Tags:\n");
    }
    for tag in &ground.role.tags {
        text.push_str(&format!("        - Key: {}\n", yaml::scalar(&tag.key)));
        line(text, 10, "Value", &yaml::scalar(&tag.value));
    }
}

fn outputs(text: &mut String, ground: &Ground<'_>, has_id: bool) {
    text.push_str("\n# The values of the QuilrAI dashboard form.\nOutputs:\n");
    let mut put = |name: &str, description: &str, value: &str| {
        text.push_str(&format!("  {name}:\n    Description: {description}\n    Value: {value}\n"));
    };
    put("RoleArn", "aws_role_arn", "!GetAtt GatewayRole.Arn");
    if has_id {
        put("ExternalId", "aws_external_id", "!Ref ExternalId");
    }
    put("Region", "aws_region", ground.setup.region.as_str());
    if let Some(name) = &ground.setup.session_name {
        put("SessionName", "aws_role_session_name", &yaml::scalar(name.as_str()));
    }
    put("SessionDuration", "aws_session_duration_seconds", &format!("'{}'", ground.setup.duration.get()));
}
