//! Values on their way into and out of the engines. Booleans are BOOLEAN, every integer is BIGINT, instants are BIGINT
//! microseconds, text is TEXT, and bytes are BLOB or BYTEA.

use std::error::Error as StdError;

use bytes::BytesMut;
use madrone_kernel::Instant;
use postgres::types::{IsNull, Kind, ToSql, Type, to_sql_checked};

use crate::{Error, Result};

/// A borrowed value, as it is bound to a statement.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum ValueRef<'a> {
    /// SQL's NULL, of any type.
    Null,
    /// BOOLEAN.
    Bool(bool),
    /// BIGINT.
    Int(i64),
    /// DOUBLE PRECISION.
    Real(f64),
    /// TEXT.
    Text(&'a str),
    /// BLOB, BYTEA.
    Bytes(&'a [u8]),
}

/// An owned value, for parameters gathered at run time.
#[derive(Clone, PartialEq, Debug)]
pub enum Value {
    /// SQL's NULL.
    Null,
    /// BOOLEAN.
    Bool(bool),
    /// BIGINT.
    Int(i64),
    /// DOUBLE PRECISION.
    Real(f64),
    /// TEXT.
    Text(String),
}

/// Anything that can be bound to a `$n`.
pub trait Param {
    /// The value to bind.
    fn value(&self) -> ValueRef<'_>;
}

macro_rules! params {
    ($($type:ty: $self:ident => $value:expr;)*) => {$(
        impl Param for $type {
            fn value(&$self) -> ValueRef<'_> { $value }
        }
    )*};
}

params! {
    bool: self => ValueRef::Bool(*self);
    i64: self => ValueRef::Int(*self);
    i32: self => ValueRef::Int(i64::from(*self));
    u32: self => ValueRef::Int(i64::from(*self));
    f64: self => ValueRef::Real(*self);
    str: self => ValueRef::Text(self);
    String: self => ValueRef::Text(self);
    [u8]: self => ValueRef::Bytes(self);
    Vec<u8>: self => ValueRef::Bytes(self);
    Instant: self => ValueRef::Int(self.micros());
    Value: self => match self {
        Value::Null => ValueRef::Null,
        Value::Bool(value) => ValueRef::Bool(*value),
        Value::Int(value) => ValueRef::Int(*value),
        Value::Real(value) => ValueRef::Real(*value),
        Value::Text(value) => ValueRef::Text(value),
    };
}

impl Param for ValueRef<'_> {
    fn value(&self) -> ValueRef<'_> {
        *self
    }
}

impl<T: Param + ?Sized> Param for &T {
    fn value(&self) -> ValueRef<'_> {
        (**self).value()
    }
}

impl<T: Param> Param for Option<T> {
    fn value(&self) -> ValueRef<'_> {
        self.as_ref().map_or(ValueRef::Null, Param::value)
    }
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}

impl From<String> for Value {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}

impl From<f64> for Value {
    fn from(value: f64) -> Self {
        Self::Real(value)
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

/// `values`, repeated up to the next power of two, so that `IN` lists of many lengths share a few statements.
/// Empty stays empty.
pub fn padded<T: Clone>(values: &[T]) -> Vec<T> {
    let mut out = values.to_vec();
    if let Some(last) = values.last() {
        out.resize(values.len().next_power_of_two(), last.clone());
    }
    out
}

impl rusqlite::ToSql for ValueRef<'_> {
    fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
        use rusqlite::types::{ToSqlOutput, ValueRef as Sqlite};
        Ok(ToSqlOutput::Borrowed(match *self {
            Self::Null => Sqlite::Null,
            Self::Bool(value) => Sqlite::Integer(value.into()),
            Self::Int(value) => Sqlite::Integer(value),
            Self::Real(value) => Sqlite::Real(value),
            Self::Text(value) => Sqlite::Text(value.as_bytes()),
            Self::Bytes(value) => Sqlite::Blob(value),
        }))
    }
}

impl ToSql for ValueRef<'_> {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn StdError + Sync + Send>> {
        match *self {
            Self::Null => Ok(IsNull::Yes),
            Self::Bool(value) if *ty == Type::BOOL => value.to_sql(ty, out),
            Self::Int(value) if *ty == Type::INT4 => i32::try_from(value)?.to_sql(ty, out),
            Self::Int(value) if *ty == Type::INT8 => value.to_sql(ty, out),
            Self::Real(value) if *ty == Type::FLOAT8 => value.to_sql(ty, out),
            Self::Text(value) if <&str as ToSql>::accepts(ty) => value.to_sql(ty, out),
            Self::Bytes(value) if *ty == Type::BYTEA => value.to_sql(ty, out),
            _ => Err(format!("this value cannot be bound to a parameter of type {ty}").into()),
        }
    }

    fn accepts(ty: &Type) -> bool {
        matches!(*ty.kind(), Kind::Simple)
    }

    to_sql_checked!();
}

