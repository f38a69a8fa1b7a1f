//! A Terraform file.

use super::hcl::{aligned, expression, quoted};
use super::{Code, Ground, limits, whoami};

/// The name of the role among the file's resources.
const RESOURCE: &str = "quilr_gateway";

pub(super) fn render(ground: &Ground<'_>) -> Code {
    let slug = ground.slug();
    let mut text = ground.header("The IAM role of a QuilrAI Bedrock key, as a Terraform root module.");
    text.push_str(
        "#
# A role of this name that is there already is not adopted: import it first (see the commands).

terraform {
  required_version = \">= 1.3\"

  required_providers {
    aws = {
      source  = \"hashicorp/aws\"
      version = \">= 5.0\"
    }
  }
}
",
    );
    variables(&mut text, ground);
    resources(&mut text, ground);
    outputs(&mut text, ground);
    // A name with other than letters and digits is an argument that must be quoted.
    let role = super::shell::quote(&ground.role.name);
    let policy = super::shell::quote(&format!("{}:{}", ground.role.name, ground.role.policy_name));
    Code {
        text,
        run: vec![
            format!(
                "{}\n# With {slug}.tf alone in the folder, or among your own files.\nterraform init",
                whoami(ground.account())
            ),
            format!(
                "# Only where the role is there already:\n#   terraform import aws_iam_role.{RESOURCE} {role}\n\
                 #   terraform import aws_iam_role_policy.{RESOURCE} {policy}\n\
                 terraform plan -out=role.tfplan"
            ),
            "terraform apply role.tfplan".to_owned(),
            "# The values for the QuilrAI dashboard.\nterraform output".to_owned(),
        ],
        file_name: format!("{slug}.tf"),
    }
}

struct Variable<'a> {
    name: &'a str,
    description: &'a str,
    kind: &'a str,
    default: String,
    condition: String,
    error: &'a str,
}

fn variables(text: &mut String, ground: &Ground<'_>) {
    let matches = |name: &str, pattern: &str| format!("can(regex({}, var.{name}))", quoted(pattern));
    let length = |name: &str, min: usize, max: usize| {
        format!("length(var.{name}) >= {min} && length(var.{name}) <= {max}")
    };
    let both = |name: &str, (min, max): (usize, usize), pattern: &str| {
        format!("{} && {}", length(name, min, max), matches(name, pattern))
    };
    let mut all = vec![
        Variable {
            name: "account_id",
            description: "The account that the role is in; the plan stops in any other.",
            kind: "string",
            default: quoted(ground.account()),
            condition: matches("account_id", "^[0-9]{12}$"),
            error: "An account id has 12 digits.",
        },
        Variable {
            name: "role_name",
            description: "The role's name.",
            kind: "string",
            default: quoted(&ground.role.name),
            condition: both("role_name", (1, limits::ROLE_NAME), limits::ROLE_NAME_PATTERN),
            error: "A role name has 1 to 64 characters: letters, digits and _ + = , . @ - are allowed.",
        },
        Variable {
            name: "role_path",
            description: "The role's path, / or /.../.",
            kind: "string",
            default: quoted(&ground.role.path),
            condition: both("role_path", (1, limits::ROLE_PATH), limits::ROLE_PATH_PATTERN),
            error: "A path begins and ends with a slash, has no two slashes in a row and 512 characters at most.",
        },
    ];
    if ground.has_external_id() {
        all.push(Variable {
            name: "external_id",
            description: "aws_external_id: the role lets the gateway in only with this value. It must be unique per role.",
            kind: "string",
            default: quoted(ground.external_id()),
            condition: both("external_id", limits::EXTERNAL_ID, limits::EXTERNAL_ID_PATTERN),
            error: "aws_external_id must be 2-1224 characters: letters, digits and _ + = , . @ : / - are allowed.",
        });
    }
    let (least, most) = limits::MAX_SESSION;
    all.push(Variable {
        name: "max_session_duration",
        description: "The longest session that the gateway may ask for, in seconds: at least the key's aws_session_duration_seconds.",
        kind: "number",
        default: ground.role.max_session_duration.to_string(),
        condition: format!("var.max_session_duration >= {least} && var.max_session_duration <= {most}"),
        error: "A role's MaxSessionDuration is between 3600 (1 hr) and 43200 (12 hr) seconds.",
    });
    for variable in all {
        text.push_str(&format!("\nvariable \"{}\" {{\n", variable.name));
        text.push_str(&block(
            2,
            &[
                ("description", quoted(variable.description)),
                ("type", variable.kind.to_owned()),
                ("default", variable.default),
            ],
        ));
        text.push_str("\n  validation {\n");
        text.push_str(&block(
            4,
            &[("condition", variable.condition), ("error_message", quoted(variable.error))],
        ));
        text.push_str("  }\n}\n");
    }
}

fn block(indent: usize, entries: &[(&str, String)]) -> String {
    let entries: Vec<(String, String)> =
        entries.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect();
    aligned(&entries, indent)
}

fn resources(text: &mut String, ground: &Ground<'_>) {
    let role = &ground.role;
    text.push_str("\ndata \"aws_caller_identity\" \"current\" {}\n");
    text.push_str(&format!("\nresource \"aws_iam_role\" \"{RESOURCE}\" {{\n"));
    text.push_str(&block(
        2,
        &[
            ("name", "var.role_name".to_owned()),
            ("path", "var.role_path".to_owned()),
            ("description", quoted(&role.description)),
            ("max_session_duration", "var.max_session_duration".to_owned()),
        ],
    ));
    text.push_str(&format!(
        "\n  # Who may assume the role.\n  assume_role_policy = jsonencode({})\n",
        expression(&ground.trust, 2)
    ));
    if !role.tags.is_empty() {
        let tags: Vec<(String, String)> =
            role.tags.iter().map(|tag| (quoted(&tag.key), quoted(&tag.value))).collect();
        text.push_str(&format!("\n  tags = {{\n{}  }}\n", aligned(&tags, 4)));
    }
    text.push_str(
        "
  lifecycle {
    precondition {
      condition     = data.aws_caller_identity.current.account_id == var.account_id
      error_message = \"You are signed in to another account than var.account_id.\"
    }
  }
}
",
    );
    text.push_str(&format!(
        "\n# What the role may do once assumed.\nresource \"aws_iam_role_policy\" \"{RESOURCE}\" {{\n"
    ));
    text.push_str(&block(
        2,
        &[("name", quoted(&role.policy_name)), ("role", format!("aws_iam_role.{RESOURCE}.id"))],
    ));
    text.push_str(&format!("\n  policy = jsonencode({})\n}}\n", expression(&ground.permissions, 2)));
}

fn outputs(text: &mut String, ground: &Ground<'_>) {
    text.push_str("\n# The values of the QuilrAI dashboard form.\n");
    let setup = ground.setup;
    let mut all = vec![("aws_role_arn", format!("aws_iam_role.{RESOURCE}.arn"))];
    if ground.has_external_id() {
        all.push(("aws_external_id", "var.external_id".to_owned()));
    }
    all.push(("aws_region", quoted(setup.region.as_str())));
    if let Some(name) = &setup.session_name {
        all.push(("aws_role_session_name", quoted(name.as_str())));
    }
    all.push(("aws_session_duration_seconds", setup.duration.get().to_string()));
    let blocks: Vec<String> =
        all.iter().map(|(name, value)| format!("output \"{name}\" {{\n  value = {value}\n}}\n")).collect();
    text.push_str(&blocks.join("\n"));
}
