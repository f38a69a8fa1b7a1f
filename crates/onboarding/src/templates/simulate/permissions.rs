//! What the role can do: every provider type's calls on every kind of model exactly where that kind,
//! region and model were chosen, and nothing else.

use super::{blame, case, failed, word};
use crate::decisions::{RoleSession, session_request};
use crate::pack::Pack;
use crate::setup::Setup;
use crate::templates::render::Rendering;
use crate::templates::report::Case;
use crate::templates::source::{Place, Source, Template};
use iam_policy::arn::{self, Arn};
use iam_policy::evaluate::{Mismatch, outcome};
use iam_policy::{Decision, Kind, Layers, Outcome, Policy, evaluate};
use std::slice;

const INVOKE: &str = "bedrock:InvokeModel";
const STREAM: &str = "bedrock:InvokeModelWithResponseStream";
const REGION: &str = "aws:RequestedRegion";

/// A provider type, whether it answers in streams, and models of its.
const PROVIDERS: [(&str, bool, &[&str]); 4] = [
    ("bedrock", true, &["amazon.nova-micro-v1:0", "meta.llama3-1-8b-instruct-v1:0"]),
    ("anthropic_messages_bedrock", true, &["anthropic.claude-haiku-4-5-20251001-v1:0"]),
    ("bedrock_embeddings", false, &["amazon.titan-embed-text-v2:0", "cohere.embed-english-v3"]),
    ("bedrock_rerank", false, &["amazon.rerank-v1:0", "cohere.rerank-v3-5:0"]),
];

/// Actions that the role must not have, each on what it would act on. The models themselves are tried
/// with every one of them too.
const UNRELATED: [(&str, &str); 22] = [
    ("iam:CreateRole", "arn:aws:iam::<ACCOUNT>:role/other"),
    ("iam:PassRole", "arn:aws:iam::<ACCOUNT>:role/other"),
    ("iam:PutRolePolicy", "arn:aws:iam::<ACCOUNT>:role/other"),
    ("iam:UpdateAssumeRolePolicy", "arn:aws:iam::<ACCOUNT>:role/other"),
    ("sts:AssumeRole", "arn:aws:iam::<ACCOUNT>:role/other"),
    ("s3:GetObject", "arn:aws:s3:::bucket/key"),
    ("kms:Decrypt", "arn:aws:kms:us-east-1:<ACCOUNT>:key/0"),
    ("lambda:InvokeFunction", "arn:aws:lambda:us-east-1:<ACCOUNT>:function:f"),
    ("sagemaker:InvokeEndpoint", "arn:aws:sagemaker:us-east-1:<ACCOUNT>:endpoint/e"),
    ("aws-marketplace:Subscribe", "*"),
    ("aws-marketplace:Unsubscribe", "*"),
    ("bedrock:Rerank", "*"),
    ("bedrock:ListFoundationModels", "*"),
    ("bedrock:GetFoundationModel", "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-micro-v1:0"),
    ("bedrock:PutModelInvocationLoggingConfiguration", "*"),
    ("bedrock:CreateModelCustomizationJob", "arn:aws:bedrock:us-east-1:<ACCOUNT>:custom-model/m"),
    ("bedrock:DeleteCustomModel", "arn:aws:bedrock:us-east-1:<ACCOUNT>:custom-model/m"),
    ("bedrock:CreateProvisionedModelThroughput", "arn:aws:bedrock:us-east-1:<ACCOUNT>:provisioned-model/m"),
    ("bedrock:DeleteInferenceProfile", "arn:aws:bedrock:us-east-1:<ACCOUNT>:application-inference-profile/p"),
    ("bedrock:DeleteGuardrail", "arn:aws:bedrock:us-east-1:<ACCOUNT>:guardrail/g"),
    ("bedrock:ApplyGuardrail", "arn:aws:bedrock:us-east-1:<ACCOUNT>:guardrail/g"),
    ("bedrock:InvokeAgent", "arn:aws:bedrock:us-east-1:<ACCOUNT>:agent-alias/a/b"),
];

