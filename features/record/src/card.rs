//! Drawing this room's cards of the home page.

use askama::Template as _;
use madrone_web::{Cx, Failure};

use crate::page::{HomeCard, Section};

/// A section of the home page.
pub(crate) fn draw(cx: &Cx, section: Section) -> Result<Option<String>, Failure> {
    Ok(Some(
        HomeCard {
            shell: cx.card_shell(),
            section,
            is_hero: false,
        }
        .render()?,
    ))
}

/// The one card that matters most.
pub(crate) fn hero(cx: &Cx, section: Section) -> Result<Option<String>, Failure> {
    Ok(Some(
        HomeCard {
            shell: cx.card_shell(),
            section,
            is_hero: true,
        }
        .render()?,
    ))
}
