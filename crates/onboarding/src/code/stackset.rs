//! The template for many accounts, and the commands that give each its own ExternalId.

use super::cloudformation::{External, template};
use super::{Code, Ground, whoami};
use crate::pack::Pack;
use crate::setup::ValidSetup;

pub(super) fn render(ground: &Ground<'_>) -> Code {
    let slug = ground.slug();
    let file_name = format!("{slug}-stackset.yaml");
    let run = run(ground, &slug, &file_name);
    let mut head = ground
        .header("The IAM role of a QuilrAI Bedrock key in many accounts, as a CloudFormation StackSet.");
    head.push_str("#\n# To deploy it, from the StackSet's administrator account:\n#\n");
    for command in &run {
        for line in command.lines() {
            head.push_str(&format!("#   {line}\n"));
        }
        head.push_str("#\n");
    }
    Code { text: head + &template(ground, External::PerAccount), run, file_name }
}

/// The template alone, for a deploy that brings the parameters itself. The account and the ExternalId of
/// the setup are nowhere in it. `None`: the trust policy asks for no ExternalId that could differ.
pub(crate) fn template_alone(setup: &ValidSetup, pack: &Pack) -> Option<String> {
    let ground = Ground::new(setup, pack);
    ground.has_external_id().then(|| template(&ground, External::PerAccount))
}

fn run(ground: &Ground<'_>, slug: &str, file_name: &str) -> Vec<String> {
    let region = ground.setup.region.as_str();
    let account = ground.account();
    let has_id = ground.has_external_id();
    // CreateStackSet asks for a value of every parameter without a default, and accounts without an
    // override get it. It is one that stands in no key and that nobody can guess.
    let stand_in =
        if has_id { " \\\n  --parameters \"ParameterKey=ExternalId,ParameterValue=$(uuidgen)\"" } else { "" };
    let stand_in_note = if has_id {
        "# CloudFormation wants an ExternalId here too. This one stands in no key: an account without an\n\
         # override of its own gets a role that no key can use, and never another account's ExternalId.\n"
    } else {
        ""
    };
    let instance = |account: &str, id: &str| {
        let overrides = if has_id { format!(" \\\n  --parameter-overrides {id}") } else { String::new() };
        format!(
            "aws cloudformation create-stack-instances \\\n  --stack-set-name {slug} --region {region} \\\n  \
             --accounts {account} --regions {region}{overrides}"
        )
    };
    let (own, further) = if has_id {
        (
            "# The ExternalId must be unique per account: the setup's own goes to the setup's account.\n",
            "# For each further account: its id, and a new ExternalId for that account's own QuilrAI key.\n",
        )
    } else {
        (
            "# The trust policy was edited by hand and asks for no ExternalId that could differ by account.\n",
            "# For each further account: its id.\n",
        )
    };
    vec![
        whoami("the account that administers the StackSet"),
        format!(
            "{stand_in_note}# With service-managed permissions (AWS Organizations), add:\n\
             #   --permission-model SERVICE_MANAGED --auto-deployment Enabled=false\n\
             # Without, the roles AWSCloudFormationStackSetAdministrationRole (here) and\n\
             # AWSCloudFormationStackSetExecutionRole (in every account) must be there.\n\
             aws cloudformation create-stack-set \\\n  --stack-set-name {slug} --region {region} \\\n  \
             --template-body file://{file_name} \\\n  --capabilities CAPABILITY_NAMED_IAM \\\n  \
             --managed-execution Active=true{stand_in}"
        ),
        format!(
            "{own}# With service-managed permissions, instead of --accounts:\n\
             #   --deployment-targets OrganizationalUnitIds=ou-...,Accounts={account},AccountFilterType=INTERSECTION\n{}",
            instance(account, &shorthand(ground.external_id()))
        ),
        if has_id {
            format!(
                "{further}account_id=...\nexternal_id=$(uuidgen)\n{}\n\
                 printf '%s  %s\\n' \"$account_id\" \"$external_id\"",
                instance("\"$account_id\"", "\"ParameterKey=ExternalId,ParameterValue=$external_id\"")
            )
        } else {
            format!("{further}account_id=...\n{}", instance("\"$account_id\"", ""))
        },
        format!(
            "# IAM is the same in every region, so one region is enough. All must become CURRENT.\n\
             aws cloudformation list-stack-instances \\\n  --stack-set-name {slug} --region {region} \\\n  \
             --query 'Summaries[].[Account,Status,StatusReason]' --output table"
        ),
    ]
}

/// In the AWS CLI's shorthand a comma ends a value, unless it stands in quotes.
fn shorthand(external_id: &str) -> String {
    let plain = !external_id.contains([',', '=']);
    if plain {
        format!("ParameterKey=ExternalId,ParameterValue={external_id}")
    } else {
        format!("'ParameterKey=ExternalId,ParameterValue=\"{external_id}\"'")
    }
}