/// Resources that neither action may reach, whatever was chosen.
const FOREIGN: [(&str, &str); 8] = [
    ("profile-of-another-account", "arn:aws:bedrock:us-east-1:<OTHER>:inference-profile/us.<MODEL>"),
    (
        "application-profile-of-another-account",
        "arn:aws:bedrock:us-east-1:<OTHER>:application-inference-profile/p",
    ),
    ("provisioned-model-of-another-account", "arn:aws:bedrock:us-east-1:<OTHER>:provisioned-model/m"),
    ("custom-model-of-another-account", "arn:aws:bedrock:us-east-1:<OTHER>:custom-model-deployment/m"),
    ("model-of-another-partition", "arn:aws-cn:bedrock:us-east-1::foundation-model/<MODEL>"),
    ("model-of-another-service", "arn:aws:sagemaker:us-east-1::foundation-model/<MODEL>"),
    ("prompt-router", "arn:aws:bedrock:us-east-1:<ACCOUNT>:default-prompt-router/r"),
    ("guardrail", "arn:aws:bedrock:us-east-1:<ACCOUNT>:guardrail/g"),
];

/// What another account may say of its resources: were it to lend them to everyone, the role must not
/// reach them even so. Without it every foreign ARN would be denied, whatever the template says.
const LENT: &str = r#"{ "Version": "2012-10-17", "Statement": [
    { "Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*" }
] }"#;

/// An ARN that a call touches, and what the table of inputs says of it.
struct Touched {
    arn: String,
    region: String,
    allowed: bool,
    /// The kind in `pack.json` that should allow it.
    kind: &'static str,
}

/// What was chosen, as the table of inputs has it.
struct Chosen<'a> {
    setup: &'a Setup,
}

impl Chosen<'_> {
    fn region(&self, region: &str) -> bool {
        self.setup.regions.is_empty() || self.setup.regions.iter().any(|chosen| chosen == region)
    }

    fn model(&self, model: &str) -> bool {
        let is_meant = |chosen: &String| match chosen.strip_suffix('*') {
            Some(beginning) => model.starts_with(beginning),
            None => chosen == model,
        };
        self.setup.models.is_empty() || self.setup.models.iter().any(is_meant)
    }

    fn foundation_model(&self, region: &str, model: &str) -> Touched {
        // The model behind a global profile has no region, which only "all regions" covers.
        let in_region = if region.is_empty() { self.setup.regions.is_empty() } else { self.region(region) };
        Touched {
            arn: format!("arn:aws:bedrock:{region}::foundation-model/{model}"),
            // AWS then says so in the request's.
            region: if region.is_empty() { "unspecified" } else { region }.to_owned(),
            allowed: in_region && self.model(model),
            kind: "foundation_models",
        }
    }

    fn profile(&self, region: &str, geography: &str, model: &str) -> Touched {
        Touched {
            allowed: self.setup.resources.inference_profiles && self.region(region) && self.model(model),
            ..self.own("inference_profiles", region, &format!("inference-profile/{geography}.{model}"))
        }
    }

    /// A resource of the account with an id of its own, from which the model cannot be told.
    fn own(&self, kind: &'static str, region: &str, resource: &str) -> Touched {
        let kinds = self.setup.resources;
        let is_chosen = match kind {
            "application_inference_profiles" => kinds.application_inference_profiles,
            "provisioned_models" => kinds.provisioned_models,
            "custom_models" => kinds.custom_models,
            _ => false,
        };
        Touched {
            arn: format!("arn:aws:bedrock:{region}:{}:{resource}", self.setup.account_id),
            region: region.to_owned(),
            allowed: is_chosen && self.region(region),
            kind,
        }
    }

    /// Regions inside and outside of what was chosen.
    fn regions(&self) -> Vec<String> {
        let mut regions: Vec<String> =
            ["us-east-1", "eu-central-1", "ap-southeast-7"].map(str::to_owned).to_vec();
        for region in [self.setup.regions.first(), self.setup.regions.last()].into_iter().flatten() {
            if !regions.contains(region) {
                regions.push(region.clone());
            }
        }
        regions
    }

    /// Models that the permissions are narrowed to, and ids that are nearly theirs.
    fn narrowed(&self) -> Vec<String> {
        self.setup
            .models
            .iter()
            .flat_map(|model| match model.strip_suffix('*') {
                Some(beginning) => [format!("{beginning}0"), format!("x{beginning}0")],
                None => [model.clone(), format!("{model}0")],
            })
            .collect()
    }
}

