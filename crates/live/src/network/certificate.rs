//! A refused certificate in words. Of X.509 only the issuer's name is read (RFC 5280, 4.1).

/// Why the certificate of `host` was refused; `said` is the TLS library's text in lower case.
pub(super) fn refusal(host: &str, issuer: Option<&str>, said: &str) -> String {
    let by = issuer.map(|issuer| format!(", issued by `{issuer}`,")).unwrap_or_default();
    let what = if said.contains("unknownissuer") {
        "is not trusted by this machine"
    } else if said.contains("expired") {
        "has expired, or this machine's clock is wrong"
    } else if said.contains("notvalidyet") || said.contains("not valid yet") {
        "is not valid yet, or this machine's clock is wrong"
    } else if said.contains("notvalidforname") || said.contains("not valid for name") {
        "is for another host"
    } else {
        "was refused"
    };
    format!("the certificate of `{host}`{by} {what}")
}

/// The issuer's name, for example `CN=Acme Inspection CA, O=Acme`. `None`: it cannot be read.
pub(super) fn issuer(certificate: &[u8]) -> Option<String> {
    let (_, certificate, _) = element(certificate)?;
    let (_, signed, _) = element(certificate)?;
    // [0] version, serial number, signature algorithm, issuer.
    let (tag, _, rest) = element(signed)?;
    let rest = if tag == 0xa0 { element(rest)?.2 } else { rest };
    let (_, _, rest) = element(rest)?;
    let (_, mut names, _) = element(rest)?;
    let mut parts = Vec::new();
    while let Some((_, set, rest)) = element(names) {
        names = rest;
        let (_, pair, _) = element(set)?;
        let (_, kind, rest) = element(pair)?;
        let (_, text, _) = element(rest)?;
        if let Some(kind) = attribute(kind) {
            parts.push(format!("{kind}={}", printable(text)));
        }
    }
    // The most telling first, as people read it.
    parts.reverse();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// The object identifiers 2.5.4.x of the parts of a name that tell who it is.
fn attribute(identifier: &[u8]) -> Option<&'static str> {
    match identifier {
        [0x55, 0x04, 0x03] => Some("CN"),
        [0x55, 0x04, 0x0a] => Some("O"),
        [0x55, 0x04, 0x0b] => Some("OU"),
        _ => None,
    }
}

/// Text from the network that goes into a message: no control characters, not endless.
fn printable(text: &[u8]) -> String {
    String::from_utf8_lossy(text).chars().filter(|c| !c.is_control() && *c != '`').take(64).collect()
}

/// A DER element: its tag, what is in it, what follows it.
fn element(bytes: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (&tag, rest) = bytes.split_first()?;
    let (&first, rest) = rest.split_first()?;
    let (length, rest) = if first < 0x80 {
        (usize::from(first), rest)
    } else {
        let (bytes, rest) = rest.split_at_checked(usize::from(first & 0x7f))?;
        let length = bytes
            .iter()
            .try_fold(0_usize, |length, byte| length.checked_mul(256)?.checked_add(usize::from(*byte)))?;
        (length, rest)
    };
    let (inside, after) = rest.split_at_checked(length)?;
    Some((tag, inside, after))
}
