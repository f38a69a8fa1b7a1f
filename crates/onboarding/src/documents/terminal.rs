//! The page's local CLI check, for those who prefer their own terminal.

use crate::fields::{ExternalId, RoleArn};
use crate::pack::Pack;

/// The lines to paste, every value filled in. The comments are the page's own.
pub(crate) fn terminal_lines(role_arn: &RoleArn, external_id: &ExternalId, pack: &Pack) -> String {
    let gateway = pack.gateway_principal();
    let role_arn = shell_word(role_arn.as_str());
    let external_id = shell_word(external_id.as_str());
    format!(
        "\
# First add your own IAM user or role to the Principal.AWS array of the trust policy,
# beside {gateway}: AWS denies any other caller.

aws sts assume-role \\
  --role-arn {role_arn} \\
  --role-session-name test
# Should fail with AccessDenied (ExternalId condition not satisfied).

aws sts assume-role \\
  --role-arn {role_arn} \\
  --role-session-name test \\
  --external-id {external_id}
# Should succeed.

# If the first call succeeds, the trust policy is missing the ExternalId condition - fix it before using the role.
# Remove your own ARN from the Principal block before going live so only the QuilrAI gateway user can assume the role.
"
    )
}

/// A path may hold any printable character, so it is quoted where a shell would read more into it.
pub(crate) fn shell_word(text: &str) -> String {
    let safe = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_+=,.@:/-".contains(&byte));
    if safe { text.to_owned() } else { format!("'{}'", text.replace('\'', r"'\''")) }
}
