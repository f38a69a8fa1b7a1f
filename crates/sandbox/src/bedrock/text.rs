//! What stands in for a model's mind: tokens, likeness of texts, and answers, the same each time.

use super::concepts;
use std::collections::HashSet;

/// The longest piece of a word that counts as one token.
const PIECE: usize = 6;

/// The tokens of a text: words with the space before them, long ones in pieces. Joined, they are
/// the text again.
pub(super) fn tokens(text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    for_each_token(text, |token| tokens.push(token.to_owned()));
    tokens
}

/// How many tokens a text has; never none.
pub(super) fn count_tokens(text: &str) -> usize {
    let mut count = 0;
    for_each_token(text, |_| count += 1);
    count.max(1)
}

fn for_each_token(text: &str, mut each: impl FnMut(&str)) {
    let (mut start, mut letters) = (0, 0);
    for (at, c) in text.char_indices() {
        let starts_word = c.is_whitespace() && letters > 0;
        if starts_word || letters >= PIECE {
            each(text.get(start..at).unwrap_or_default());
            (start, letters) = (at, 0);
        }
        if !c.is_whitespace() {
            letters += 1;
        }
    }
    if start < text.len() {
        each(text.get(start..).unwrap_or_default());
    }
}

/// The stems of a text's words, in lower case.
pub(super) fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(stem).collect()
}

/// A word without its English endings, so that `roles`, `assumed` and `authentication` are like
/// `role`, `assume` and `authenticate`. Rough: what is left need not be a word.
pub(super) fn stem(word: &str) -> String {
    let word = word.to_lowercase();
    if !word.is_ascii() || word.len() < 4 || word.bytes().any(|b| b.is_ascii_digit()) {
        return word;
    }
    let singular = match word.strip_suffix('s') {
        _ if word.ends_with("ies") && word.len() > 4 => {
            word.strip_suffix("ies").map(|stem| format!("{stem}y"))
        }
        _ if word.ends_with("sses") => word.strip_suffix("es").map(str::to_owned),
        Some(stem) if !stem.ends_with(['s', 'u', 'i']) => Some(stem.to_owned()),
        _ => None,
    };
    let word = singular.unwrap_or(word);
    // What is left has to hold a vowel: `sing` and `red` have no ending.
    let left = |ending: &str| {
        word.strip_suffix(ending)
            .filter(|stem| stem.len() > 2 && stem.contains(['a', 'e', 'i', 'o', 'u', 'y']))
    };
    let cut = match (left("ing").or_else(|| left("ed")), left("ly"), left("ion"), left("ness")) {
        (Some(stem), _, _, _) => undoubled(stem),
        (_, Some(stem), _, _) | (_, _, _, Some(stem)) => stem,
        (_, _, Some(stem), _) if stem.ends_with(['t', 's']) => stem,
        _ => word.as_str(),
    };
    match (cut.strip_suffix('e'), cut.strip_suffix('i')) {
        (Some(stem), _) if stem.len() > 3 => stem.to_owned(),
        (_, Some(stem)) if stem.len() > 2 => format!("{stem}y"),
        _ => cut.to_owned(),
    }
}

/// `run` of `runn`.
fn undoubled(stem: &str) -> &str {
    let mut letters = stem.chars().rev();
    match (letters.next(), letters.next()) {
        (Some(last), Some(before)) if last == before && !"lsz".contains(last) => {
            stem.get(..stem.len() - 1).unwrap_or(stem)
        }
        _ => stem,
    }
}

/// Words that say little of what a text is about.
const SMALL: &[&str] = &[
    "a", "an", "the", "of", "to", "in", "on", "at", "by", "for", "from", "with", "and", "or", "not", "is",
    "are", "was", "be", "been", "it", "its", "this", "that", "these", "those", "i", "you", "he", "she", "we",
    "they", "my", "your", "do", "does", "did", "how", "what", "which", "who", "when", "where", "why", "can",
    "will", "as", "if", "has", "have", "had", "there", "me", "thi", "doe", "ha", "wa", "hav", "wher", "thes",
    "thos", "ther", "all",
];

/// How much a word counts.
fn weight(stem: &str) -> f64 {
    if SMALL.contains(&stem) { 0.1 } else { 1.0 }
}