pub(super) fn cases(rendering: &Rendering<'_>, policy: &Policy, source: &Source<'_>, cases: &mut Vec<Case>) {
    let role_arn = rendering.role_arn();
    let Ok(lent) = Policy::parse(LENT, Kind::Resource) else {
        // Not reached: the text is fixed, and a test reads it.
        return;
    };
    let judge = Judge {
        rendering,
        policy,
        lent,
        source,
        session: RoleSession { account: &rendering.input.setup.account_id, role_arn: &role_arn },
    };
    let chosen = Chosen { setup: &rendering.input.setup };
    for (provider, streams, models) in PROVIDERS {
        let mut models: Vec<String> = models.iter().map(|model| (*model).to_owned()).collect();
        if provider == "bedrock" {
            let known = models.clone();
            models.extend(chosen.narrowed().into_iter().filter(|model| !known.contains(model)));
        }
        for (kind, title, touched) in kinds(&chosen, &models, source.pack) {
            for (action, how) in [(INVOKE, ""), (STREAM, "-stream")] {
                if action == STREAM && !streams {
                    continue;
                }
                let is_on = action == INVOKE || chosen.setup.streaming;
                let id = format!("{provider}/{kind}{how}");
                let title = format!("{action} of {provider} on {title}");
                cases.push(judge.case(&id, &title, action, is_on, &touched));
            }
        }
    }
    let model = "amazon.nova-micro-v1:0";
    let fill = |text: &str| {
        text.replace("<ACCOUNT>", &chosen.setup.account_id)
            .replace(
                "<OTHER>",
                if chosen.setup.account_id == "111122223333" { "444455556666" } else { "111122223333" },
            )
            .replace("<MODEL>", model)
    };
    let denied = |arn: String| Touched { arn, region: "us-east-1".to_owned(), allowed: false, kind: "" };
    for (action, resource) in UNRELATED {
        let mut touched = vec![denied(fill(resource))];
        touched
            .extend(chosen.regions().iter().map(|region| denied(chosen.foundation_model(region, model).arn)));
        let title = format!("{action}, which nobody needs");
        cases.push(judge.case(&format!("unrelated/{action}"), &title, action, false, &touched));
    }
    for (id, resource) in FOREIGN {
        for (action, how) in [(INVOKE, ""), (STREAM, "-stream")] {
            let id = format!("foreign/{id}{how}");
            let title = format!("{action} on what is not the role's business");
            cases.push(judge.case(&id, &title, action, false, &[denied(fill(resource))]));
        }
    }
}

/// The kinds of models, and the ARNs that a call of each touches.
fn kinds(
    chosen: &Chosen<'_>,
    models: &[String],
    pack: &Pack,
) -> Vec<(&'static str, &'static str, Vec<Touched>)> {
    let regions = chosen.regions();
    let each = |touch: &dyn Fn(&str, &str) -> Vec<Touched>| -> Vec<Touched> {
        regions.iter().flat_map(|region| models.iter().flat_map(move |model| touch(region, model))).collect()
    };
    // The profile where it is called, and the model everywhere it may route to.
    let geographic = pack
        .geographies()
        .iter()
        .flat_map(|geography| {
            let everywhere = geography.regions.iter();
            everywhere.flat_map(move |region| {
                models.iter().flat_map(move |model| {
                    [chosen.profile(region, &geography.prefix, model), chosen.foundation_model(region, model)]
                })
            })
        })
        .collect();
    let own = |kind: &'static str, resource: &str| -> Vec<Touched> {
        regions.iter().map(|region| chosen.own(kind, region, resource)).collect()
    };
    vec![
        (
            "on-demand",
            "models on demand",
            each(&|region, model| vec![chosen.foundation_model(region, model)]),
        ),
        ("geographic-profile", "geographic inference profiles", geographic),
        (
            "global-profile",
            "global inference profiles",
            each(&|region, model| {
                vec![
                    chosen.profile(region, "global", model),
                    chosen.foundation_model(region, model),
                    chosen.foundation_model("", model),
                ]
            }),
        ),
        (
            "application-profile",
            "application inference profiles",
            own("application_inference_profiles", "application-inference-profile/a1b2c3d4e5f6"),
        ),
        (
            "provisioned-model",
            "provisioned throughput",
            own("provisioned_models", "provisioned-model/a1b2c3d4e5f6"),
        ),
        ("custom-model", "custom models", own("custom_models", "custom-model/amazon.nova-micro-v1:0/a1b2")),
        (
            "custom-deployment",
            "deployments of custom models",
            own("custom_models", "custom-model-deployment/a1b2c3d4e5f6"),
        ),
    ]
}

