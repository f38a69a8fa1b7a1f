//! The programs of the virtual environments that `script/test` makes: the real clients of AWS among them.

use std::path::PathBuf;
use std::process::Command;

/// A program of the environment with the AWS CLI, boto3, cfn-lint, moto, python-hcl2 and shellcheck.
pub(crate) fn python(program: &str) -> Command {
    of("BEDROCK_ROLE_TEST_PYTHON", program)
}

/// A program of the environment that a variable names, without any AWS settings of this machine.
pub(crate) fn of(variable: &str, program: &str) -> Command {
    let folder: PathBuf = std::env::var_os(variable)
        .unwrap_or_else(|| panic!("{variable} names a folder of Python programs: run script/test"))
        .into();
    let mut command = Command::new(folder.join(program));
    let path = std::env::var_os("PATH").unwrap_or_default();
    let path = std::env::join_paths([folder].into_iter().chain(std::env::split_paths(&path))).unwrap();
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("AWS_") {
            command.env_remove(name);
        }
    }
    command
        .env("PATH", path)
        .env("AWS_CONFIG_FILE", "/dev/null")
        .env("AWS_SHARED_CREDENTIALS_FILE", "/dev/null")
        .env("AWS_EC2_METADATA_DISABLED", "true")
        .env("AWS_MAX_ATTEMPTS", "1");
    command
}