/// One row of an answer. Columns count from 0.
pub struct Row<'r>(pub(crate) Inner<'r>);

pub(crate) enum Inner<'r> {
    Sqlite(&'r rusqlite::Row<'r>),
    Postgres(&'r postgres::Row),
}

impl Row<'_> {
    /// The value of a column.
    ///
    /// # Errors
    /// [`Error::Column`] when it holds another type, or NULL where `T` is not an `Option`.
    pub fn get<T: Column>(&self, column: usize) -> Result<T> {
        T::read(self.value(column)?).ok_or(Error::Column(column))
    }

    /// The text of a column, without a copy.
    ///
    /// # Errors
    /// As [`Row::get`].
    pub fn text(&self, column: usize) -> Result<&str> {
        match self.value(column)? {
            ValueRef::Text(text) => Ok(text),
            _ => Err(Error::Column(column)),
        }
    }

    fn value(&self, column: usize) -> Result<ValueRef<'_>> {
        let wrong = |_| Error::Column(column);
        match self.0 {
            Inner::Sqlite(row) => Ok(match row.get_ref(column).map_err(wrong)? {
                rusqlite::types::ValueRef::Null => ValueRef::Null,
                rusqlite::types::ValueRef::Integer(value) => ValueRef::Int(value),
                rusqlite::types::ValueRef::Real(value) => ValueRef::Real(value),
                rusqlite::types::ValueRef::Text(value) => {
                    ValueRef::Text(std::str::from_utf8(value).map_err(|_| Error::Column(column))?)
                }
                rusqlite::types::ValueRef::Blob(value) => ValueRef::Bytes(value),
            }),
            Inner::Postgres(row) => {
                let wrong = |_| Error::Column(column);
                let ty = row.columns().get(column).ok_or(Error::Column(column))?.type_();
                Ok(match *ty {
                    Type::INT8 => row.try_get::<_, Option<i64>>(column).map_err(wrong)?.map(ValueRef::Int),
                    Type::INT4 => row
                        .try_get::<_, Option<i32>>(column)
                        .map_err(wrong)?
                        .map(|value| ValueRef::Int(value.into())),
                    Type::BOOL => row
                        .try_get::<_, Option<bool>>(column)
                        .map_err(wrong)?
                        .map(ValueRef::Bool),
                    Type::FLOAT8 => row
                        .try_get::<_, Option<f64>>(column)
                        .map_err(wrong)?
                        .map(ValueRef::Real),
                    Type::BYTEA => row
                        .try_get::<_, Option<&[u8]>>(column)
                        .map_err(wrong)?
                        .map(ValueRef::Bytes),
                    _ => row
                        .try_get::<_, Option<&str>>(column)
                        .map_err(wrong)?
                        .map(ValueRef::Text),
                }
                .unwrap_or(ValueRef::Null))
            }
        }
    }
}

/// A Rust type that a column can be read as.
pub trait Column: Sized {
    /// The value, or `None` when the column holds another type.
    fn read(value: ValueRef<'_>) -> Option<Self>;
}

macro_rules! columns {
    ($($type:ty: $($pattern:pat => $value:expr),+;)*) => {$(
        impl Column for $type {
            fn read(value: ValueRef<'_>) -> Option<Self> {
                match value { $($pattern => Some($value),)+ _ => None }
            }
        }
    )*};
}

columns! {
    i64: ValueRef::Int(value) => value;
    // SQLite keeps booleans as 0 and 1.
    bool: ValueRef::Bool(value) => value, ValueRef::Int(value) => value != 0;
    f64: ValueRef::Real(value) => value;
    String: ValueRef::Text(value) => value.to_owned();
    Vec<u8>: ValueRef::Bytes(value) => value.to_owned();
    Instant: ValueRef::Int(value) => Instant::from_micros(value);
}

impl<T: Column> Column for Option<T> {
    fn read(value: ValueRef<'_>) -> Option<Self> {
        match value {
            ValueRef::Null => Some(None),
            value => T::read(value).map(Some),
        }
    }
}
