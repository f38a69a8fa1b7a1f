//! The region.

use super::characters::offender;
use super::{Field, FieldNote};

/// `aws_region`: the name of a region in the partition `aws`, known or not (newer ones appear).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Region(String);

impl Region {
    /// Parses one. Whether Bedrock is there is for the template pack to say.
    pub fn parse(text: &str) -> Result<Self, FieldNote> {
        let error = |code, message: String| FieldNote::error(Field::Region, code, message);
        if text.trim().is_empty() {
            return Err(FieldNote::missing(Field::Region, "region-missing", "aws_region")
                .hint("The page's default is us-east-1."));
        }
        if let Some(found) = offender(text, |c| c.is_ascii_alphanumeric() || c == '-') {
            return Err(error("region-form", format!("aws_region must not contain {found}"))
                .hint("Enter the region's code, for example us-east-1."));
        }
        let lower = text.to_ascii_lowercase();
        if is_form(&lower) {
            if lower != text {
                return Err(error(
                    "region-form",
                    format!("`{text}` is not a region: they are written in small letters"),
                )
                .hint(format!("Enter `{lower}`.")));
            }
            return match partition(text) {
                "aws" => Ok(Self(text.to_owned())),
                other => Err(error(
                    "region-partition",
                    format!(
                        "`{text}` is in `{other}`: a role in `{other}` cannot trust a principal in `aws`"
                    ),
                )
                .hint("The gateway is a principal in `aws`: use a region of that partition.")),
            };
        }
        let zone = lower.strip_suffix(|c: char| c.is_ascii_lowercase()).filter(|region| is_form(region));
        Err(match zone {
            Some(region) => error("region-form", format!("`{text}` is an availability zone, not a region"))
                .hint(format!("Enter `{region}`.")),
            None => error("region-form", format!("`{text}` is not a region"))
                .hint("Enter the region's code, for example us-east-1."),
        })
    }

    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// `us-east-1`, `us-gov-west-1`, `ap-southeast-5`: words of letters, then a number.
fn is_form(text: &str) -> bool {
    let Some((words, number)) = text.rsplit_once('-') else {
        return false;
    };
    let mut words = words.split('-');
    words
        .next()
        .is_some_and(|first| (2..=4).contains(&first.len()) && first.bytes().all(|b| b.is_ascii_lowercase()))
        && {
            let mut count = 0;
            words.all(|word| {
                count += 1;
                word.len() >= 2 && word.bytes().all(|b| b.is_ascii_lowercase())
            }) && count > 0
        }
        && (1..=2).contains(&number.len())
        && number.bytes().all(|b| b.is_ascii_digit())
}

fn partition(region: &str) -> &'static str {
    if region.starts_with("cn-") {
        "aws-cn"
    } else if region.starts_with("us-gov-") {
        "aws-us-gov"
    } else if region.starts_with("us-iso") || region.starts_with("eu-iso") {
        "aws-iso"
    } else if region.starts_with("eusc-") {
        "aws-eusc"
    } else {
        "aws"
    }
}
