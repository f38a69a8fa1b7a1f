//! The placeholders of the templates: `<NAME>`, as the vendor's page writes them.

/// What stands in a template for a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Placeholder {
    /// The gateway principal's ARN.
    GatewayPrincipal,
    /// The ExternalId.
    ExternalId,
    /// The customer's account id.
    AccountId,
    /// A region, or `*`.
    Region,
    /// A model id.
    Model,
    /// The actions, as one string or a list.
    Actions,
    /// The resources, as one string or a list.
    Resources,
}

impl Placeholder {
    const ALL: [Self; 7] = [
        Self::GatewayPrincipal,
        Self::ExternalId,
        Self::AccountId,
        Self::Region,
        Self::Model,
        Self::Actions,
        Self::Resources,
    ];

    /// How it is written.
    pub(crate) fn token(self) -> &'static str {
        match self {
            Self::GatewayPrincipal => "<GATEWAY-PRINCIPAL>",
            Self::ExternalId => "<YOUR-EXTERNAL-ID>",
            Self::AccountId => "<YOUR-ACCOUNT-ID>",
            Self::Region => "<REGION>",
            Self::Model => "<MODEL>",
            Self::Actions => "<ACTIONS>",
            Self::Resources => "<RESOURCES>",
        }
    }
}

/// The first placeholder of a text: what is before it, which one it is, what is after it.
pub(crate) fn split(text: &str) -> Option<(&str, Placeholder, &str)> {
    Placeholder::ALL
        .iter()
        .filter_map(|placeholder| {
            let (before, after) = text.split_once(placeholder.token())?;
            Some((before, *placeholder, after))
        })
        .min_by_key(|(before, ..)| before.len())
}

/// The first `<NAME>` of a text that is not a placeholder: capital letters and hyphens in angle brackets.
pub(crate) fn unknown(text: &str) -> Option<&str> {
    text.match_indices('<').find_map(|(start, _)| {
        let rest = text.get(start..)?;
        let token = rest.get(..=rest.find('>')?)?;
        let name = token.trim_matches(['<', '>']);
        let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'-');
        let known = Placeholder::ALL.iter().any(|placeholder| placeholder.token() == token);
        (is_name && !known).then_some(token)
    })
}
