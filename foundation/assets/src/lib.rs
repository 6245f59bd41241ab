//! The files that browsers load: style sheet, script, fonts, icons, logo. They are built from `styles/`, `scripts/` and npm
//! packages by the build script; only the binary links this crate, so that an edited style rebuilds nothing else.
//!
//! A file's address contains a hash of its content: it may be kept for ever.

/// One file, ready to be sent.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Asset {
    /// What the program calls it: `app.css`.
    pub name: &'static str,
    /// Its address: `/assets/app-3fa9c1d20b7e.css`. Its last part also serves as an entity tag.
    pub path: &'static str,
    /// Its media type, with the charset where it is text.
    pub content_type: &'static str,
    /// The file.
    pub bytes: &'static [u8],
    /// The file compressed by brotli at its best; absent where the format is compressed already.
    pub brotli: Option<&'static [u8]>,
}

static ALL: &[Asset] = include!(concat!(env!("OUT_DIR"), "/table.rs"));

/// Every file.
pub fn all() -> &'static [Asset] {
    ALL
}

/// The address of the file called `name`.
pub fn path_of(name: &str) -> Option<&'static str> {
    ALL.iter().find(|asset| asset.name == name).map(|asset| asset.path)
}

#[cfg(test)]
mod tests {
    use super::{ALL, Asset, path_of};

    fn sent(asset: &Asset) -> usize {
        asset.brotli.unwrap_or(asset.bytes).len()
    }

    fn weight(names: &[&str]) -> usize {
        ALL.iter().filter(|asset| names.contains(&asset.name)).map(sent).sum()
    }

    fn text(name: &str) -> &'static str {
        let asset = ALL.iter().find(|asset| asset.name == name).expect("the file is built");
        std::str::from_utf8(asset.bytes).expect("it is text")
    }

    #[test]
    fn the_page_shell_finds_every_file_it_names() {
        for name in ["app.css", "app.js", "icons.svg", "logo.svg", "font.woff2"] {
            let path = path_of(name).expect("the shell links it");
            assert!(path.starts_with("/assets/"), "{path}");
        }
        assert_eq!(path_of("nothing.css"), None);
    }

    #[test]
    fn a_first_visit_leaves_room_for_the_page_within_its_100_kilobytes() {
        let all = weight(&["app.css", "app.js", "icons.svg", "logo.svg", "font.woff2"]);
        assert!(all <= 75_000, "{all} bytes");
    }

    #[test]
    fn the_script_keeps_within_its_25_kilobytes() {
        let script = weight(&["app.js"]);
        assert!(script <= 25_000, "{script} bytes");
    }

    #[test]
    fn the_style_sheet_loads_nothing_but_our_fonts() {
        for address in text("app.css").split("url(").skip(1) {
            assert!(
                address.trim_start_matches('"').starts_with("/assets/font"),
                "{}",
                &address[..40]
            );
        }
    }

    #[test]
    fn icons_are_symbols_and_carry_no_style_or_script_of_their_own() {
        let icons = text("icons.svg");
        assert!(icons.contains(r#"<symbol id="house""#));
        assert!(!icons.contains("style=") && !icons.contains("<script") && !icons.contains("class="));
    }
}