/// A vector of length 1. Texts point the same way as far as they share the stems of their words, the
/// letter triples of these, and meanings of a small table ([`concepts`]); of any other meaning it
/// knows nothing.
pub(super) fn embedding(text: &str, dimensions: usize) -> Vec<f64> {
    let mut vector = vec![0.0; dimensions];
    let mut add = |feature: &str, weight: f64| {
        // Each feature has several places, so that two of them never fall on one another entirely.
        let mut hash = fnv1a(feature.as_bytes());
        for _ in 0..PLACES {
            hash = hash.wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29) ^ 0x51_7c_c1_b7;
            let sign = if hash >> 63 == 0 { weight } else { -weight };
            let at = usize::try_from((hash >> 8) % dimensions.max(1) as u64).unwrap_or(0);
            if let Some(value) = vector.get_mut(at) {
                *value += sign;
            }
        }
    };
    let words = words(text);
    for word in &words {
        let weight = weight(word);
        add(word, weight);
        for meaning in concepts::of(word) {
            add(&format!("#{meaning}"), weight);
        }
        let letters: Vec<char> = format!("^{word}$").chars().collect();
        for triple in letters.windows(3) {
            add(&triple.iter().collect::<String>(), 0.25 * weight);
        }
    }
    if words.is_empty() {
        add(text, 1.0);
    }
    normalize(vector)
}

/// In how many places of a vector a feature shows.
const PLACES: usize = 16;

fn normalize(vector: Vec<f64>) -> Vec<f64> {
    let length = vector.iter().map(|value| value * value).sum::<f64>().sqrt();
    if length == 0.0 {
        // Signs cancelled each other out: any direction is as good.
        return vector.iter().enumerate().map(|(at, _)| if at == 0 { 1.0 } else { 0.0 }).collect();
    }
    vector.iter().map(|value| value / length).collect()
}

/// How much of the query each document has, from 0 to 1: its words, rare ones more than common
/// ones, near synonyms in part, and a little for words that stand together in both.
pub(super) fn relevance(query: &str, documents: &[&str]) -> Vec<f64> {
    let query = words(query);
    let documents: Vec<Read> = documents.iter().map(|document| Read::new(document)).collect();
    let terms: HashSet<&str> = query.iter().map(String::as_str).collect();
    // Sorted, so that the sum is the same each time.
    let mut terms: Vec<&str> = terms.into_iter().collect();
    terms.sort_unstable();
    let count = documents.len() as f64;
    let weights: Vec<f64> = terms
        .iter()
        .map(|term| {
            let having = documents.iter().filter(|document| document.stems.contains(*term)).count();
            weight(term) * (1.0 + count / (1.0 + having as f64)).ln()
        })
        .collect();
    let whole: f64 = weights.iter().sum();
    let pairs: HashSet<(&str, &str)> =
        query.iter().zip(query.iter().skip(1)).map(|(a, b)| (a.as_str(), b.as_str())).collect();
    let score = |document: &Read| {
        let shared: f64 = terms.iter().zip(&weights).map(|(term, weight)| weight * document.has(term)).sum();
        let share = if whole > 0.0 { shared / whole } else { 0.0 };
        let together = pairs.iter().filter(|(a, b)| document.pairs.contains(&pair(a, b))).count();
        let together = together as f64 / pairs.len().max(1) as f64;
        // A real reranker is never wholly sure, nor wholly without hope.
        (0.001 + 0.9 * share + 0.09 * together).clamp(0.0, 1.0)
    };
    documents.iter().map(score).collect()
}

/// A document as it is compared.
struct Read {
    stems: HashSet<String>,
    meanings: HashSet<usize>,
    /// Neighbours, hashed.
    pairs: HashSet<u64>,
}

impl Read {
    fn new(text: &str) -> Self {
        let words = words(text);
        let pairs = words.iter().zip(words.iter().skip(1)).map(|(a, b)| pair(a, b)).collect();
        let meanings = words.iter().flat_map(|word| concepts::of(word)).copied().collect();
        Self { pairs, meanings, stems: words.into_iter().collect() }
    }

    /// How much it has of a word: all, a near synonym, or nothing.
    fn has(&self, stem: &str) -> f64 {
        if self.stems.contains(stem) {
            1.0
        } else if concepts::of(stem).iter().any(|meaning| self.meanings.contains(meaning)) {
            0.6
        } else {
            0.0
        }
    }
}

fn pair(a: &str, b: &str) -> u64 {
    fnv1a(format!("{a} {b}").as_bytes())
}

/// Sixteen letters and digits that follow from a text.
pub(super) fn fingerprint(text: &str) -> String {
    format!("{:016x}", fnv1a(text.as_bytes()))
}

fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_join_to_the_text() {
        for text in ["", "a", "one two  three", "incomprehensibilities", " lead", "é🙂 ß\n"] {
            assert_eq!(tokens(text).concat(), text);
        }
        assert_eq!(tokens("one twofoldness").len(), 3);
    }

    #[test]
    fn stems_leave_the_endings_off() {
        for (one, other) in [
            ("role", "roles"),
            ("assume", "assumed"),
            ("assumes", "assuming"),
            ("policy", "policies"),
            ("run", "running"),
            ("authenticate", "authentication"),
            ("happy", "happiness"),
            ("quick", "quickly"),
        ] {
            assert_eq!(stem(one), stem(other), "{one} {other}");
        }
        for word in ["sing", "red", "bus", "glass", "é", "s3"] {
            assert_eq!(stem(word), word);
        }
    }

    /// Each text is nearer to the second than to the third.
    #[test]
    fn like_texts_are_closer() {
        for dimensions in [256, 512, 1024, 1536] {
            let dot = |a: &str, b: &str| -> f64 {
                embedding(a, dimensions).iter().zip(embedding(b, dimensions)).map(|(a, b)| a * b).sum()
            };
            for (text, like, unlike) in [
                ("cat", "kitten", "car"),
                ("cat", "kitten", "database"),
                ("dog", "puppy", "bicycle"),
                ("cat", "dog", "invoice"),
                ("king", "queen", "cabbage"),
                ("car", "automobile", "cat"),
                ("doctor", "physician", "mountain"),
                (
                    "the gateway assumes a role",
                    "a role assumed by the gateway",
                    "bananas ripen in warm weather",
                ),
                ("How do I reset my password?", "Resetting passwords", "The weather in Paris is mild"),
                (
                    "The cat sat on the mat",
                    "A kitten was sitting on a mat",
                    "The stock market fell on Monday",
                ),
                ("rotate the credentials", "renewing access keys", "a recipe for bread"),
                ("encryption at rest", "encrypted data", "a train to Berlin"),
                ("I bought a new car", "She purchased a vehicle", "He sang a song"),
                ("authentication failed", "the user could not authenticate", "pancakes with syrup"),
                ("Berlin is a city", "a town called Berlin", "the price of gold"),
                ("colour", "colours", "harbour"),
                ("internationalization", "international", "photosynthesis"),
                ("großartig", "großartiger", "langweilig"),
            ] {
                let (near, far) = (dot(text, like), dot(text, unlike));
                assert!(near > far + 0.1, "{dimensions}: {text:?} {like:?} {near}, {unlike:?} {far}");
            }
            let length: f64 = embedding("a", dimensions).iter().map(|value| value * value).sum();
            assert!((length - 1.0).abs() < 1e-9);
            assert!((dot("", "") - 1.0).abs() < 1e-9, "an empty text has a unit vector too");
            assert!((dot("same", "same") - 1.0).abs() < 1e-9);
        }
    }

    /// The document named first answers the query best.
    #[test]
    fn the_document_that_answers_ranks_first() {
        for (query, documents) in [
            (
                "What is the capital of Nevada?",
                vec![
                    "Carson City is the capital of Nevada.",
                    "Cats sleep all day.",
                    "Capital letters matter.",
                    "Nevada has deserts.",
                ],
            ),
            (
                "How do I rotate an access key?",
                vec![
                    "To rotate an access key, create a second key, then delete the first.",
                    "The key of C major has no sharps.",
                    "Access to the building is by the rear door.",
                ],
            ),
            (
                "kitten care",
                vec!["How to look after a young cat", "Car maintenance basics", "Careers in finance"],
            ),
            (
                "buy a cheap car",
                vec!["Purchasing an inexpensive vehicle", "A history of the harbour", "Selling houses"],
            ),
            (
                "refund policy",
                vec![
                    "Our refund policy allows returns within 30 days.",
                    "The policy on dogs in the office",
                    "We ship worldwide.",
                ],
            ),
            (
                "permissions to assume a role",
                vec![
                    "A role can be assumed when the permission sts:AssumeRole is granted.",
                    "An actor in the role of a king",
                    "He assumed it would rain.",
                ],
            ),
            (
                "Who wrote Faust?",
                vec!["Faust was written by Goethe.", "Who is who in Berlin", "Goethe liked Italy."],
            ),
        ] {
            let scores = relevance(query, &documents);
            let best = scores.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1)).map(|(at, _)| at);
            assert_eq!(best, Some(0), "{query}: {scores:?}");
            assert!(scores.iter().all(|score| (0.0..=1.0).contains(score)));
            // In another order, each keeps its score.
            let turned: Vec<&str> = documents.iter().rev().copied().collect();
            let mut again = relevance(query, &turned);
            again.reverse();
            assert_eq!(again, scores, "{query}");
        }
    }
}
