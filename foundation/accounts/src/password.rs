//! Passwords: Argon2id, and what makes one good enough.

use std::sync::{Arc, Mutex, PoisonError};

use argon2::password_hash::phc::{Output, ParamsString, PasswordHash, Salt};
use argon2::{Algorithm, Argon2, Block, Params, PasswordVerifier, Version};
use aws_lc_rs::digest;
use madrone_kernel::Random;
use madrone_ports::BreachedPasswords;
use madrone_web::App;

/// The fewest characters (NIST SP 800-63B-4 section 3.1.1.2, beside a second factor).
const SHORTEST: usize = 8;

/// The most that are taken: more is no password but a load.
const LONGEST: usize = 128;

/// Stands in for the password of an account that does not exist, so that checking takes as long: Argon2id with the
/// same costs, and 32 zero bytes that no password is known to give.
pub const NOBODY: &str =
    "$argon2id$v=19$m=47104,t=3,p=1$bm9ib2R5IGlzIGhlcmU$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Argon2id with 46 MiB, three passes and one lane: two passes more than OWASP asks for with so much memory, so that a try
/// takes 50 to 150 ms of a processor (`cargo xtask bench identity`).
fn argon2() -> Argon2<'static> {
    let params = Params::new(46 * 1024, 3, 1, None).expect("these are within Argon2's limits");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// The memory of passwords that were computed: as many pieces as were at work at once. Taken anew each time, every page
/// of it costs a fault and a clearing, a quarter of the whole time and spent in the kernel, where nobody's page goes first.
static MEMORY: Mutex<Vec<Vec<Block>>> = Mutex::new(Vec::new());

/// What `password` gives under `salt`.
fn output(password: &str, salt: &[u8]) -> Output {
    let argon2 = argon2();
    let spare = || MEMORY.lock().unwrap_or_else(PoisonError::into_inner);
    let kept = spare().pop();
    let mut memory = kept.unwrap_or_else(|| vec![Block::new(); argon2.params().block_count()]);
    let mut out = [0; Params::DEFAULT_OUTPUT_LEN];
    argon2
        .hash_password_into_with_memory(password.as_bytes(), salt, &mut out, &mut memory[..])
        .expect("a salt of 8 bytes or more and any text will do");
    spare().push(memory);
    Output::new(&out).expect("32 bytes are an output")
}

/// The PHC string of `password` under a fresh salt.
pub fn hash(password: &str, random: &Random) -> String {
    hash_with(password, &random.bytes::<16>())
}

/// The PHC string of `password` under this salt of 16 bytes.
pub fn hash_with(password: &str, salt: &[u8]) -> String {
    let argon2 = argon2();
    let hash = PasswordHash {
        algorithm: Algorithm::Argon2id.ident(),
        version: Some(Version::V0x13.into()),
        params: ParamsString::try_from(argon2.params()).expect("Argon2's own can be written"),
        salt: Some(Salt::new(salt).expect("16 bytes are a salt")),
        hash: Some(output(password, salt)),
    };
    hash.to_string()
}

/// The PHC string of `password` under the salt of `kept`; `None` where `kept` is no PHC string.
pub fn hash_like(password: &str, kept: &str) -> Option<String> {
    let kept = PasswordHash::new(kept).ok()?;
    Some(hash_with(password, kept.salt.as_ref()?))
}

/// Whether `password` is the one that `hash` was made of. Takes as long for a wrong one, however long that is.
pub fn verify(password: &str, hash: &str) -> bool {
    let may_be = password.chars().count() <= LONGEST;
    let judged = if may_be { password } else { "" };
    PasswordHash::new(hash).is_ok_and(|hash| fits(judged, &hash)) && may_be
}

/// Whether `password` gives `kept`; by the costs of `kept`, where they are others than ours.
fn fits(password: &str, kept: &PasswordHash) -> bool {
    let ours = kept.algorithm == Algorithm::Argon2id.ident()
        && kept.version == Some(Version::V0x13.into())
        && Params::try_from(kept).is_ok_and(|params| params == *argon2().params());
    match (kept.salt.as_ref(), kept.hash.as_ref()) {
        // `Output` is compared in constant time.
        (Some(salt), Some(hash)) if ours && salt.len() >= argon2::MIN_SALT_LEN => output(password, salt) == *hash,
        _ => argon2().verify_password(password.as_bytes(), kept).is_ok(),
    }
}

/// What is wrong with a new password.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Weak {
    /// Fewer characters than `SHORTEST`.
    Short,
    /// More than `LONGEST`.
    Long,
    /// Easy to guess: a common one, a pattern, or made of the person's own data.
    Guessable,
    /// On the list of those that were found in breaches.
    Breached,
}

impl Weak {
    /// The key of the words that say so.
    pub fn key(self) -> &'static str {
        match self {
            Self::Short => "identity-password-short",
            Self::Long => "identity-password-long",
            Self::Guessable => "identity-password-guessable",
            Self::Breached => "identity-password-breached",
        }
    }
}

