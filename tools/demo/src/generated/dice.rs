//! Chance, fast and the same for the same seed.

/// A stream of numbers by Vigna's `SplitMix64`. Good enough for made-up people and nothing else.
pub(super) struct Dice(u64);

impl Dice {
    /// The stream of the patient at `index`, whoever else is generated.
    pub(super) fn new(seed: u64, index: u64) -> Self {
        let mut seeds = Self(seed);
        let start = seeds.next();
        let mut dice = Self(start ^ index.wrapping_mul(0xd134_2543_de82_ef95));
        dice.next();
        dice
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from `low` to `high`, both possible. `low` when they cross.
    pub(super) fn between(&mut self, low: i64, high: i64) -> i64 {
        let Ok(width) = u64::try_from(high - low) else {
            return low;
        };
        // The high half of a product is below its second factor: one multiplication instead of a division.
        let drawn = (u128::from(self.next()) * u128::from(width + 1)) >> 64;
        low + i64::try_from(drawn).expect("the draw is at most the width, which came from an i64")
    }

    /// A number from `low` to `high`, more often in the middle.
    pub(super) fn around(&mut self, low: i64, high: i64) -> i64 {
        (self.between(low, high) + self.between(low, high) + self.between(low, high)) / 3
    }

    /// True in so many of a thousand cases.
    pub(super) fn chance(&mut self, permille: i64) -> bool {
        self.between(0, 999) < permille
    }

    /// One of `choices`, which are not none.
    pub(super) fn pick<'a, T>(&mut self, choices: &'a [T]) -> &'a T {
        let last = i64::try_from(choices.len()).expect("tables are short") - 1;
        &choices[usize::try_from(self.between(0, last)).expect("there is something to choose from")]
    }

    /// A version 4 UUID.
    pub(super) fn id(&mut self) -> String {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let mut bytes = (u128::from(self.next()) << 64) | u128::from(self.next());
        bytes = (bytes & !(0xf << 76)) | (0x4 << 76);
        bytes = (bytes & !(0x3 << 62)) | (0x2 << 62);
        let mut id = String::with_capacity(36);
        for place in 0..32_u32 {
            if matches!(place, 8 | 12 | 16 | 20) {
                id.push('-');
            }
            let digit = (bytes >> (4 * (31 - place))) & 0xf;
            id.push(char::from(DIGITS[usize::try_from(digit).unwrap_or(0)]));
        }
        id
    }
}

#[cfg(test)]
mod tests {
    use super::Dice;

    #[test]
    fn draws_reach_both_ends_and_nothing_beyond() {
        let mut dice = Dice::new(1, 2);
        let drawn: std::collections::BTreeSet<i64> = (0..300).map(|_| dice.between(-2, 3)).collect();
        assert_eq!(drawn, (-2..=3).collect());
        assert_eq!(dice.between(5, 4), 5);
    }

    #[test]
    fn ids_are_version_4_uuids() {
        let id = Dice::new(1, 2).id();
        let groups: Vec<usize> = id.split('-').map(str::len).collect();
        assert_eq!(groups, [8, 4, 4, 4, 12]);
        assert_eq!(&id[14..15], "4");
        assert!("89ab".contains(&id[19..20]), "{id}");
    }
}
