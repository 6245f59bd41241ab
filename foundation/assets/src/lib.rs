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

/// Passwords that were found in breaches, of eight characters or more: the first five bytes of the SHA-1 of each, sorted.
pub static BREACHED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/breached.bin"));

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
    use std::fs;
    use std::path::{Path, PathBuf};

    use super::{ALL, Asset, BREACHED, path_of};

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
    fn the_list_of_breached_passwords_is_sorted_and_long() {
        let (entries, rest) = BREACHED.as_chunks::<5>();
        assert!(rest.is_empty() && entries.len() > 400_000, "{}", entries.len());
        assert!(entries.is_sorted());
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

    #[test]
    fn every_icon_that_a_page_names_is_in_the_sprite() {
        let house = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let mut sources = Vec::new();
        for folder in ["features", "foundation/web"] {
            collect(&house.join(folder), &mut sources);
        }
        let icons = text("icons.svg");
        let mut named = 0;
        for source in sources {
            let content = fs::read_to_string(&source).expect("a source file is text");
            for name in [r#"icon(""#, r#"icon: ""#]
                .iter()
                .flat_map(|before| content.split(before).skip(1))
            {
                let name = name.split('"').next().unwrap_or_default();
                if !name
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
                    || name.is_empty()
                {
                    continue;
                }
                let drawn = icons.contains(&format!(r#"<symbol id="{name}""#));
                assert!(drawn, "{} names the icon {name}: add it to icons.txt", source.display());
                named += 1;
            }
        }
        assert!(named > 10, "the sources are where they were");
    }

    #[test]
    fn no_icon_is_sent_that_nobody_names() {
        let house = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let mut sources = Vec::new();
        for folder in ["features", "foundation/web"] {
            collect(&house.join(folder), &mut sources);
        }
        let all: Vec<String> = sources
            .iter()
            .map(|source| fs::read_to_string(source).expect("a source file is text"))
            .collect();
        for name in include_str!("../icons.txt").lines() {
            let quoted = format!("\"{name}\"");
            let named = all.iter().any(|source| source.contains(&quoted));
            assert!(named, "no page names the icon {name}: take it out of icons.txt");
        }
    }

    /// The templates and Rust files below `folder`.
    fn collect(folder: &Path, into: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).expect("the source tree is there") {
            let path = entry.expect("its entries can be read").path();
            if path.is_dir() {
                collect(&path, into);
            } else if path
                .extension()
                .is_some_and(|extension| extension == "html" || extension == "rs")
            {
                into.push(path);
            }
        }
    }
}
