//! One page of a list, as `MaxResults` and `NextToken` ask.

use crate::cloud::Call;
use crate::error::ApiError;
use crate::wire::xml::Xml;
use aws_smithy_types::base64;

/// How many items a page holds unless it is asked for fewer.
const DEFAULT: usize = 100;

pub(super) struct Page<T> {
    pub(super) items: Vec<T>,
    next: Option<String>,
}

impl<T> Page<T> {
    /// Items with their keys, which rise: a token is the key of the last that was shown.
    pub(super) fn cut(call: &Call<'_>, items: impl Iterator<Item = (String, T)>) -> Result<Self, ApiError> {
        let size = call.integer("MaxResults")?.and_then(|size| usize::try_from(size).ok()).unwrap_or(DEFAULT);
        let open = |token: &str| {
            let read = base64::decode(token).ok().and_then(|bytes| String::from_utf8(bytes).ok());
            read.ok_or_else(|| ApiError::validation("Invalid NextToken"))
        };
        let after = call.form.get("NextToken").map(open).transpose()?;
        let rest = items.filter(|(key, _)| after.as_deref().is_none_or(|after| key.as_str() > after));
        let mut found: Vec<(String, T)> = rest.take(size.saturating_add(1)).collect();
        let more = found.len() > size;
        found.truncate(size);
        let next = found.last().filter(|_| more).map(|(key, _)| base64::encode(key));
        Ok(Self { items: found.into_iter().map(|(_, item)| item).collect(), next })
    }

    pub(super) fn write_end(&self, xml: &mut Xml) {
        xml.optional("NextToken", self.next.as_deref());
    }
}

/// A number that sorts as a text.
pub(super) fn rank(number: usize) -> String {
    format!("{number:08}")
}
