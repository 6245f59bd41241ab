//! `madrone keys`: the keys that seal secrets in the database.

use std::sync::Arc;

use clap::Subcommand;
use madrone_db::Access;
use madrone_identity::factor::{self, NotResealed};
use madrone_kernel::Random;
use madrone_notify::push::{self, Unsealed};

use crate::house::{self, sentence};
use crate::{Given, Said};

/// The keys that seal secrets in the database.
#[derive(Subcommand)]
pub(crate) enum Keys {
    /// Make a new key and seal every secret anew under it. Portals that run learn of it by themselves.
    ///
    /// The old keys stay in the file: backups of the database need them. Where the keys stand in the settings, put a new
    /// one before them there (`madrone keys new` prints one), start the portals anew, then run this.
    Rotate(Given),
    /// Print a new key, for settings that hold the keys themselves.
    New,
}

impl Keys {
    pub(crate) fn run(self) -> Said {
        match self {
            Self::Rotate(given) => rotate(&given),
            Self::New => {
                println!("{}", madrone_seal::new_key(&Random::system()));
                Ok(())
            }
        }
    }
}

/// Why secrets could not be sealed anew. Nothing was changed.
#[derive(Debug, thiserror::Error)]
enum NotDone {
    #[error(transparent)]
    Steps(#[from] NotResealed),
    #[error("{0}. Nothing was changed.")]
    Browsers(#[from] Unsealed),
    #[error(transparent)]
    Database(#[from] madrone_db::Error),
}

fn rotate(given: &Given) -> Said {
    let config = given.load()?;
    let db = house::open(&config)?;
    let ring = Arc::new(house::keys(&config)?);
    if config.security.sealing_keys.is_none() {
        ring.add_key(&Random::system()).map_err(sentence)?;
        println!(
            "a new key is in {}: keep a copy of the file",
            house::key_file(&config)?.display()
        );
    }
    let keys = Arc::clone(&ring);
    let resealed = db.wait(Access::Write, move |tx| {
        let (steps, browsers) = (factor::reseal(tx, &keys)?, push::reseal(tx, &keys)?);
        Ok::<_, NotDone>((steps.0 + browsers.0, steps.1 + browsers.1))
    });
    let (changed, all) = resealed.map_err(sentence)?;
    let names = ring.names();
    let (newest, earlier) = names.split_first().ok_or("there are no keys")?;
    println!("{changed} of {all} secrets were sealed anew; all are under the key {newest}");
    if !earlier.is_empty() {
        println!(
            "only backups from before now need the earlier keys: {}",
            earlier.join(", ")
        );
    }
    Ok(())
}
