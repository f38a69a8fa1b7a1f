//! A virtual MFA device as a telephone has it: written from RFC 6238 and RFC 4648, apart from the
//! server's.

use hmac::{Hmac, KeyInit, Mac};
use std::time::{SystemTime, UNIX_EPOCH};

/// The code that a device with this seed, in base 32, shows at a time.
pub fn code_at(seed: &str, time: SystemTime) -> String {
    let (mut key, mut bits, mut held) = (Vec::new(), 0, 0_u32);
    for letter in seed.chars().filter(|letter| *letter != '=') {
        let value = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".find(letter).unwrap();
        held = (held << 5 | value as u32) & 0xffff;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            key.push((held >> bits) as u8);
        }
    }
    let counter = time.duration_since(UNIX_EPOCH).unwrap().as_secs() / 30;
    let mac = Hmac::<sha1::Sha1>::new_from_slice(&key).unwrap().chain_update(counter.to_be_bytes());
    let digest = mac.finalize().into_bytes();
    let at = (digest[19] & 15) as usize;
    let number = u32::from_be_bytes(digest[at..at + 4].try_into().unwrap()) & 0x7fff_ffff;
    format!("{:06}", number % 1_000_000)
}
