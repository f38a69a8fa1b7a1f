//! A shell script of the AWS CLI: stops at the first error, can be run again at any time.

use super::{Code, Ground, jmespath};
use serde_json::{Value, json};

pub(super) fn render(ground: &Ground<'_>) -> Code {
    let file_name = format!("{}-role.sh", ground.slug());
    Code {
        text: script(ground, &file_name),
        run: vec![format!(
            "# Signed in to account {} (AWS_PROFILE=... or the like).\nbash {file_name}",
            ground.account()
        )],
        file_name,
    }
}

/// One word of a shell, whatever is in it.
pub(super) fn quote(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

fn script(ground: &Ground<'_>, file_name: &str) -> String {
    let role = &ground.role;
    let account = ground.account();
    let tags: Vec<Value> =
        role.tags.iter().map(|tag| json!({ "Key": tag.key, "Value": tag.value })).collect();
    let same = |node| quote(&format!("\n     {}\n", jmespath::same(node, ground.external_id(), account)));
    let values = [
        ("account", quote(account)),
        ("role_arn", quote(&role.arn)),
        ("role_name", quote(&role.name)),
        ("role_path", quote(&role.path)),
        ("max_session_duration", role.max_session_duration.to_string()),
        ("description", quote(&role.description)),
        ("tags", quote(&Value::from(tags).to_string())),
        ("policy_name", quote(&role.policy_name)),
        ("trust_policy", quote(&role.trust_policy)),
        ("permissions_policy", quote(&role.permissions_policy)),
    ];
    let mut text = String::from("#!/usr/bin/env bash\n#\n");
    text.push_str(&ground.header("Creates the IAM role of a QuilrAI Bedrock key, or brings it up to date."));
    text.push_str(&USAGE.replace("FILE", file_name));
    for (name, value) in values {
        text.push_str(&format!("{name}={value}\n"));
    }
    text.push_str(QUESTIONS);
    text.push_str(&format!(
        "same_trust={}\nsame_permissions={}\n",
        same(&ground.trust),
        same(&ground.permissions)
    ));
    text.push_str(BEGIN);
    text.push_str(if role.tags.is_empty() { CREATE_UNTAGGED } else { CREATE });
    text.push_str(ADOPT);
    if !role.tags.is_empty() {
        text.push_str(TAG);
    }
    text.push_str(END);
    text
}

const USAGE: &str = r#"#
#   bash FILE
#     prints the role's ARN once all is done
#   bash FILE --replace-trust
#     may also replace the trust policy of a role that is there
#
# Run it as often as you like: what is as it should be stays as it is. Where the role is there
# already,
#   - a trust policy that says something else is shown and nothing is changed, unless
#     --replace-trust is given: then it is replaced as a whole, other principals in it too;
#   - MaxSessionDuration is only raised, the description kept, other tags and policies kept;
#   - the inline policy of the same name is replaced, and shown before.
#
# Needs bash and the AWS CLI, with the rights iam:GetRole, iam:CreateRole, iam:TagRole,
# iam:GetRolePolicy, iam:PutRolePolicy, iam:UpdateRole and iam:UpdateAssumeRolePolicy.
#
# Ends with 0 when the role is as it should be, 1 when a trust policy that says something else was
# left alone, 2 for a wrong argument or the wrong account. Stops at the first error of the AWS CLI.

# What stands in single quotes here is to stay as it is:
# shellcheck disable=SC2016

set -euo pipefail

"#;

const QUESTIONS: &str = r"
# Whether a document in the account says the same as the one above, in the query language of the AWS
# CLI: the order of keys and values does not matter, nor one value or a list of one.
";

/// Values go in as `--name=value`: one that begins with a hyphen would be taken for an option.
const BEGIN: &str = r#"
# No pager; and on Windows, no rewriting of arguments that begin with a slash.
export AWS_PAGER='' MSYS_NO_PATHCONV=1

say() { printf '%s\n' "$*" >&2; }

replace_trust=no
for argument in "$@"; do
  case $argument in
    --replace-trust) replace_trust=yes ;;
    *)
      say "error: unknown argument '$argument'; the only one is --replace-trust"
      exit 2
      ;;
  esac
done

signed_in=$(aws sts get-caller-identity --query=Account --output=text)
if [ "$signed_in" != "$account" ]; then
  say "error: you are signed in to account $signed_in, this script is for $account; nothing was changed"
  exit 2
fi

get_role() { aws iam get-role --role-name="$role_name" "$@"; }
get_policy() { aws iam get-role-policy --role-name="$role_name" --policy-name="$policy_name" "$@"; }
put_policy() {
  aws iam put-role-policy --role-name="$role_name" --policy-name="$policy_name" \
    --policy-document="$permissions_policy"
}

# Whether something is there: "no such entity" is an answer, any other error ends the script.
is_there() {
  local error
  if error=$("$@" --output=json 2>&1 >/dev/null); then return 0; fi
  case $error in
    *NoSuchEntity*) return 1 ;;
    *)
      say "$error"
      exit 3
      ;;
  esac
}

if ! is_there get_role; then
  say "Creating the role $role_arn"
"#;

const CREATE: &str = r#"  aws iam create-role --role-name="$role_name" --path="$role_path" --description="$description" \
    --max-session-duration="$max_session_duration" --assume-role-policy-document="$trust_policy" \
    --tags="$tags" >/dev/null
"#;

const CREATE_UNTAGGED: &str = r#"  aws iam create-role --role-name="$role_name" --path="$role_path" --description="$description" \
    --max-session-duration="$max_session_duration" --assume-role-policy-document="$trust_policy" >/dev/null
"#;

const ADOPT: &str = r#"  aws iam wait role-exists --role-name="$role_name"
else
  # First of all, since it may end here.
  same=$(get_role --query="Role.AssumeRolePolicyDocument | $same_trust" --output=json)
  if [ "$same" != true ]; then
    say "The role is there, and its trust policy says something else. It is:"
    get_role --query=Role.AssumeRolePolicyDocument --output=json >&2
    if [ "$replace_trust" = no ]; then
      say "It would become:"
      say "$trust_policy"
      say "error: nothing was changed; to replace the trust policy, run this again with --replace-trust"
      exit 1
    fi
    say "Replacing it with:"
    say "$trust_policy"
    aws iam update-assume-role-policy --role-name="$role_name" --policy-document="$trust_policy"
  fi

  longest=$(get_role --query=Role.MaxSessionDuration --output=text)
  if [ "$longest" -lt "$max_session_duration" ]; then
    say "Raising MaxSessionDuration from $longest to $max_session_duration"
    # UpdateRole takes back what is left out, so the description goes with it.
    kept=$(get_role --query="Role.Description || ''" --output=text)
    aws iam update-role --role-name="$role_name" --max-session-duration="$max_session_duration" \
      --description="$kept" >/dev/null
  fi
"#;

const TAG: &str = r#"  aws iam tag-role --role-name="$role_name" --tags="$tags"
"#;

const END: &str = r#"fi

if ! is_there get_policy; then
  say "Adding the inline policy $policy_name"
  put_policy
else
  same=$(get_policy --query="PolicyDocument | $same_permissions" --output=json)
  if [ "$same" != true ]; then
    say "Replacing the inline policy $policy_name. It was:"
    get_policy --query=PolicyDocument --output=json >&2
    put_policy
  fi
fi

there=$(get_role --query=Role.Arn --output=text)
if [ "$there" != "$role_arn" ]; then
  say "note: the role was there with another path, and a role cannot be moved: the key needs the ARN below"
fi
say "The role is as it should be. aws_role_arn:"
printf '%s\n' "$there"
"#;