/// The list of passwords that were found in breaches; the house is given it when it is put together.
#[derive(Clone, Default)]
pub struct Breached(pub Option<Arc<dyn BreachedPasswords>>);

/// Judges a new password; `own` is what a guesser would know of the person (name, username, e-mail). NIST SP 800-63B-4,
/// section 3.1.1.2, asks for the comparison with what was breached.
///
/// # Errors
/// What is wrong with it.
pub fn judge(app: &App, password: &str, own: &[&str]) -> Result<(), Weak> {
    estimate(password, own)?;
    let Some(list) = app.setting::<Breached>().0 else {
        return Ok(());
    };
    let digest = digest::digest(&digest::SHA1_FOR_LEGACY_USE_ONLY, password.as_bytes());
    let sha1 = digest.as_ref().try_into().expect("a SHA-1 has 20 bytes");
    match list.holds(sha1) {
        Ok(false) => Ok(()),
        Ok(true) => Err(Weak::Breached),
        // Somebody who cannot get in needs a new password now. What was estimated holds.
        Err(error) => {
            tracing::error!(%error, "the list of breached passwords could not be read");
            Ok(())
        }
    }
}

/// Judges a password by what it is made of.
fn estimate(password: &str, own: &[&str]) -> Result<(), Weak> {
    match password.chars().count() {
        count if count < SHORTEST => Err(Weak::Short),
        count if count > LONGEST => Err(Weak::Long),
        // The estimator takes its time over long texts, and 100 characters decide.
        _ => {
            let head: String = password.chars().take(100).collect();
            if zxcvbn::zxcvbn(&head, own).score() >= zxcvbn::Score::Three {
                Ok(())
            } else {
                Err(Weak::Guessable)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use argon2::PasswordHasher;

    use super::*;

    #[test]
    fn nobodys_hash_costs_as_much_as_anybodys_and_fits_nothing() {
        let random = Random::seeded(1);
        let head = |hash: &str| hash.split('$').take(4).collect::<Vec<_>>().join("$");
        assert_eq!(head(NOBODY), head(&hash("anything at all", &random)));
        assert!(!verify("nobody is here", NOBODY));
    }

    #[test]
    fn a_password_fits_its_own_hash_and_no_other() {
        let random = Random::seeded(1);
        let hashed = hash("quiet-river-lantern", &random);
        assert!(hashed.starts_with("$argon2id$v=19$m=47104,t=3,p=1$"), "{hashed}");
        assert!(verify("quiet-river-lantern", &hashed));
        assert!(!verify("quiet-river-lanterm", &hashed));
        assert!(!verify("quiet-river-lantern", "not a hash"));
        assert_ne!(hashed, hash("quiet-river-lantern", &random));
    }

    #[test]
    fn used_memory_gives_what_fresh_memory_gives_and_other_costs_are_judged_by_theirs() {
        let salt = [7; 16];
        let fresh: PasswordHash = argon2().hash_password_with_salt(b"quiet-river-lantern", &salt).unwrap();
        for _ in 0..2 {
            assert_eq!(hash_with("quiet-river-lantern", &salt), fresh.to_string());
            assert!(!verify("quiet-river-lanterm", &fresh.to_string()));
        }
        let cheap = Argon2::new(
            Algorithm::Argon2id,
            Version::V0x13,
            Params::new(64, 1, 1, None).unwrap(),
        );
        let cheap: PasswordHash = cheap.hash_password_with_salt(b"quiet-river-lantern", &salt).unwrap();
        assert!(verify("quiet-river-lantern", &cheap.to_string()));
        assert!(!verify("quiet-river-lanterm", &cheap.to_string()));
    }

    #[test]
    fn a_password_is_neither_cut_nor_folded() {
        let random = Random::seeded(1);
        let longest: String = " Quiet river ñ".chars().cycle().take(LONGEST).collect();
        assert_eq!(estimate(&longest, &[]), Ok(()));
        let hashed = hash(&longest, &random);
        assert!(verify(&longest, &hashed));
        assert!(!verify(&format!("{longest}x"), &hashed));
        assert!(!verify(&longest.to_lowercase(), &hashed) && !verify(longest.trim(), &hashed));
    }

    #[test]
    fn short_common_and_personal_passwords_are_weak() {
        assert_eq!(estimate("x7#kQ", &[]), Err(Weak::Short));
        assert_eq!(estimate("password123", &[]), Err(Weak::Guessable));
        assert_eq!(
            estimate("MariaAlvarez", &["maria", "alvarez", "maria alvarez"]),
            Err(Weak::Guessable)
        );
        assert_eq!(estimate(&"long ".repeat(60), &[]), Err(Weak::Long));
        assert_eq!(estimate("quiet-river-lantern-42", &[]), Ok(()));
    }
}
