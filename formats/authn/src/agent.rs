//! What a browser calls itself, in words. A hint for people who know their own devices, never a proof.

/// The browsers, by what stands in the header. Those that pretend to be others come before the others.
const BROWSERS: [(&str, &str); 9] = [
    ("Edg", "Microsoft Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Chromium/", "Chrome"),
    ("Safari/", "Safari"),
];

/// The systems, in the same way. An iPad that asks for desktop pages calls itself a Mac.
const SYSTEMS: [(&str, &str, Form); 8] = [
    ("iPhone", "iPhone", Form::Phone),
    ("iPad", "iPad", Form::Phone),
    ("Android", "Android", Form::Phone),
    ("Windows", "Windows", Form::Computer),
    ("CrOS", "ChromeOS", Form::Computer),
    ("Macintosh", "Mac", Form::Computer),
    ("Linux", "Linux", Form::Computer),
    ("X11", "Linux", Form::Computer),
];

/// What one holds or sits at; it chooses the icon.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Form {
    /// In the hand.
    Phone,
    /// On a desk or a lap.
    Computer,
}

/// What could be read from a `User-Agent` header. The names are the makers' own and the same in every language.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Agent {
    /// Its maker's name for it.
    pub browser: Option<&'static str>,
    /// What it runs on.
    pub system: Option<&'static str>,
    /// What that is.
    pub form: Form,
}

impl Agent {
    /// Reads the header.
    pub fn read(header: &str) -> Self {
        let system = SYSTEMS.iter().find(|(mark, ..)| header.contains(mark));
        Self {
            browser: BROWSERS
                .iter()
                .find(|(mark, _)| header.contains(mark))
                .map(|(_, name)| *name),
            system: system.map(|(_, name, _)| *name),
            form: system.map_or(Form::Computer, |(.., form)| *form),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(header: &str) -> (&'static str, &'static str) {
        let agent = Agent::read(header);
        (agent.browser.unwrap_or("?"), agent.system.unwrap_or("?"))
    }

    #[test]
    fn browsers_are_known_by_their_own_name_and_not_by_the_ones_they_imitate() {
        let windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)";
        let blink = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";
        assert_eq!(read(&format!("{windows} {blink}")), ("Chrome", "Windows"));
        assert_eq!(
            read(&format!("{windows} {blink} Edg/142.0")),
            ("Microsoft Edge", "Windows")
        );
        assert_eq!(read(&format!("{windows} {blink} OPR/120.0")), ("Opera", "Windows"));
        assert_eq!(
            read("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"),
            ("Firefox", "Linux")
        );
        assert_eq!(
            read("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/26.0 Safari/605.1.15"),
            ("Safari", "Mac")
        );
    }

    #[test]
    fn phones_are_known_by_their_system() {
        let android = "Mozilla/5.0 (Linux; Android 15; K) AppleWebKit/537.36 Chrome/142.0.0.0 Mobile Safari/537.36";
        assert_eq!(read(android), ("Chrome", "Android"));
        let iphone =
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 CriOS/142.0 Safari/604.1";
        assert_eq!(read(iphone), ("Chrome", "iPhone"));
        assert_eq!(Agent::read(iphone).form, Form::Phone);
    }

    #[test]
    fn what_is_not_known_is_not_guessed() {
        assert_eq!(read(""), ("?", "?"));
        assert_eq!(read("curl/8.9"), ("?", "?"));
    }
}
