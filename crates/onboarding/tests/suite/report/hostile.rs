//! Whatever stands in a field stays in it.

use super::whole;
use onboarding::Report;
use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag};
use serde_json::Value;

/// Fields that are one of a few words, or a time.
const WORDS: [&str; 11] = [
    "kind",
    "level",
    "level_reached",
    "state",
    "purpose",
    "sign",
    "status",
    "certainty",
    "step",
    "action",
    "provider_types",
];

/// The report with a text in place of every one of its texts.
pub(super) fn with(text: &str) -> Report {
    let mut value = serde_json::to_value(whole()).unwrap();
    replace(&mut value, "", text);
    serde_json::from_value(value).unwrap()
}

fn replace(value: &mut Value, name: &str, text: &str) {
    match value {
        Value::String(old) if !WORDS.contains(&name) => text.clone_into(old),
        Value::Array(items) => items.iter_mut().for_each(|item| replace(item, name, text)),
        Value::Object(fields) => fields.iter_mut().for_each(|(name, field)| replace(field, name, text)),
        _ => {}
    }
}

/// The tags of a page with their attributes' names, in order.
fn tags(html: &str) -> Vec<String> {
    let dom = dom_query::Document::from(html);
    dom.select("*")
        .iter()
        .map(|element| {
            let attributes: Vec<String> =
                element.attrs().iter().map(|attribute| attribute.name.local.to_string()).collect();
            format!("{} {}", element.nodes()[0].node_name().unwrap(), attributes.join(" "))
        })
        .collect()
}

/// The blocks and spans of a text, in order, without what stands in them.
fn marks(markdown: &str) -> Vec<String> {
    Parser::new_ext(markdown, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH)
        .filter_map(|event| match event {
            Event::Start(Tag::CodeBlock(_)) => Some("block".to_owned()),
            Event::Start(tag) => Some(format!("{tag:?}")),
            Event::Code(_) => Some("code".to_owned()),
            Event::Html(_) | Event::InlineHtml(_) => Some("html".to_owned()),
            _ => None,
        })
        .collect()
}

/// Text that is made to get out: of tags, attributes, comments, cells, fences and lists.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("<script>alert(1)</script>"),
        Just("\"><img src=x onerror=alert(1)>"),
        Just("</style></td></table></pre></code>"),
        Just("<!-- "),
        Just("]]>"),
        Just("&lt;&amp;&#60;"),
        Just("```\n# h\n"),
        Just("`"),
        Just("``"),
        Just("|"),
        Just("\\"),
        Just("\\|"),
        Just("\n\n"),
        Just("\n---\n"),
        Just("- "),
        Just("1. "),
        Just("# "),
        Just("> "),
        Just("*a* _b_ ~~c~~ **d**"),
        Just("[a](javascript:alert(1)) ![b](http://x)"),
        Just("<http://x>"),
        Just("    "),
        Just("~~~"),
        Just("=== "),
    ];
    let any = "[ -~\u{a0}-\u{17f}\u{4e00}-\u{4e20}]{0,12}";
    prop::collection::vec(prop_oneof![piece.prop_map(str::to_owned), any], 1..6)
        .prop_map(|pieces| pieces.concat())
        .prop_filter("says something", |text| !text.trim().is_empty())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn nothing_gets_out_of_the_html(text in hostile()) {
        let html = with(&text).html();
        prop_assert_eq!(tags(&html), tags(&with("x").html()));
        let dom = dom_query::Document::from(html.as_str());
        prop_assert_eq!(dom.select(".checks .seen").text().matches(text.as_str()).count() > 0, true);
    }

    #[test]
    fn nothing_gets_out_of_the_markdown(text in hostile()) {
        let markdown = with(&text).markdown();
        prop_assert_eq!(marks(&markdown), marks(&with("x").markdown()), "{}", markdown);
    }
}

#[test]
fn the_page_fetches_nothing_and_runs_nothing() {
    let html = whole().html();
    let dom = dom_query::Document::from(html.as_str());
    for element in ["script", "link", "img", "iframe", "object", "embed", "form", "base", "svg", "a"] {
        assert_eq!(dom.select(element).length(), 0, "{element}");
    }
    assert_eq!(dom.select("style").length(), 1);
    let style = dom.select("style").text().to_string();
    assert!(!style.contains("url(") && !style.contains("@import"), "the style fetches nothing");
    let policy = dom.select("meta[http-equiv=Content-Security-Policy]").attr("content").unwrap();
    assert!(policy.starts_with("default-src 'none';"));
    for tag in tags(&html) {
        for attribute in tag.split(' ').skip(1) {
            let harmless =
                ["lang", "charset", "http-equiv", "content", "name", "class", "datetime", "scope", ""];
            assert!(harmless.contains(&attribute), "{tag}");
        }
    }
}

#[test]
fn the_page_can_be_walked_without_eyes() {
    let dom = dom_query::Document::from(whole().html());
    assert_eq!(dom.select("html").attr("lang").unwrap().to_string(), "en");
    assert_eq!(dom.select("h1").length(), 1);
    assert_eq!(dom.select("title").length(), 1);
    let levels: Vec<u8> = dom
        .select("h1, h2, h3, h4")
        .iter()
        .map(|heading| heading.nodes()[0].node_name().unwrap().as_bytes()[1] - b'0')
        .collect();
    assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "no level is left out: {levels:?}");
    assert!(dom.select("table").length() > 0);
    for table in dom.select("table").iter() {
        assert_eq!(table.select("caption").length(), 1);
        assert!(table.select("thead th[scope=col]").length() >= 2);
    }
}
