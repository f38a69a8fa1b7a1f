//! What Converse and ConverseStream take, member by member.
//! Source: the service model of bedrock-runtime 2023-09-30 (ConverseRequest and what it holds).

use crate::bedrock::shape::{
    BLOB, BOOLEAN, DOCUMENT, Member, NON_EMPTY, STRING, Shape, optional, required, text,
};
use crate::validate::{Number, Text, is_word};

const ANY: usize = usize::MAX;
/// The service's integers have 32 bits.
const LARGEST: f64 = i32::MAX as f64;

const fn list(of: &'static Shape) -> Shape {
    Shape::List { min: 0, max: ANY, of }
}

const FRACTION: Shape = Shape::Float(Number { min: 0.0, max: 1.0 });

fn is_tool_name(value: &str) -> bool {
    !value.is_empty() && value.chars().all(|c| is_word(c) || c == '-')
}

fn is_tool_use_id(value: &str) -> bool {
    !value.is_empty() && value.chars().all(|c| is_word(c) || ".:-".contains(c))
}

fn is_s3_uri(value: &str) -> bool {
    let Some(rest) = value.strip_prefix("s3://") else { return false };
    let bucket = rest.split_once('/').map_or(rest, |(bucket, _)| bucket);
    let ends = |c: Option<char>| c.is_some_and(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
    (3..=63).contains(&bucket.len())
        && ends(bucket.chars().next())
        && ends(bucket.chars().next_back())
        && bucket.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || ".-".contains(c))
}

fn is_metadata(value: &str) -> bool {
    value.chars().all(|c| c.is_ascii_alphanumeric() || c.is_ascii_whitespace() || ":_@$#=/+,-.".contains(c))
}

pub(crate) fn is_project(value: &str) -> bool {
    let plain = |text: &str| !text.is_empty() && text.chars().all(|c| is_word(c) || c == '-');
    let of_arn = |arn: &str| {
        let parts: Vec<&str> = arn.splitn(4, ':').collect();
        let [service, region, account, resource] = parts.as_slice() else { return false };
        let region_fits = region.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
        *service == "bedrock"
            && (1..=20).contains(&region.len())
            && region_fits
            && account.len() == 12
            && account.chars().all(|c| c.is_ascii_digit())
            && resource.strip_prefix("project/").is_some_and(plain)
    };
    plain(value)
        || value
            .strip_prefix("arn:")
            .and_then(|rest| rest.split_once(':'))
            .is_some_and(|(partition, rest)| partition.starts_with("aws") && of_arn(rest))
}

fn is_guardrail(value: &str) -> bool {
    let id = |text: &str| text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
    id(value)
        || value.strip_prefix("arn:aws").is_some_and(|rest| {
            rest.contains(":bedrock:")
                && rest.rsplit_once(":guardrail/").is_some_and(|(_, name)| !name.is_empty() && id(name))
        })
}

pub(crate) fn is_guardrail_version(value: &str) -> bool {
    let number = || {
        (1..=8).contains(&value.len()) && !value.starts_with('0') && value.chars().all(|c| c.is_ascii_digit())
    };
    value.is_empty() || value == "DRAFT" || number()
}

pub(crate) const PROJECT: Text = text(
    1,
    2048,
    "([a-zA-Z0-9_-]+|arn:aws(|-us-gov|-cn|-iso|-iso-b|-iso-f|-eusc):bedrock:[0-9a-z-]{1,20}:[0-9]{12}:project/[a-zA-Z0-9_-]+)",
    is_project,
);
/// The same where models and profiles are looked after: the model shows other partitions.
pub(crate) const PROJECT_OF_CONTROL: Text = text(
    1,
    2048,
    "([a-zA-Z0-9_-]+|arn:aws(-[^:]+)?:bedrock:[0-9a-z-]{1,20}:[0-9]{12}:project/[a-zA-Z0-9_-]+)",
    is_project,
);
pub(crate) const GUARDRAIL: Text = text(
    0,
    2048,
    "(|([a-z0-9]+)|(arn:aws(-[^:]+)?:bedrock:[a-z0-9-]{1,20}:[0-9]{12}:guardrail/[a-z0-9]+))",
    is_guardrail,
);
pub(crate) const GUARDRAIL_VERSION: Text = text(0, ANY, "(|([1-9][0-9]{0,7})|(DRAFT))", is_guardrail_version);

