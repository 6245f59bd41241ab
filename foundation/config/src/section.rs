//! What a section is, and the one macro that writes a setting's field, default and documentation from one line.

use crate::source::Given;

/// A setting, as the reference shows it.
pub(crate) struct Field {
    pub(crate) key: &'static str,
    pub(crate) about: &'static [&'static str],
    pub(crate) default: &'static str,
    pub(crate) form: &'static str,
}

/// A table of the configuration file.
pub(crate) trait Section: Sized {
    const NAME: &'static str;
    const ABOUT: &'static [&'static str];
    const FIELDS: &'static [Field];

    /// The section with what is `given`; `None` when a value is wrong, which is then among its problems.
    fn read(given: &mut Given) -> Option<Self>;
}

/// Declares a section: `Name = "table" { key: Type = "default", … }`, each with its doc comment. The default is written
/// as it would be in an environment variable, and read by the same code as a given value.
macro_rules! section {
    (
        $(#[doc = $about:literal])+
        $name:ident = $table:literal {
            $($(#[doc = $doc:literal])+ $key:ident: $type:ty = $default:literal,)+
        }
    ) => {
        $(#[doc = $about])+
        #[derive(Clone, Debug)]
        pub struct $name {
            $($(#[doc = $doc])+ pub $key: $type,)+
        }

        impl $crate::section::Section for $name {
            const NAME: &'static str = $table;
            const ABOUT: &'static [&'static str] = &[$($about),+];
            const FIELDS: &'static [$crate::section::Field] = &[$($crate::section::Field {
                key: stringify!($key),
                about: &[$($doc),+],
                default: $default,
                form: <$type as $crate::value::Value>::FORM,
            }),+];

            fn read(given: &mut $crate::source::Given) -> Option<Self> {
                $(let $key = given.take::<$type>($table, stringify!($key), $default);)+
                Some(Self { $($key: $key?,)+ })
            }
        }
    };
}
pub(crate) use section;