struct Judge<'a> {
    rendering: &'a Rendering<'a>,
    policy: &'a Policy,
    lent: Policy,
    source: &'a Source<'a>,
    session: RoleSession<'a>,
}

impl Judge<'_> {
    /// An action on every ARN that its call touches. `is_on`: whether the action was chosen at all.
    fn case(&self, id: &str, title: &str, action: &str, is_on: bool, touched: &[Touched]) -> Case {
        let own = Layers { identity: slice::from_ref(self.policy), ..Layers::default() };
        let lent = Layers { resource: Some(&self.lent), ..own.clone() };
        // One request for all of them: most of it stays as it is.
        let mut request = session_request(self.session, action, "", "");
        let mut region = "";
        let mut allowed = 0;
        for each in touched {
            let account = Arn::parse(&each.arn).map_or("", |arn| arn.account);
            let layers = if account.is_empty() || account == self.session.account { &own } else { &lent };
            let wanted = is_on && each.allowed;
            request.resource.clone_from(&each.arn);
            if region != each.region {
                region = &each.region;
                request.context = std::mem::take(&mut request.context).with(REGION, region);
            }
            if (outcome(&request, layers) == Outcome::Allowed) != wanted {
                let case = case(self.rendering, Template::Permissions, id, title, "");
                let decision = evaluate(&request, layers);
                let what = format!("`{action}` on `{}`", each.arn);
                let place = self.place(&decision, action, each);
                return failed(case, &what, &decision, remedy(wanted, action), place);
            }
            allowed += usize::from(wanted);
        }
        let message = match (allowed, touched.len() - allowed) {
            (0, _) => word(false).to_owned(),
            (_, 0) => word(true).to_owned(),
            (allowed, denied) => format!("allowed on {allowed} resources, denied on {denied}"),
        };
        case(self.rendering, Template::Permissions, id, title, &message)
    }

    /// What is at fault: the pattern of the kind where an ARN should be reached, the line that
    /// reaches it where it should not.
    fn place(&self, decision: &Decision, action: &str, touched: &Touched) -> Place {
        let document = self.rendering.text(Template::Permissions);
        let is_ours = matches!(action, INVOKE | STREAM);
        let pointer = match decision.outcome {
            Outcome::Allowed if is_ours => self.reaching(decision, &touched.arn),
            _ => blame(decision, "Action"),
        };
        let place = self.source.of_pointer(Template::Permissions, document, &pointer);
        if decision.outcome != Outcome::ImplicitlyDenied || place.file != "pack.json" {
            return place;
        }
        let is_action =
            decision.trace.iter().all(|entry| matches!(entry.mismatch, Some(Mismatch::Action { .. })));
        self.source.in_pack(&match (is_action, action) {
            (true, STREAM) => "/actions/stream".to_owned(),
            (true, _) => "/actions/invoke".to_owned(),
            (false, _) => format!("/resources/{}", touched.kind),
        })
    }

    /// The pointer to the line of `Resource` that reaches an ARN.
    fn reaching(&self, decision: &Decision, wanted: &str) -> String {
        let pointer = blame(decision, "Resource");
        let number = pointer.split('/').nth(2).and_then(|number| number.parse::<usize>().ok());
        let resources = number
            .and_then(|number| self.policy.statements.get(number))
            .and_then(|statement| statement.resources.as_ref());
        match resources {
            Some(resources) if resources.patterns.len() > 1 && !resources.negated => resources
                .patterns
                .iter()
                .position(|pattern| arn::matches(&pattern.text, wanted))
                .map_or(pointer.clone(), |index| format!("{pointer}/{index}")),
            _ => pointer,
        }
    }
}

fn remedy(wanted: bool, action: &str) -> &'static str {
    match (wanted, action) {
        (true, _) => {
            "Allow <ACTIONS> on <RESOURCES>, with the ARN patterns of this kind as templates/README.md has them."
        }
        (false, INVOKE | STREAM) => "Narrow the ARN pattern to what was chosen, or take it out.",
        (false, _) => "Allow <ACTIONS> and no other action.",
    }
}