const TOOL_NAME: Shape = Shape::Text(text(1, 64, "[a-zA-Z0-9_-]+", is_tool_name));
const TOOL_USE_ID: Shape = Shape::Text(text(1, 64, "[a-zA-Z0-9_.:-]+", is_tool_use_id));
const ACCOUNT: Shape = Shape::Text(text(0, ANY, "[0-9]{12}", |value| {
    value.len() == 12 && value.chars().all(|c| c.is_ascii_digit())
}));
const S3_URI: Shape = Shape::Text(text(1, 1024, r"s3://[a-z0-9][\.\-a-z0-9]{1,61}[a-z0-9](/.*)?", is_s3_uri));
const S3: Shape = Shape::Structure(&[required("uri", &S3_URI), optional("bucketOwner", &ACCOUNT)]);

const CITATIONS: Shape = Shape::Structure(&[required("enabled", &BOOLEAN)]);
const ERROR: Shape = Shape::Structure(&[optional("message", &STRING)]);

const IMAGE: Shape = Shape::Structure(&[
    required("format", &Shape::OneOf(&["png", "jpeg", "gif", "webp"])),
    required(
        "source",
        &Shape::Union { name: "ImageSource", of: &[optional("bytes", &BLOB), optional("s3Location", &S3)] },
    ),
    optional("error", &ERROR),
]);
const DOCUMENT_BLOCK: Shape = Shape::Structure(&[
    optional("format", &Shape::OneOf(&["pdf", "csv", "doc", "docx", "xls", "xlsx", "html", "txt", "md"])),
    required("name", &Shape::Text(Text { min: 1, max: 200, pattern: None })),
    required(
        "source",
        &Shape::Union {
            name: "DocumentSource",
            of: &[
                optional("bytes", &BLOB),
                optional("s3Location", &S3),
                optional("text", &STRING),
                optional(
                    "content",
                    &list(&Shape::Union { name: "DocumentContentBlock", of: &[optional("text", &STRING)] }),
                ),
            ],
        },
    ),
    optional("context", &STRING),
    optional("citations", &CITATIONS),
]);
const VIDEO: Shape = Shape::Structure(&[
    required(
        "format",
        &Shape::OneOf(&["mkv", "mov", "mp4", "webm", "flv", "mpeg", "mpg", "wmv", "three_gp"]),
    ),
    required(
        "source",
        &Shape::Union { name: "VideoSource", of: &[optional("bytes", &BLOB), optional("s3Location", &S3)] },
    ),
]);
const CACHE_POINT: Shape = Shape::Structure(&[
    required("type", &Shape::OneOf(&["default"])),
    optional("ttl", &Shape::OneOf(&["5m", "1h"])),
]);
const TOOL_USE: Shape = Shape::Structure(&[
    required("toolUseId", &TOOL_USE_ID),
    required("name", &TOOL_NAME),
    required("input", &DOCUMENT),
    optional("type", &Shape::OneOf(&["server_tool_use"])),
]);
const TOOL_RESULT: Shape = Shape::Structure(&[
    required("toolUseId", &TOOL_USE_ID),
    required(
        "content",
        &list(&Shape::Union {
            name: "ToolResultContentBlock",
            of: &[
                optional("json", &DOCUMENT),
                optional("text", &STRING),
                optional("image", &IMAGE),
                optional("document", &DOCUMENT_BLOCK),
                optional("video", &VIDEO),
                optional("searchResult", &DOCUMENT),
            ],
        }),
    ),
    optional("status", &Shape::OneOf(&["success", "error"])),
    optional("type", &STRING),
]);
const REASONING: Shape = Shape::Union {
    name: "ReasoningContentBlock",
    of: &[
        optional(
            "reasoningText",
            &Shape::Structure(&[required("text", &STRING), optional("signature", &STRING)]),
        ),
        optional("redactedContent", &Shape::Blob { min: 0 }),
    ],
};

/// Kinds that the sandbox refuses are looked into no further.
const CONTENT: Shape = Shape::Union {
    name: "ContentBlock",
    of: &[
        optional("text", &STRING),
        optional("image", &IMAGE),
        optional("toolUse", &TOOL_USE),
        optional("toolResult", &TOOL_RESULT),
        optional("document", &DOCUMENT_BLOCK),
        optional("video", &VIDEO),
        optional("cachePoint", &CACHE_POINT),
        optional("reasoningContent", &REASONING),
        optional("citationsContent", &DOCUMENT),
        optional("searchResult", &DOCUMENT),
        optional("audio", &DOCUMENT),
        optional("guardContent", &DOCUMENT),
        optional("toolAddition", &DOCUMENT),
        optional("toolRemoval", &DOCUMENT),
    ],
};

