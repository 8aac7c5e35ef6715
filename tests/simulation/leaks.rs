//! Whether a text holds eight bytes in a row of any secret or token (I-8). Eight in a row have four whole ones that begin at a
//! multiple of four: a bit set of hashes answers "surely not" for nearly all of those, and the rest is compared exactly.

use rustc_hash::FxHashSet;

const WINDOW: usize = 8;
const STEP: usize = 4;
const BITS: usize = 1 << 16;

pub struct Leaks {
    /// Of every four bytes in a row.
    seen: Vec<u64>,
    windows: FxHashSet<u64>,
}

impl Default for Leaks {
    fn default() -> Self {
        Self {
            seen: vec![0; BITS / 64],
            windows: FxHashSet::default(),
        }
    }
}

impl Leaks {
    /// From now on no text may hold a part of this one.
    pub fn guard(&mut self, secret: &[u8]) {
        for four in secret.windows(STEP) {
            let bit = bit(four);
            self.seen[bit / 64] |= 1 << (bit % 64);
        }
        self.windows.reserve(secret.len());
        self.windows.extend(secret.windows(WINDOW).map(word));
    }

    pub fn is_in(&self, text: &[u8]) -> bool {
        text.chunks_exact(STEP).enumerate().any(|(index, four)| {
            let bit = bit(four);
            self.seen[bit / 64] >> (bit % 64) & 1 == 1 && self.is_around(text, index * STEP)
        })
    }

    /// Whether one of the windows that hold the four bytes at `place` is a secret's.
    fn is_around(&self, text: &[u8], place: usize) -> bool {
        let from = (place + STEP).saturating_sub(WINDOW);
        let to = text.len().min(place + WINDOW);
        let mut windows = text[from..to].windows(WINDOW);
        windows.any(|window| self.windows.contains(&word(window)))
    }
}

fn word(window: &[u8]) -> u64 {
    let bytes: [u8; WINDOW] = window.try_into().expect("a window has its width");
    u64::from_le_bytes(bytes)
}

fn bit(four: &[u8]) -> usize {
    let bytes: [u8; STEP] = four.try_into().expect("four bytes");
    (u32::from_le_bytes(bytes).wrapping_mul(0x9e37_79b1) >> 16) as usize
}
