//! What can go wrong between a unit of work and the engine.

/// The result of a database call.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Which promise of the schema a statement would have broken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Constraint {
    /// A row with that key is there already.
    Unique,
    /// The row that is pointed at is not there, or is still pointed at.
    ForeignKey,
    /// A value is missing or outside what the column allows.
    Check,
}

/// An error of the database layer. Messages name no values, so none of a patient's data reaches a log through them.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Error {
    /// The queue is full: the caller should be told to come back in a moment.
    #[error("too much work is waiting for the database")]
    Busy,
    /// The database threads have ended.
    #[error("the database is closed")]
    Stopped,
    /// The database could not be opened; the sentence is for the person who runs the portal.
    #[error("{0}")]
    Start(String),
    /// Another transaction got in the way (also after all retries), or another process holds the file.
    #[error("another transaction holds what this one needs")]
    Conflict,
    /// A promise of the schema.
    #[error("the schema refuses this ({0:?})")]
    Constraint(Constraint),
    /// An earlier statement of this transaction failed, and no savepoint caught it.
    #[error("an earlier statement of this transaction failed")]
    Poisoned,
    /// The work took longer than its limit.
    #[error("the database work took too long")]
    Timeout,
    /// The disk is full.
    #[error("the disk of the database is full")]
    Full,
    /// The unit of work panicked; its thread lives on.
    #[error("the work on the database ended in a panic")]
    Panicked,
    /// A column held another type than was asked for.
    #[error("column {0} holds another type than was asked for")]
    Column(usize),
    /// Anything else, in the engine's words (codes and structure, never bound values).
    #[error("database engine: {0}")]
    Engine(String),
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode;
        let Some(code) = error.sqlite_error() else {
            return Self::Engine(error.to_string());
        };
        match code.code {
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Self::Conflict,
            ErrorCode::OperationInterrupted => Self::Timeout,
            ErrorCode::DiskFull => Self::Full,
            ErrorCode::ConstraintViolation => Self::Constraint(match code.extended_code {
                rusqlite::ffi::SQLITE_CONSTRAINT_UNIQUE
                | rusqlite::ffi::SQLITE_CONSTRAINT_PRIMARYKEY
                | rusqlite::ffi::SQLITE_CONSTRAINT_ROWID => Constraint::Unique,
                rusqlite::ffi::SQLITE_CONSTRAINT_FOREIGNKEY => Constraint::ForeignKey,
                _ => Constraint::Check,
            }),
            // FTS5 quotes the words that were searched for.
            _ if error.to_string().starts_with("fts5:") => Self::Engine("a text search cannot be read".into()),
            _ => Self::Engine(error.to_string()),
        }
    }
}

impl From<postgres::Error> for Error {
    fn from(error: postgres::Error) -> Self {
        use postgres::error::SqlState;
        let Some(db) = error.as_db_error() else {
            return Self::Engine(error.to_string());
        };
        let code = db.code();
        if *code == SqlState::T_R_SERIALIZATION_FAILURE || *code == SqlState::T_R_DEADLOCK_DETECTED {
            Self::Conflict
        } else if *code == SqlState::UNIQUE_VIOLATION {
            Self::Constraint(Constraint::Unique)
        } else if *code == SqlState::FOREIGN_KEY_VIOLATION {
            Self::Constraint(Constraint::ForeignKey)
        } else if *code == SqlState::NOT_NULL_VIOLATION || *code == SqlState::CHECK_VIOLATION {
            Self::Constraint(Constraint::Check)
        } else if *code == SqlState::QUERY_CANCELED {
            Self::Timeout
        } else if *code == SqlState::DISK_FULL {
            Self::Full
        } else {
            let message = db.message();
            // Faults in values (class 22), and in the words of a text search (a syntax error, but nowhere in our
            // SQL), quote what a person wrote.
            let quotes = code.code().starts_with("22") || (*code == SqlState::SYNTAX_ERROR && db.position().is_none());
            let message = if quotes {
                message.split('"').next().unwrap_or_default()
            } else {
                message
            };
            Self::Engine(format!("PostgreSQL error {}: {message}", code.code()))
        }
    }
}