pub(crate) const MESSAGES: Shape = list(&Shape::Structure(&[
    required("role", &Shape::OneOf(&["user", "assistant", "system"])),
    required("content", &list(&CONTENT)),
]));
pub(crate) const SYSTEM: Shape = list(&Shape::Union {
    name: "SystemContentBlock",
    of: &[
        optional("text", &NON_EMPTY),
        optional("guardContent", &DOCUMENT),
        optional("cachePoint", &CACHE_POINT),
    ],
});
const TOOL: Shape = Shape::Union {
    name: "Tool",
    of: &[
        optional(
            "toolSpec",
            &Shape::Structure(&[
                required("name", &TOOL_NAME),
                optional("description", &NON_EMPTY),
                required(
                    "inputSchema",
                    &Shape::Union { name: "ToolInputSchema", of: &[optional("json", &DOCUMENT)] },
                ),
                optional("strict", &BOOLEAN),
            ]),
        ),
        optional("systemTool", &Shape::Structure(&[required("name", &TOOL_NAME)])),
        optional("cachePoint", &CACHE_POINT),
    ],
};
pub(crate) const TOOL_CONFIG: Shape = Shape::Structure(&[
    required("tools", &Shape::List { min: 1, max: ANY, of: &TOOL }),
    optional(
        "toolChoice",
        &Shape::Union {
            name: "ToolChoice",
            of: &[
                optional("auto", &Shape::Structure(&[])),
                optional("any", &Shape::Structure(&[])),
                optional("tool", &Shape::Structure(&[required("name", &TOOL_NAME)])),
            ],
        },
    ),
]);
const INFERENCE: Shape = Shape::Structure(&[
    optional("maxTokens", &Shape::Integer(Number { min: 1.0, max: LARGEST })),
    optional("temperature", &FRACTION),
    optional("topP", &FRACTION),
    optional("stopSequences", &Shape::List { min: 0, max: 2500, of: &NON_EMPTY }),
]);
const GUARDRAIL_ID: Shape = Shape::Text(GUARDRAIL);
const GUARDRAIL_NUMBER: Shape = Shape::Text(GUARDRAIL_VERSION);
const TRACE: Shape = Shape::OneOf(&["enabled", "disabled", "enabled_full"]);
const METADATA_KEY: Text =
    text(1, 256, r"[a-zA-Z0-9\s:_@$#=/+,-.]{1,256}", |value| !value.is_empty() && is_metadata(value));
const METADATA: Shape = Shape::Map {
    min: 1,
    max: 16,
    key: METADATA_KEY,
    of: &Shape::Sensitive(text(0, 256, r"[a-zA-Z0-9\s:_@$#=/+,-.]{0,256}", is_metadata)),
};
const PERFORMANCE: Shape =
    Shape::Structure(&[optional("latency", &Shape::OneOf(&["standard", "optimized"]))]);
const TIER: Shape =
    Shape::Structure(&[required("type", &Shape::OneOf(&["priority", "default", "flex", "reserved"]))]);
const RESPONSE_PATHS: Shape =
    Shape::List { min: 0, max: 10, of: &Shape::Text(Text { min: 1, max: 256, pattern: None }) };
const PROJECT_ID: Shape = Shape::Text(PROJECT);

macro_rules! conversation {
    ($($guardrail:expr),*) => {
        &[
            optional("messages", &MESSAGES),
            optional("system", &SYSTEM),
            optional("inferenceConfig", &INFERENCE),
            optional("toolConfig", &TOOL_CONFIG),
            optional("guardrailConfig", &Shape::Structure(&[
                optional("guardrailIdentifier", &GUARDRAIL_ID),
                optional("guardrailVersion", &GUARDRAIL_NUMBER),
                optional("trace", &TRACE),
                $($guardrail,)*
            ])),
            optional("projectIdentifier", &PROJECT_ID),
            optional("additionalModelRequestFields", &DOCUMENT),
            optional("promptVariables", &DOCUMENT),
            optional("additionalModelResponseFieldPaths", &RESPONSE_PATHS),
            optional("requestMetadata", &METADATA),
            optional("performanceConfig", &PERFORMANCE),
            optional("serviceTier", &TIER),
            optional("outputConfig", &DOCUMENT),
        ]
    };
}

pub(super) const CONVERSE: &[Member] = conversation!();
pub(super) const CONVERSE_STREAM: &[Member] =
    conversation!(optional("streamProcessingMode", &Shape::OneOf(&["sync", "async"])));
