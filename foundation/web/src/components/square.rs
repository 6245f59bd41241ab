//! QR codes.

use qrcode::{Color, QrCode};

use crate::Failure;

/// A QR code as SVG: one path of squares, in units of one module.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Square {
    /// How many modules wide it is, with the white around it.
    pub width: usize,
    /// The dark modules, as the `d` of a path.
    pub path: String,
}

/// Modules of white around a QR code (ISO/IEC 18004, section 6.3.8).
const QUIET: usize = 4;

impl Square {
    /// The code of `text`, such as an address.
    ///
    /// # Errors
    /// [`Failure::Internal`] for a text that is too long for one.
    pub fn of(text: &str) -> Result<Self, Failure> {
        use std::fmt::Write as _;
        let code = QrCode::new(text).map_err(|why| Failure::Internal(format!("a QR code could not be made: {why}")))?;
        let mut path = String::new();
        for (at, color) in code.to_colors().into_iter().enumerate() {
            if color == Color::Dark {
                let (x, y) = (at % code.width() + QUIET, at / code.width() + QUIET);
                let _ = write!(path, "M{x} {y}h1v1h-1z");
            }
        }
        Ok(Self {
            width: code.width() + 2 * QUIET,
            path,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_square_has_its_three_corners_and_white_around_it() {
        let square = Square::of("otpauth://totp/x?secret=ABC").unwrap();
        let last = square.width - QUIET - 1;
        for (x, y) in [(QUIET, QUIET), (last, QUIET), (QUIET, last)] {
            assert!(square.path.contains(&format!("M{x} {y}h")), "{x} {y}");
        }
        assert!(!square.path.contains("M3 ") && !square.path.contains(&format!("M{} ", last + 1)));
    }
}
