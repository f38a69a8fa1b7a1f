//! Writes the XML of the query protocol.

use quick_xml::escape::escape;

/// XML under construction: elements and text, nothing else.
#[derive(Debug, Default)]
pub(crate) struct Xml(String);

impl Xml {
    /// An element with what `inside` writes.
    pub(crate) fn element(&mut self, name: &str, inside: impl FnOnce(&mut Xml)) -> &mut Self {
        self.0.push_str(&format!("<{name}>"));
        inside(self);
        self.0.push_str(&format!("</{name}>"));
        self
    }

    /// The root: an element with a namespace.
    pub(crate) fn root(name: &str, namespace: &str, inside: impl FnOnce(&mut Xml)) -> String {
        let mut xml = Xml(format!("<{name} xmlns=\"{namespace}\">"));
        inside(&mut xml);
        xml.0.push_str(&format!("</{name}>\n"));
        xml.0
    }

    /// An element with text.
    pub(crate) fn text(&mut self, name: &str, text: &str) -> &mut Self {
        self.element(name, |xml| xml.write(text))
    }

    /// Text. Characters that XML 1.0 cannot carry become U+FFFD.
    pub(crate) fn write(&mut self, text: &str) {
        let sayable: String = text
            .chars()
            .map(|c| match c {
                '\t' | '\n' | '\r' => c,
                '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => '\u{fffd}',
                _ => c,
            })
            .collect();
        // A bare carriage return would be read back as a line feed.
        self.0.push_str(&escape(&sayable).replace('\r', "&#xD;"));
    }

    /// An element with text, if there is one.
    pub(crate) fn optional(&mut self, name: &str, text: Option<&str>) -> &mut Self {
        if let Some(text) = text {
            self.text(name, text);
        }
        self
    }

    /// A list: each item in a `member` element.
    pub(crate) fn list<T>(
        &mut self,
        name: &str,
        items: impl IntoIterator<Item = T>,
        mut each: impl FnMut(&mut Xml, T),
    ) -> &mut Self {
        self.element(name, |xml| {
            for item in items {
                xml.element("member", |xml| each(xml, item));
            }
        })
    }

    /// What was written.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// Takes in what another has written.
    pub(crate) fn append(&mut self, other: &Xml) {
        self.0.push_str(&other.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_what_xml_cannot_carry() {
        let written = Xml::root("A", "urn:x", |xml| {
            xml.text("B", "<&>\"'\u{0}\r").list("L", ["1"], |xml, item| {
                xml.text("K", item);
            });
        });
        assert_eq!(
            written,
            "<A xmlns=\"urn:x\"><B>&lt;&amp;&gt;&quot;&apos;\u{fffd}&#xD;</B><L><member><K>1</K></member></L></A>\n"
        );
    }
}
