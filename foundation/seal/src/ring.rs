//! Where the keys come from, and how they change while the portal runs.

use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::{fs, io};

use madrone_kernel::Random;

use crate::{Error, Keys, new_key};

/// Who may read a file of keys: its owner.
const PRIVATE: u32 = 0o600;

/// Why the keys cannot be used; a sentence for the person who runs the portal. Repeats no key.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Unusable {
    /// The keys given in the settings cannot be read.
    #[error("security.sealing_keys: {0}")]
    Given(Error),
    /// The file's content cannot be read.
    #[error("the key file {0}: {1}")]
    Content(PathBuf, Error),
    /// The file itself cannot be read or written.
    #[error("the key file {0} cannot be read or written: {1}")]
    File(PathBuf, String),
    /// The keys stand in the settings, which only a person can change.
    #[error("the keys stand in security.sealing_keys: put a new one before them there")]
    NotOurs,
}

/// The keys of a running portal. Clones of the house share one ring; processes share its file.
#[derive(Debug)]
pub struct KeyRing {
    file: Option<PathBuf>,
    keys: RwLock<Option<Arc<Keys>>>,
}

impl KeyRing {
    /// The keys that the settings give.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn given(text: &str) -> Result<Self, Unusable> {
        let keys = Keys::parse(text).map_err(Unusable::Given)?;
        Ok(Self {
            file: None,
            keys: RwLock::new(Some(Arc::new(keys))),
        })
    }

    /// The keys of a file. Where there is none yet, it is made when something is first sealed.
    ///
    /// # Errors
    /// When there is a file that cannot be read.
    pub fn in_file(path: &Path) -> Result<Self, Unusable> {
        let keys = read(path)?.map(Arc::new);
        Ok(Self {
            file: Some(path.to_owned()),
            keys: RwLock::new(keys),
        })
    }

    /// Seals `plain` under the newest key, as [`Keys::seal`].
    ///
    /// # Errors
    /// When there is no key yet and its file cannot be made.
    pub fn seal(&self, belongs_to: &str, plain: &[u8], random: &Random) -> Result<String, Unusable> {
        let keys = match self.keys() {
            Some(keys) => keys,
            None => self.make_file(random)?,
        };
        Ok(keys.seal(belongs_to, plain))
    }

    /// Opens what [`KeyRing::seal`] gave. A key that is not known is looked for in the file again: another process may
    /// have added it.
    ///
    /// # Errors
    /// As [`Keys::open`].
    pub fn open(&self, belongs_to: &str, sealed: &str) -> Result<Vec<u8>, Error> {
        match self.keys().ok_or(Error::UnknownKey)?.open(belongs_to, sealed) {
            Err(Error::UnknownKey) => self.read_again().ok_or(Error::UnknownKey)?.open(belongs_to, sealed),
            other => other,
        }
    }

    /// The same secret under the newest key, as [`Keys::sealed_anew`].
    ///
    /// # Errors
    /// As [`Keys::open`].
    pub fn sealed_anew(&self, belongs_to: &str, sealed: &str) -> Result<Option<String>, Error> {
        self.keys().ok_or(Error::NoKey)?.sealed_anew(belongs_to, sealed)
    }

    /// The names of the keys, the newest first.
    pub fn names(&self) -> Vec<String> {
        self.keys()
            .map(|keys| keys.names().map(str::to_owned).collect())
            .unwrap_or_default()
    }

    /// Puts a new key before the others, in the file too.
    ///
    /// # Errors
    /// When the keys are not in a file, or it cannot be written.
    pub fn add_key(&self, random: &Random) -> Result<(), Unusable> {
        let path = self.file.as_deref().ok_or(Unusable::NotOurs)?;
        let fault = |why: io::Error| Unusable::File(path.to_owned(), why.to_string());
        let earlier = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(why) if why.kind() == io::ErrorKind::NotFound => String::new(),
            Err(why) => return Err(fault(why)),
        };
        // Beside the old file first, so that no moment is without the old keys.
        let fresh = path.with_extension("keys-new");
        match fs::remove_file(&fresh) {
            Err(why) if why.kind() != io::ErrorKind::NotFound => return Err(fault(why)),
            _ => write_new(&fresh, &format!("{}\n{earlier}", new_key(random))).map_err(fault)?,
        }
        fs::rename(&fresh, path).map_err(fault)?;
        self.set(read(path)?.map(Arc::new));
        Ok(())
    }

    fn make_file(&self, random: &Random) -> Result<Arc<Keys>, Unusable> {
        let path = self.file.as_deref().ok_or(Unusable::NotOurs)?;
        match write_new(path, &format!("{}\n", new_key(random))) {
            // Another process was quicker; its key is ours too.
            Err(why) if why.kind() != io::ErrorKind::AlreadyExists => {
                return Err(Unusable::File(path.to_owned(), why.to_string()));
            }
            _ => {}
        }
        let keys = read(path)?.map(Arc::new);
        self.set(keys.clone());
        keys.ok_or_else(|| Unusable::File(path.to_owned(), "it went away".into()))
    }

    fn read_again(&self) -> Option<Arc<Keys>> {
        let keys = read(self.file.as_deref()?).ok()??;
        self.set(Some(Arc::new(keys)));
        self.keys()
    }

    fn keys(&self) -> Option<Arc<Keys>> {
        self.keys.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn set(&self, keys: Option<Arc<Keys>>) {
        *self.keys.write().unwrap_or_else(PoisonError::into_inner) = keys;
    }
}

