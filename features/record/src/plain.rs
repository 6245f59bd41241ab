//! Narratives (XHTML, or whatever was sent in its place) as plain text. Nothing of a narrative's markup ever reaches a
//! page: what is kept is text, which templates escape.

/// The text of `html`: blocks become lines, list items get a bullet, table cells are set apart; scripts, styles, heads
/// and comments are left out whole.
pub(crate) fn text_of(html: &str) -> String {
    let mut out = String::with_capacity(html.len() / 2);
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        push_words(&mut out, &rest[..at]);
        rest = &rest[at..];
        rest = match rest.strip_prefix("<!--") {
            Some(comment) => after(comment, "-->"),
            None => tag(&mut out, &rest[1..]),
        };
    }
    push_words(&mut out, rest);
    tidied(&out)
}

/// Reads one tag whose `<` is behind; gives what follows it, and after the end of an element that is left out whole.
fn tag<'h>(out: &mut String, rest: &'h str) -> &'h str {
    let closing = rest.starts_with('/');
    let body = rest.strip_prefix('/').unwrap_or(rest);
    let length = body
        .find(|letter: char| !letter.is_ascii_alphanumeric())
        .unwrap_or(body.len());
    let name = body[..length].to_ascii_lowercase();
    if name.is_empty() && !body.starts_with(['!', '?']) {
        // "a < b" is no tag.
        out.push('<');
        return rest;
    }
    let following = end_of_tag(&body[length..]);
    match name.as_str() {
        "script" | "style" | "head" | "iframe" | "object" | "template" | "noscript" | "svg" if !closing => {
            return after_element(following, &name);
        }
        "li" if !closing => out.push_str("\n• "),
        "td" | "th" if closing => out.push('\u{2003}'),
        "p" | "div" | "table" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "ul" | "ol" | "blockquote" | "pre" => {
            out.push_str("\n\n");
        }
        "br" | "hr" | "caption" => out.push('\n'),
        "tr" | "dt" | "dd" if !closing => out.push('\n'),
        _ => {}
    }
    following
}

/// What follows the `>` of a tag; quoted attribute values may hold one.
fn end_of_tag(rest: &str) -> &str {
    let mut quote = None;
    for (at, letter) in rest.char_indices() {
        match (quote, letter) {
            (None, '>') => return &rest[at + 1..],
            (None, '"' | '\'') => quote = Some(letter),
            (Some(open), _) if open == letter => quote = None,
            _ => {}
        }
    }
    ""
}

fn after<'h>(rest: &'h str, end: &str) -> &'h str {
    rest.find(end).map_or("", |at| &rest[at + end.len()..])
}

/// What follows `</name>`; nothing where it is never closed.
fn after_element<'h>(rest: &'h str, name: &str) -> &'h str {
    let lower = rest.to_ascii_lowercase();
    let close = format!("</{name}");
    lower
        .find(&close)
        .map_or("", |at| end_of_tag(&rest[at + close.len()..]))
}

/// Text between tags: its entities read, its white space as in HTML.
fn push_words(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        push_collapsed(out, &rest[..at]);
        rest = &rest[at..];
        let end = rest.find(';').filter(|end| *end <= 10);
        if let Some((end, letter)) = end.and_then(|end| Some((end, entity(&rest[1..end])?))) {
            out.push(letter);
            rest = &rest[end + 1..];
        } else {
            out.push('&');
            rest = &rest[1..];
        }
    }
    push_collapsed(out, rest);
}

fn push_collapsed(out: &mut String, text: &str) {
    for letter in text.chars() {
        if letter.is_whitespace() && letter != '\u{a0}' {
            if !out.ends_with([' ', '\n', '\u{2003}']) {
                out.push(' ');
            }
        } else {
            out.push(letter);
        }
    }
}

fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code).filter(|letter| !letter.is_control());
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        "ndash" => '–',
        "mdash" => '—',
        "deg" => '°',
        "micro" => 'µ',
        "plusmn" => '±',
        "le" => '≤',
        "ge" => '≥',
        "bull" => '•',
        "hellip" => '…',
        "rsquo" => '’',
        "lsquo" => '‘',
        "ldquo" => '“',
        "rdquo" => '”',
        _ => return None,
    })
}

/// No spaces at the ends of lines, never more than one empty line, none at either end.
fn tidied(text: &str) -> String {
    let mut lines: Vec<&str> = Vec::new();
    for line in text.lines().map(str::trim) {
        if !line.is_empty() || lines.last().is_some_and(|last| !last.is_empty()) {
            lines.push(line);
        }
    }
    lines.join("\n").trim().to_owned()
}

/// Text that came as Markdown, XHTML or plain, by its media type, as plain text.
pub(crate) fn by_type(content_type: &str, text: &str) -> String {
    let kind = content_type.split(';').next().unwrap_or_default().trim();
    if kind.eq_ignore_ascii_case("text/html") || kind.eq_ignore_ascii_case("application/xhtml+xml") {
        text_of(text)
    } else {
        text.replace("\r\n", "\n").trim().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_become_lines_and_lists_get_bullets() {
        let html = "<div xmlns=\"http://www.w3.org/1999/xhtml\"><p>Lungs: <b>clear</b>.</p><ul><li>One</li>\n<li>Two</li></ul>Done<br/>now</div>";
        assert_eq!(text_of(html), "Lungs: clear.\n\n• One\n• Two\n\nDone\nnow");
    }

    #[test]
    fn scripts_styles_and_comments_are_left_out_whole() {
        for html in [
            "a<script>alert('<p>x</p>')</script>b",
            "a<SCRIPT src=x>evil()</ScRiPt >b",
            "a<style>p{color:red}</style>b",
            "a<!-- <p>hidden</p> -->b",
            "a<iframe srcdoc='<p>x</p>'></iframe>b",
            "a<img alt='>' onerror=\"alert(1)\">b",
        ] {
            assert_eq!(text_of(html), "ab", "{html}");
        }
        assert_eq!(text_of("a<script>never closed"), "a");
    }

    #[test]
    fn entities_are_read_once() {
        assert_eq!(
            text_of("5 &lt; 6 &amp;lt; &#176;C &#x41; &unknown; AT&T"),
            "5 < 6 &lt; °C A &unknown; AT&T"
        );
        assert_eq!(text_of("a < b and c > d"), "a < b and c > d");
    }

    #[test]
    fn table_cells_stay_apart() {
        assert_eq!(
            text_of("<table><tr><td>Na</td><td>140</td></tr><tr><td>K</td><td>4.1</td></tr></table>"),
            "Na\u{2003}140\nK\u{2003}4.1"
        );
    }
}
