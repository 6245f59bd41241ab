//! The key that signs forms: made at the first start, kept in the database, so that restarts and several servers agree.

use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use madrone_db::{Access, Db, Error, Result};
use madrone_kernel::Random;

use crate::store;

pub(crate) fn load(db: &Db, random: &Random) -> Result<hmac::Key> {
    let fresh = STANDARD.encode(random.bytes::<32>());
    let text = db.wait(Access::Write, move |tx| store::secret_or(tx, "forms", &fresh))?;
    let bytes = STANDARD
        .decode(text)
        .map_err(|_| Error::Engine("web_secret holds no key".into()))?;
    Ok(hmac::Key::new(hmac::HMAC_SHA256, &bytes))
}
