//! A chat model's answer: a short text about what was asked, the same each time.

use super::text::{count_tokens, tokens};

/// What a chat is asked.
#[derive(Debug, Default)]
pub(super) struct Prompt {
    /// All the text that goes in, for the count of tokens.
    pub(super) everything: String,
    /// The last message's text, which is answered.
    pub(super) last: String,
    /// The most tokens that may come out.
    pub(super) max_tokens: Option<usize>,
    pub(super) stop_sequences: Vec<String>,
}

/// Why an answer ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Stop {
    EndTurn,
    MaxTokens,
    Sequence(String),
}

/// What a chat answers.
#[derive(Debug)]
pub(super) struct Reply {
    /// As they would come in a stream.
    pub(super) pieces: Vec<String>,
    pub(super) stop: Stop,
    pub(super) input_tokens: usize,
    pub(super) output_tokens: usize,
}

/// How many words of the question are said again.
const ECHOED_WORDS: usize = 12;

impl Prompt {
    /// Answers.
    pub(super) fn answer(&self, model: &str) -> Reply {
        let words: Vec<&str> = self.last.split_whitespace().take(ECHOED_WORDS + 1).collect();
        let more = if words.len() > ECHOED_WORDS { "…" } else { "" };
        let echo = words.into_iter().take(ECHOED_WORDS).collect::<Vec<_>>().join(" ");
        let mut text = format!("{model} in the sandbox read: “{echo}{more}”. No model was called.");
        let mut stop = Stop::EndTurn;
        let found =
            self.stop_sequences.iter().filter_map(|stop| Some((text.find(stop.as_str())?, stop))).min();
        if let Some((at, sequence)) = found {
            stop = Stop::Sequence(sequence.clone());
            text.truncate(at);
        }
        let mut pieces = tokens(&text);
        if let Some(most) = self.max_tokens.filter(|most| *most < pieces.len()) {
            pieces.truncate(most);
            stop = Stop::MaxTokens;
        }
        Reply { input_tokens: count_tokens(&self.everything), output_tokens: pieces.len(), pieces, stop }
    }
}

impl Reply {
    pub(super) fn text(&self) -> String {
        self.pieces.concat()
    }

    /// What a real model of this size might take: a few milliseconds a token.
    pub(super) fn latency_millis(&self) -> usize {
        120 + 8 * self.output_tokens
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_end_where_they_are_told_to() {
        let mut prompt = Prompt { last: "hello there".into(), ..Prompt::default() };
        let whole = prompt.answer("M");
        assert_eq!(whole.stop, Stop::EndTurn);
        assert!(whole.text().contains("hello there"), "{}", whole.text());
        prompt.max_tokens = Some(2);
        let cut = prompt.answer("M");
        assert_eq!((cut.stop, cut.output_tokens), (Stop::MaxTokens, 2));
        prompt.stop_sequences = vec!["hello".into()];
        prompt.max_tokens = None;
        let stopped = prompt.answer("M");
        assert_eq!(stopped.stop, Stop::Sequence("hello".into()));
    }
}
