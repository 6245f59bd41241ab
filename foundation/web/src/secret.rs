//! The key that signs forms: made at the first start, kept in the database, so that restarts and several servers agree.

use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use madrone_db::{Access, Db, Error, Result, Tx};
use madrone_kernel::Random;

pub(crate) fn load(db: &Db, random: &Random) -> Result<hmac::Key> {
    let fresh = STANDARD.encode(random.bytes::<32>());
    let text = db.wait(Access::Write, move |tx| load_or_keep(tx, &fresh))?;
    let bytes = STANDARD.decode(text).map_err(|_| Error::Engine("web_secret holds no key".into()))?;
    Ok(hmac::Key::new(hmac::HMAC_SHA256, &bytes))
}

fn load_or_keep(tx: &Tx, fresh: &str) -> Result<String> {
    tx.execute(
        "INSERT INTO web_secret (name, value) VALUES ('forms', $1) ON CONFLICT (name) DO NOTHING",
        &[&fresh],
    )?;
    tx.query_opt("SELECT value FROM web_secret WHERE name = 'forms'", &[], |row| row.get(0))?
        .ok_or_else(|| Error::Engine("web_secret could not be kept".into()))
}
