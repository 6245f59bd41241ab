//! Where a database is.

use std::path::PathBuf;
use std::str::FromStr;

use crate::Error;

/// `sqlite:FILE` or `postgres://…`.
#[derive(Clone)]
pub enum Url {
    /// A file, made if it is not there.
    Sqlite(PathBuf),
    /// A server and database; checked when it is opened.
    Postgres(Box<postgres::Config>),
}

impl FromStr for Url {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        if let Some(file) = text.strip_prefix("sqlite:") {
            let file = file.strip_prefix("//").unwrap_or(file);
            if file.is_empty() {
                return Err(Error::Start(
                    "The database URL `sqlite:` names no file. Write sqlite:FILE.".into(),
                ));
            }
            if file == ":memory:" {
                let said = "Madrone keeps its database in a file, not in memory. Write sqlite:FILE.";
                return Err(Error::Start(said.into()));
            }
            return Ok(Self::Sqlite(file.into()));
        }
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            // The text may hold a password, so nothing of it is repeated.
            let config = text.parse().map_err(|_| {
                Error::Start("The database URL cannot be read. Write postgres://USER:PASSWORD@HOST/DATABASE.".into())
            })?;
            return Ok(Self::Postgres(Box::new(config)));
        }
        Err(Error::Start(
            "The database URL must begin with sqlite: or postgres://.".into(),
        ))
    }
}

/// Without the password.
impl std::fmt::Debug for Url {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            Self::Postgres(config) => write!(f, "postgres database {}", config.get_dbname().unwrap_or("(default)")),
        }
    }
}
