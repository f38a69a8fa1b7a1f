//! A small table of words that mean nearly the same: what a hash of letters can never find out.
//! Everyday words and the words of this trade; a word outside it is only like what it is spelled like.

use super::text::stem;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Words of one meaning stand in a line; a word may stand in several.
const TABLE: &[&str] = &[
    "cat kitten feline kitty",
    "dog puppy canine hound",
    "cat dog kitten puppy pet animal horse cow bird",
    "horse pony mare foal stallion",
    "cow cattle calf bull",
    "bird sparrow eagle parrot hen chicken",
    "car automobile vehicle sedan truck lorry",
    "bicycle bike cycle",
    "train railway locomotive rail",
    "plane airplane aircraft jet flight fly",
    "ship boat vessel ferry",
    "doctor physician medic surgeon",
    "doctor nurse hospital clinic medicine patient health",
    "illness disease sickness ill sick",
    "drug medicine medication pill",
    "child kid infant baby toddler",
    "man male gentleman boy",
    "woman female lady girl",
    "king monarch ruler queen royal throne",
    "teacher professor instructor tutor",
    "school university college class lesson",
    "student pupil learner",
    "house home dwelling residence apartment flat",
    "city town metropolis",
    "country nation state",
    "road street avenue highway",
    "money cash currency funds",
    "buy purchase acquire bought",
    "sell vend sold",
    "price cost fee charge",
    "cheap inexpensive affordable",
    "expensive costly pricey",
    "big large huge enormous great",
    "small little tiny",
    "fast quick rapid swift speedy",
    "slow sluggish",
    "happy glad joyful cheerful",
    "sad unhappy sorrowful",
    "begin start commence began",
    "end finish stop conclude",
    "food meal dish cuisine dinner lunch",
    "bread loaf toast bakery bake",
    "fruit apple banana orange pear",
    "coffee espresso cappuccino latte",
    "weather climate forecast",
    "rain rainfall shower drizzle storm",
    "snow frost ice",
    "hot warm heat",
    "cold chilly cool freezing",
    "sea ocean",
    "river stream creek",
    "mountain hill peak summit",
    "forest wood woodland jungle tree",
    "movie film cinema",
    "song music melody tune",
    "book novel volume read",
    "picture image photo photograph",
    "job work employment occupation",
    "boss manager supervisor",
    "company firm business enterprise",
    "customer client buyer",
    "lawyer attorney solicitor",
    "law legislation statute",
    "football soccer",
    "game match play",
    "answer reply response respond",
    "question query ask inquiry",
    "error fault bug mistake failure fail",
    "fix repair mend correct solve resolve",
    "computer laptop machine pc",
    "phone telephone mobile smartphone call",
    "software program application app",
    "server host machine",
    "delete remove erase",
    "create make build made",
    "change modify alter update edit",
    "find search locate look",
    "allow permit grant authorize",
    "deny refuse reject forbid",
    "permission right privilege entitlement",
    "access entry",
    "role permission policy iam",
    "credential key secret password token",
    "login signin authenticate",
    "secure safe protect guard security",
    "encrypt cipher encryption",
    "limit quota maximum",
    "expire lapse timeout",
    "rotate renew replace",
    "region location zone",
    "bucket storage s3",
    "model llm claude nova",
    "vector embedding",
    "invoice bill receipt",
    "refund reimbursement",
    "deliver ship delivery shipment",
];

/// The lines of the table that each stem stands in.
static LINES: LazyLock<HashMap<String, Vec<usize>>> = LazyLock::new(|| {
    let mut lines: HashMap<String, Vec<usize>> = HashMap::new();
    for (number, line) in TABLE.iter().enumerate() {
        for word in line.split(' ') {
            lines.entry(stem(word)).or_default().push(number);
        }
    }
    lines
});

/// The meanings of a stem, by number; none if the table does not have it.
pub(super) fn of(stem: &str) -> &'static [usize] {
    LINES.get(stem).map_or(&[], Vec::as_slice)
}
