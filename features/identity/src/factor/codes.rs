//! Recovery codes: ten on paper, each good once, for the day when everything else is lost.
//!
//! A code has 50 random bits, fewer than may be kept as a plain hash (OWASP ASVS 5.0, 6.5.2), so each is kept as a password
//! is. The ten share one salt: what was typed is hashed once and looked up, not hashed ten times.

use madrone_authn::on_paper;
use madrone_web::{Cx, Failure, PageResult, Work};

use super::{Enrolled, store};
use crate::password;
use crate::security::mail::{self, Change};
use crate::security::signed_in;
use crate::security::view::RecoveryCodes;

/// How many are made at once.
const COUNT: usize = 10;

/// What was typed, hashed under the salt of a code that is kept.
pub(super) fn hashed_like(typed: &str, kept: &str) -> Option<String> {
    password::hash_like(&on_paper::canonical(typed)?, kept)
}

pub(crate) fn show(cx: &mut Cx) -> PageResult {
    let session = signed_in(cx)?;
    let account = session.actor.id();
    let (left, made) = (
        store::codes_left(cx.tx(), account)?,
        store::codes_made(cx.tx(), account)?,
    );
    cx.render(&RecoveryCodes::new(cx, made.map(|made| (left, made)), &[]))
}

/// Makes ten new codes and shows them, this once.
pub(crate) fn make(work: &mut Work) -> PageResult {
    let random = work.app().random.clone();
    let codes: Vec<String> = (0..COUNT).map(|_| on_paper::new_code(&random)).collect();
    let salt: [u8; 16] = random.bytes();
    let kept: Vec<String> = codes
        .iter()
        .filter_map(|code| on_paper::canonical(code))
        .map(|code| password::hash_with(&code, &salt))
        .collect();
    work.write(move |cx| keep(cx, &codes, &kept))
}

fn keep(cx: &mut Cx, codes: &[String], kept: &[String]) -> PageResult {
    let session = signed_in(cx)?;
    let account = session.actor.id();
    store::set_codes(cx.tx(), account, kept, cx.now())?;
    mail::tell(cx, account, Change::CodesMade)?;
    cx.note(session.actor.clone(), "recovery-codes", true);
    let left = Enrolled::of(cx.tx(), account).map_err(Failure::from)?.codes;
    cx.render(&RecoveryCodes::new(cx, Some((left, cx.now())), codes))
}

#[cfg(test)]
mod tests {
    use super::hashed_like;
    use crate::password;

    #[test]
    fn a_code_fits_what_is_kept_of_it_and_no_other() {
        let kept = password::hash_with("abcde23456", &[7; 16]);
        let other = password::hash_with("fghjk23456", &[7; 16]);
        assert_eq!(hashed_like("ABCDE-23456", &other), Some(kept.clone()));
        assert_ne!(hashed_like("abcde-23457", &other), Some(kept));
        assert_eq!(hashed_like("abcde-23456", "nonsense"), None);
    }
}
