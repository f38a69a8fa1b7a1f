//! Every kind of finding, once: the linter, the reference page and SARIF all read this list.

use super::Severity::{self, Error, Info, Warning};

/// A kind of finding.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its stable code, for example `missing-external-id`.
    pub code: &'static str,
    /// How bad its findings are, where the finding itself does not say otherwise.
    pub severity: Severity,
    /// What it finds, in a few words.
    pub title: &'static str,
    /// Why it matters: a sentence or two.
    pub why: &'static str,
    /// What to do: a sentence; a finding often knows better.
    pub remedy: &'static str,
}

macro_rules! rules {
    ($($name:ident = $code:literal, $severity:ident, $title:literal, $why:literal, $remedy:literal;)*) => {
        $(pub(super) static $name: Rule = Rule {
            code: $code, severity: $severity, title: $title, why: $why, remedy: $remedy,
        };)*
        /// Every kind of finding: what IAM refuses first, then what it accepts.
        pub static RULES: &[&Rule] = &[$(&$name),*];
    };
}

rules! {
    NOT_UTF8 = "not-utf8", Error, "the file is not UTF-8 text",
        "IAM reads policies as UTF-8; another encoding is refused or changes the names in it.",
        "Save the file as UTF-8.";
    JSON_SYNTAX = "json-syntax", Error, "the text is not JSON",
        "IAM refuses the whole document.", "Correct the JSON at this place.";
    DUPLICATE_KEY = "duplicate-key", Error, "a key stands twice in one object",
        "IAM refuses it, and many programs silently keep only one of the two, so that a condition can vanish.",
        "Merge the two, for example into one list, or remove one.";
    WRONG_TYPE = "wrong-type", Error, "a value has another form than IAM's grammar asks for",
        "IAM refuses the whole document.", "Write the value in the form that is named.";
    UNKNOWN_ELEMENT = "unknown-element", Error, "an element that IAM does not know",
        "IAM refuses the whole document. Upper and lower case matter.", "Remove it, or correct its name.";
    MISPLACED_ELEMENT = "misplaced-element", Error, "an element stands where it does not belong",
        "IAM refuses the whole document.", "Move it to its place.";
    INVALID_VERSION = "invalid-version", Error, "`Version` is no version of the policy language",
        "It is not a date of your own: IAM knows two values and refuses any other.",
        "Set \"Version\" to \"2012-10-17\".";
    WRONG_DOCUMENT = "wrong-document", Error, "a trust policy in the place of a permissions policy, or the other way round",
        "A trust policy says who may assume the role (Principal), a permissions policy what the role may do \
         (Resource). IAM refuses one in the place of the other.",
        "Exchange the two documents.";
    MISSING_STATEMENT = "missing-statement", Error, "the document has no `Statement`",
        "IAM refuses it: there is nothing that it could allow or deny.",
        "Add a `Statement` with at least one statement.";
    INVALID_SID = "invalid-sid", Error, "a Sid with other characters than letters and digits",
        "IAM refuses the whole document.", "Use letters and digits only, or leave the Sid out.";
    DUPLICATE_SID = "duplicate-sid", Error, "two statements have the same Sid",
        "IAM refuses the whole document.", "Give each statement a Sid of its own, or none.";
    MISSING_EFFECT = "missing-effect", Error, "a statement without `Effect`",
        "IAM refuses the whole document.", "Add \"Effect\": \"Allow\" or \"Deny\".";
    INVALID_EFFECT = "invalid-effect", Error, "`Effect` is neither `Allow` nor `Deny`",
        "IAM refuses the whole document. Upper and lower case matter.", "Write \"Allow\" or \"Deny\".";
    BOTH_FORMS = "both-forms", Error, "a statement has an element and its `Not` form",
        "IAM refuses the whole document.", "Keep one of the two.";
    MISSING_ACTION = "missing-action", Error, "a statement without `Action`",
        "IAM refuses the whole document.", "Add the actions that the statement speaks of.";
    ACTION_FORMAT = "action-format", Error, "an action without its service",
        "IAM refuses the whole document.", "Write it as service:Action, for example bedrock:InvokeModel.";
    TRUST_ACTION = "trust-action", Error, "an action that a trust policy cannot grant",
        "A trust policy only says who may assume the role; IAM refuses anything else in it.",
        "Use sts:AssumeRole; the role's own rights belong into its permissions policy.";
    MISSING_RESOURCE = "missing-resource", Error, "a statement without `Resource`",
        "IAM refuses the whole document.", "Add the ARNs that the statement speaks of.";
    PROHIBITED_RESOURCE = "prohibited-resource", Error, "`Resource` in a trust policy",
        "A trust policy always speaks of the role it belongs to; IAM refuses the element.", "Remove it.";
    RESOURCE_FORMAT = "resource-format", Error, "a resource that is neither an ARN nor `*`",
        "An ARN has six parts, arn:partition:service:region:account:resource, and empty parts keep their \
         colons. IAM refuses anything else.",
        "Write all six parts, or \"*\".";
    MISSING_PRINCIPAL = "missing-principal", Error, "a statement of a trust policy without `Principal`",
        "IAM refuses the whole document.", "Add the `Principal` that the statement speaks of.";
    PRINCIPAL_IN_IDENTITY = "principal-in-identity", Error, "`Principal` in a permissions policy",
        "A permissions policy speaks of the role it is attached to; IAM refuses the element.", "Remove it.";
    NOT_PRINCIPAL_IN_TRUST = "not-principal-in-trust", Error, "`NotPrincipal` in a trust policy",
        "It would trust everybody but those it names; IAM refuses it.",
        "Name the trusted principal with `Principal`.";
    UNKNOWN_PRINCIPAL_KIND = "unknown-principal-kind", Error, "a kind of principal that IAM does not know",
        "IAM refuses the whole document. Upper and lower case matter.",
        "Use AWS, Service, Federated or CanonicalUser.";
    INVALID_PRINCIPAL = "invalid-principal", Error, "a principal that IAM cannot read",
        "IAM refuses the whole document. A principal's ARN is written in full, without wildcards.",
        "Name an account of 12 digits, or the full ARN of a user or a role.";
    UNKNOWN_OPERATOR = "unknown-operator", Error, "a condition operator that IAM does not know",
        "IAM refuses the whole document.", "Use one of IAM's operators, for example StringEquals.";
    QUOTA_EXCEEDED = "quota-exceeded", Error, "the document is longer than IAM's quota",
        "IAM refuses it. White space outside of strings does not count.",
        "Shorten it: name fewer resources, or use wildcards in their ARNs.";
    MANAGED_QUOTA = "managed-quota", Info, "the document fits an inline policy, not a managed one",
        "A managed policy may have 6,144 characters, the inline policies of a role 10,240 together.",
        "Attach it as an inline policy, or shorten it.";
    MISSING_VERSION = "missing-version", Warning, "the document has no `Version`",
        "IAM takes it for the version of 2008, in which policy variables stand for themselves. An error where \
         the document uses one.",
        "Set \"Version\" to \"2012-10-17\".";
    OLD_VERSION = "old-version", Warning, "the version of 2008",
        "It has no policy variables: ${aws:username} stands for itself. An error where the document uses one.",
        "Set \"Version\" to \"2012-10-17\".";
    EMPTY_LIST = "empty-list", Error, "an empty list",
        "A statement without an action, a resource or a principal says nothing; IAM refuses most of these.",
        "Fill the list, or remove the statement.";
    DUPLICATE_VALUE = "duplicate-value", Info, "a value stands twice in one list",
        "It changes nothing and counts against the quota; often another value was meant.", "Remove one.";
    PLACEHOLDER = "placeholder", Error, "a placeholder that was not filled in",
        "The text of an example is not a value: nothing matches it.", "Put your own value in its place.";
    EXPECTED_PRINCIPAL_MISSING = "expected-principal-missing", Error, "nobody lets the gateway in",
        "Every call of the gateway fails with AccessDenied at sts:AssumeRole.",
        "Name the gateway's user as the AWS principal of an Allow statement.";
    ASSUME_ROLE_MISSING = "assume-role-missing", Error, "the gateway is named, but may not assume the role",
        "Every call of the gateway fails with AccessDenied at sts:AssumeRole.",
        "Add sts:AssumeRole to the statement's actions.";
    EXPECTED_PRINCIPAL_DENIED = "expected-principal-denied", Error, "a statement denies the gateway",
        "A Deny wins over every Allow.", "Remove the statement, or limit it by a condition.";
    WRONG_PRINCIPAL = "wrong-principal", Error, "somebody else is trusted in the gateway's place",
        "The gateway cannot assume the role, and somebody else may. Names are compared with their case.",
        "Name the gateway's user.";
    STRAY_PRINCIPAL = "stray-principal", Error, "somebody is trusted beside the gateway",
        "Whoever is named can use the role; an ARN that was put there for a test must be taken out again.",
        "Remove it, unless you put it there for a test that is still running.";
    ANYONE_TRUSTED = "anyone-trusted", Error, "anyone is trusted",
        "Anyone with an AWS account can assume the role who knows, or need not know, the ExternalId.",
        "Name the gateway's user.";
    ACCOUNT_TRUSTED = "account-trusted", Error, "a whole account is trusted",
        "Any user and role of that account can assume the role if the account permits it. A warning where no \
         principal is expected.",
        "Name the one user or role that needs the role.";
    DELETED_PRINCIPAL = "deleted-principal", Error, "the id of a principal that no longer exists",
        "IAM stores a principal by its id and shows that id once the user or role is deleted. It matches \
         nobody, not even a new one of the same name.",
        "Name the principal by its ARN again.";
    PRINCIPAL_ACTION_MISMATCH = "principal-action-mismatch", Warning,
        "the action is not for this kind of principal",
        "sts:AssumeRole is for AWS and service principals, the WithSAML and WithWebIdentity forms for \
         federated ones: the statement lets nobody in.",
        "Use the action that belongs to the kind of principal.";
    UNMET_CONDITION = "unmet-condition", Warning, "a condition that the gateway cannot meet",
        "The gateway signs with a user's access keys, so that its requests never carry multi-factor \
         authentication.",
        "Remove the condition; the ExternalId protects the role.";
    MISSING_EXTERNAL_ID = "missing-external-id", Error, "the ExternalId is not asked for",
        "Any customer of the vendor who knows the role's ARN could have the gateway use it: the confused \
         deputy.",
        "Add a StringEquals condition on sts:ExternalId.";
    MISSPELT_EXTERNAL_ID = "misspelt-external-id", Error, "the ExternalId stands under another key",
        "A key that does not exist is never in a request: nobody gets in.",
        "Write sts:ExternalId.";
    NEGATED_EXTERNAL_ID = "negated-external-id", Error, "everybody but the right ExternalId is let in",
        "A negated operator is met by every other ExternalId, and by none at all.",
        "Use StringEquals with the one ExternalId.";
    OPTIONAL_EXTERNAL_ID = "optional-external-id", Error, "the ExternalId may be left out",
        "IfExists and ForAllValues are met by a request without the key.",
        "Use StringEquals with the one ExternalId.";
    UNCHECKED_EXTERNAL_ID = "unchecked-external-id", Error, "the ExternalId is not compared",
        "The operator asks whether an ExternalId is sent, or compares it as something that it is not.",
        "Use StringEquals with the one ExternalId.";
    WILDCARD_EXTERNAL_ID = "wildcard-external-id", Error, "the ExternalId is compared with a wildcard",
        "Whoever guesses a part of it is let in.", "Use StringEquals with the one ExternalId.";
    IMPOSSIBLE_EXTERNAL_ID = "impossible-external-id", Error, "an ExternalId that cannot be sent",
        "STS accepts 2 to 1224 characters of A-Z, a-z, 0-9 and _+=,.@:/-, so that nobody can meet the \
         condition. StringEquals takes * for itself.",
        "Set it to the setup's ExternalId.";
    OTHER_EXTERNAL_ID = "other-external-id", Error, "another ExternalId than the one expected",
        "The gateway sends the key's ExternalId and is refused.", "Set it to the setup's ExternalId.";
    SEVERAL_EXTERNAL_IDS = "several-external-ids", Info, "several ExternalIds are accepted",
        "That is right while one is being replaced, and only then.", "Keep one, once the rotation is done.";
    UNKNOWN_ACTION = "unknown-action", Error, "an action that the service does not have",
        "IAM accepts it and it allows nothing.", "Use an action that the service has.";
    UNKNOWN_SERVICE = "unknown-service", Error, "a service that does not exist",
        "IAM accepts it and it allows nothing.", "Write bedrock.";
    FOREIGN_SERVICE = "foreign-service", Warning, "a service that the gateway does not call",
        "The role should have no right that it does not need.", "Remove it.";
    MARKETPLACE_ACTION = "marketplace-action", Error, "marketplace rights in the gateway's role",
        "The gateway could subscribe to paid models in your name. Subscribing is the admin's, once.",
        "Remove it; subscribe to the model as an admin.";
    ALL_ACTIONS = "all-actions", Error, "every action of every service",
        "Whoever has the role has the account.",
        "Name the actions that are needed: bedrock:InvokeModel and bedrock:InvokeModelWithResponseStream.";
    ALL_SERVICE_ACTIONS = "all-service-actions", Error, "every action of a service",
        "The role could also change and delete models, guardrails and logs.",
        "Name the actions that are needed: bedrock:InvokeModel and bedrock:InvokeModelWithResponseStream.";
    WILDCARD_ACTION = "wildcard-action", Info, "actions named by a wildcard",
        "It also stands for actions that AWS adds later. In a trust policy a warning.",
        "Name the actions that are needed.";
    ALLOW_BY_EXCEPTION = "allow-by-exception", Error, "everything is allowed but what is named",
        "NotAction and NotResource with Allow grant all the rest, also what AWS adds later. NotResource is a \
         warning.",
        "Name what is allowed.";
    ANY_RESOURCE = "any-resource", Warning, "the actions are allowed on every resource",
        "Every model can be called, also those of marketplace providers and your own.",
        "Name the models, for example arn:aws:bedrock:*::foundation-model/*.";
    UNKNOWN_PARTITION = "unknown-partition", Error, "a partition that does not exist",
        "The ARN matches nothing.", "Write aws, aws-cn or aws-us-gov.";
    UNKNOWN_REGION = "unknown-region", Warning, "a region that is not known",
        "The ARN matches nothing, unless the region is newer than this list.", "Correct the region, or write *.";
    MISSING_REGION = "missing-region", Error, "the ARN lacks its region",
        "The ARN matches nothing: this kind of resource has a region.", "Write the region, or *.";
    INVALID_ACCOUNT = "invalid-account", Error, "an account that does not have 12 digits",
        "The ARN matches nothing.", "Write the 12 digits of the account.";
    MISSING_ACCOUNT = "missing-account", Error, "the ARN lacks its account",
        "The ARN matches nothing: this kind of resource belongs to an account.",
        "Write the 12 digits of your account.";
    ACCOUNT_IN_MODEL = "account-in-model", Error, "a foundation model with an account",
        "Foundation models belong to no account: the ARN matches nothing.",
        "Leave the account empty: arn:aws:bedrock:*::foundation-model/*.";
    UNKNOWN_RESOURCE_TYPE = "unknown-resource-type", Error, "a type of resource that Bedrock does not have",
        "The ARN matches nothing.", "Use a type that Bedrock has, for example foundation-model.";
    MISSING_RESOURCE_NAME = "missing-resource-name", Error, "the ARN names a type and no resource",
        "The ARN matches nothing.", "Add the id, or /*.";
    MATCHES_NOTHING = "matches-nothing", Warning, "an ARN that no resource has",
        "IAM accepts it and it allows nothing.", "Correct the ARN.";
    UNSUPPORTED_RESOURCE = "unsupported-resource", Warning, "no action of the statement works on this resource",
        "The resource is named in vain. An error where it leaves the statement without effect.",
        "Remove it, or add the action that it is meant for.";
    UNSUPPORTED_ACTION = "unsupported-action", Warning, "the action works on no resource of the statement",
        "The action is named in vain.", "Give it a statement of its own, with the resources that it works on.";
    NEEDS_ANY_RESOURCE = "needs-any-resource", Warning, "an action that cannot be limited to resources",
        "It is allowed only with Resource \"*\".", "Give it a statement of its own with Resource \"*\".";
    UNKNOWN_CONDITION_KEY = "unknown-condition-key", Warning, "a condition key that is not known",
        "A key that does not exist is in no request: an Allow never applies, a Deny neither. A key without a \
         prefix is an error: IAM refuses it.",
        "Use a key that IAM knows.";
    ABSENT_CONDITION_KEY = "absent-condition-key", Warning, "a condition key that these requests do not carry",
        "sts: keys are in requests to STS only, bedrock: keys in those to Bedrock only.",
        "Move the condition to the other policy.";
    UNREADABLE_CONDITION_VALUE = "unreadable-condition-value", Error, "a value that its operator cannot read",
        "The comparison fails always.",
        "Write it in the form that the operator compares, or use another operator.";
    OPERATOR_TYPE = "operator-type", Warning, "an operator of another type than the key",
        "A date is not compared as a text nor a range of addresses as one: the condition never matches as it \
         looks.",
        "Use an operator of the key's type.";
    MULTIVALUED_KEY = "multivalued-key", Warning, "a key with several values, without ForAnyValue or ForAllValues",
        "A request carries several values of this key; without a set operator the comparison is undefined.",
        "Write ForAnyValue: or ForAllValues: before the operator.";
    SET_OPERATOR = "set-operator", Warning, "ForAnyValue or ForAllValues with a key of one value",
        "AWS advises against it; ForAllValues is met where the key is absent.",
        "Use the operator without its prefix.";
    LITERAL_WILDCARD = "literal-wildcard", Warning, "a wildcard where none is read",
        "StringEquals takes * for itself, so that the condition compares with a text that has a star in it.",
        "Use StringLike (ArnLike for an ARN), or write the whole value.";
    UNKNOWN_VARIABLE = "unknown-variable", Warning, "a policy variable that is not known",
        "A variable without a value matches nothing.", "Use a condition key that IAM knows.";
    UNCLOSED_VARIABLE = "unclosed-variable", Error, "a policy variable without its closing brace",
        "IAM refuses it or takes it for itself.", "Close it with }.";
}

/// The rule of a code.
pub(super) fn by_code(code: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.code == code)
}