/// The keys of a file; `None` where there is no file.
fn read(path: &Path) -> Result<Option<Keys>, Unusable> {
    match fs::read_to_string(path) {
        Ok(text) => Keys::parse(&text)
            .map(Some)
            .map_err(|why| Unusable::Content(path.to_owned(), why)),
        Err(why) if why.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(why) => Err(Unusable::File(path.to_owned(), why.to_string())),
    }
}

/// Writes a file that was not there, for its owner only, and waits until it is on disk.
fn write_new(path: &Path, text: &str) -> io::Result<()> {
    let mut file = fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(PRIVATE)
        .open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use madrone_harness::ScratchFolder;

    use super::*;

    #[test]
    fn the_file_is_made_when_something_is_first_sealed_and_for_its_owner_only() {
        let (folder, random) = (ScratchFolder::new("keys"), Random::seeded(1));
        let path = folder.join("madrone.keys");
        let ring = KeyRing::in_file(&path).unwrap();
        assert!(!path.exists());
        let sealed = ring.seal("row 1", b"secret", &random).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, PRIVATE);
        let again = KeyRing::in_file(&path).unwrap();
        assert_eq!(again.open("row 1", &sealed).unwrap(), b"secret");
    }

    #[test]
    fn a_running_process_learns_of_a_key_that_another_added() {
        let (folder, random) = (ScratchFolder::new("keys"), Random::seeded(1));
        let path = folder.join("madrone.keys");
        let running = KeyRing::in_file(&path).unwrap();
        let old = running.seal("row 1", b"secret", &random).unwrap();
        let other = KeyRing::in_file(&path).unwrap();
        other.add_key(&random).unwrap();
        assert_eq!(other.names().len(), 2);
        let new = other.sealed_anew("row 1", &old).unwrap().unwrap();
        assert_eq!(running.open("row 1", &new).unwrap(), b"secret");
        assert_eq!(running.open("row 1", &old).unwrap(), b"secret");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, PRIVATE);
    }

    #[test]
    fn a_file_that_holds_no_keys_is_said_at_the_start() {
        let folder = ScratchFolder::new("keys");
        let path = folder.join("madrone.keys");
        fs::write(&path, "nonsense").unwrap();
        assert_eq!(
            KeyRing::in_file(&path).unwrap_err(),
            Unusable::Content(path, Error::BadKey)
        );
        assert_eq!(KeyRing::given("x").unwrap_err(), Unusable::Given(Error::BadKey));
        let given = KeyRing::given(&new_key(&Random::seeded(2))).unwrap();
        assert_eq!(given.add_key(&Random::seeded(3)), Err(Unusable::NotOurs));
    }
}
