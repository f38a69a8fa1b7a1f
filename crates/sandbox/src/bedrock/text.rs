//! What stands in for a model's mind: tokens, likeness of texts, and answers, the same each time.

/// The longest piece of a word that counts as one token.
const PIECE: usize = 6;

/// The tokens of a text: words with the space before them, long ones in pieces. Joined, they are
/// the text again.
pub(super) fn tokens(text: &str) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    let mut current = String::new();
    let mut letters = 0;
    for c in text.chars() {
        let starts_word = c.is_whitespace() && letters > 0;
        if starts_word || letters >= PIECE {
            tokens.push(std::mem::take(&mut current));
            letters = 0;
        }
        current.push(c);
        if !c.is_whitespace() {
            letters += 1;
        }
    }
    if !current.is_empty() {
        tokens.push(current);
    }
    tokens
}

/// How many tokens a text has; never none.
pub(super) fn count_tokens(text: &str) -> usize {
    tokens(text).len().max(1)
}

/// Lower-case words, a plural's `s` taken off, so that `roles` is like `role`.
pub(super) fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| {
            let word = word.to_lowercase();
            match word.strip_suffix('s') {
                Some(stem) if stem.chars().count() > 2 && !stem.ends_with('s') => stem.to_owned(),
                _ => word,
            }
        })
        .collect()
}

/// A vector of length 1 whose direction follows the words and their letter triples: texts that share
/// them point the same way.
pub(super) fn embedding(text: &str, dimensions: usize) -> Vec<f64> {
    let mut vector = vec![0.0; dimensions];
    let mut add = |feature: &str, weight: f64| {
        let hash = fnv1a(feature.as_bytes());
        let sign = if hash >> 63 == 0 { weight } else { -weight };
        let at = usize::try_from(hash % dimensions.max(1) as u64).unwrap_or(0);
        if let Some(value) = vector.get_mut(at) {
            *value += sign;
        }
    };
    let words = words(text);
    for word in &words {
        add(word, 1.0);
        let letters: Vec<char> = format!("^{word}$").chars().collect();
        for triple in letters.windows(3) {
            add(&triple.iter().collect::<String>(), 0.3);
        }
    }
    if words.is_empty() {
        add(text, 1.0);
    }
    normalize(vector)
}

fn normalize(vector: Vec<f64>) -> Vec<f64> {
    let length = vector.iter().map(|value| value * value).sum::<f64>().sqrt();
    if length == 0.0 {
        // Signs cancelled each other out: any direction is as good.
        return vector.iter().enumerate().map(|(at, _)| if at == 0 { 1.0 } else { 0.0 }).collect();
    }
    vector.iter().map(|value| value / length).collect()
}

/// How much of the query's words each document has, from 0 to 1; rare words weigh more.
pub(super) fn relevance(query: &str, documents: &[&str]) -> Vec<f64> {
    let mut query = words(query);
    query.sort();
    query.dedup();
    let documents: Vec<Vec<String>> = documents.iter().map(|document| words(document)).collect();
    let weight = |word: &String| {
        let having = documents.iter().filter(|document| document.contains(word)).count();
        (1.0 + documents.len() as f64 / (1.0 + having as f64)).ln()
    };
    let weights: Vec<f64> = query.iter().map(weight).collect();
    let whole: f64 = weights.iter().sum();
    let score = |document: &Vec<String>| {
        let shared: f64 = query
            .iter()
            .zip(&weights)
            .filter(|(word, _)| document.contains(word))
            .map(|(_, weight)| weight)
            .sum();
        // A real reranker is never wholly sure, nor wholly without hope.
        let share = if whole > 0.0 { shared / whole } else { 0.0 };
        (0.001 + 0.998 * share).clamp(0.0, 1.0)
    };
    documents.iter().map(score).collect()
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
    fn like_texts_are_closer() {
        let dot = |a: &str, b: &str| -> f64 {
            embedding(a, 256).iter().zip(embedding(b, 256)).map(|(a, b)| a * b).sum()
        };
        let near = dot("the gateway assumes a role", "a role assumed by the gateway");
        let far = dot("the gateway assumes a role", "bananas ripen in warm weather");
        assert!(near > far + 0.3, "{near} {far}");
        assert!((dot("", "") - 1.0).abs() < 1e-9, "an empty text has a unit vector too");
    }

    #[test]
    fn the_document_that_answers_ranks_first() {
        let documents =
            ["Cats sleep all day.", "Carson City is the capital of Nevada.", "Capital letters matter."];
        let scores = relevance("What is the capital of Nevada?", &documents);
        let best = scores.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1)).map(|(at, _)| at);
        assert_eq!(best, Some(1), "{scores:?}");
        assert!(scores.iter().all(|score| (0.0..=1.0).contains(score)));
    }
}
