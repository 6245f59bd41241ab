//! A clinic's colours as a style sheet: the brand is given, its shades are derived here.

use std::fmt::Write as _;

use madrone_config::Site;

/// The style sheet of a site's theme; empty for the portal's own colours.
///
/// # Errors
/// When text in or on the brand colour would be hard to read (WCAG 2.2 success criterion 1.4.3: 4.5 to 1).
pub(crate) fn css(site: &Site) -> Result<String, String> {
    let mut properties = Vec::new();
    if let Some(brand) = site.brand.map(|colour| colour.rgb) {
        readable("brand", brand, [250, 248, 244])?;
        properties.push(("theme-brand", brand));
        properties.push(("theme-on-brand", better_of(brand, [255, 255, 255], [15, 23, 25])));
        properties.push(("theme-tint", mixed(brand, [255, 255, 255], 0.12)));
    }
    if let Some(brand) = site.brand_dark.map(|colour| colour.rgb) {
        readable("brand_dark", brand, [23, 34, 37])?;
        properties.push(("theme-brand-dark", brand));
        properties.push(("theme-on-brand-dark", better_of(brand, [15, 23, 25], [255, 255, 255])));
        properties.push(("theme-tint-dark", mixed(brand, [15, 23, 25], 0.25)));
    }
    if properties.is_empty() {
        return Ok(String::new());
    }
    let mut css = ":root{".to_owned();
    for (name, [r, g, b]) in properties {
        let _ = write!(css, "--{name}:#{r:02x}{g:02x}{b:02x};");
    }
    css.push('}');
    Ok(css)
}

type Rgb = [u8; 3];

fn readable(name: &str, colour: Rgb, ground: Rgb) -> Result<(), String> {
    let ratio = contrast(colour, ground);
    if ratio >= 4.5 {
        return Ok(());
    }
    Err(format!(
        "site.{name} is hard to read on the pages ({ratio:.1} to 1; 4.5 to 1 is needed). Choose a {} colour.",
        if luminance(ground) > 0.5 { "darker" } else { "lighter" }
    ))
}

fn better_of(ground: Rgb, one: Rgb, other: Rgb) -> Rgb {
    if contrast(one, ground) >= contrast(other, ground) {
        one
    } else {
        other
    }
}

fn mixed(colour: Rgb, ground: Rgb, part: f64) -> Rgb {
    std::array::from_fn(|channel| {
        let (over, under) = (f64::from(colour[channel]), f64::from(ground[channel]));
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between two bytes lies a byte"
        )]
        let byte = (over * part + under * (1.0 - part)).round() as u8;
        byte
    })
}

/// WCAG 2.2, "contrast ratio".
fn contrast(one: Rgb, other: Rgb) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// WCAG 2.2, "relative luminance".
fn luminance(colour: Rgb) -> f64 {
    let linear = |byte: u8| {
        let part = f64::from(byte) / 255.0;
        if part <= 0.040_45 {
            part / 12.92
        } else {
            ((part + 0.055) / 1.055).powf(2.4)
        }
    };
    0.2126 * linear(colour[0]) + 0.7152 * linear(colour[1]) + 0.0722 * linear(colour[2])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn black_on_white_has_the_greatest_contrast() {
        assert!((contrast([0, 0, 0], [255, 255, 255]) - 21.0).abs() < 0.01);
    }

    #[test]
    fn a_brand_that_is_hard_to_read_is_refused_with_what_to_do() {
        assert!(
            readable("brand", [127, 208, 196], [250, 248, 244])
                .unwrap_err()
                .contains("darker")
        );
        assert_eq!(readable("brand", [13, 83, 87], [250, 248, 244]), Ok(()));
        assert!(
            readable("brand_dark", [13, 83, 87], [23, 34, 37])
                .unwrap_err()
                .contains("lighter")
        );
    }
}
