//! Templates obey the content security policy: no style, script or handler written into a page.

use super::Complaint;
use super::tree::Tree;

pub(super) fn check(tree: &Tree) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    for file in tree
        .files_ending(".html")
        .filter(|file| file.path.contains("/templates/"))
    {
        for tag in tags(&file.text) {
            if let Some(advice) = refused(&tag) {
                complaints.push(Complaint::new(file.line(tag.line), advice));
            }
        }
    }
    complaints
}

/// An opening tag: its name and its attributes' names, in small letters.
struct Tag {
    line: usize,
    name: String,
    attributes: Vec<String>,
}

fn refused(tag: &Tag) -> Option<String> {
    let has = |name: &str| tag.attributes.iter().any(|attribute| attribute == name);
    if tag.name == "style" || has("style") {
        return Some(
            "styles written into a page are blocked: give the element a class and style it in the style sheet".into(),
        );
    }
    if tag.name == "script" && !has("src") {
        return Some("scripts written into a page are blocked: put it into a file of foundation/assets".into());
    }
    let handler = tag
        .attributes
        .iter()
        .find(|name| name.starts_with("on") || name.starts_with("hx-on"))?;
    Some(format!(
        "`{handler}` is blocked: listen for the event in a script of foundation/assets"
    ))
}

/// The opening tags of a template. What stands between `{` and `}` is the template's own language and is passed over.
fn tags(text: &str) -> Vec<Tag> {
    let bytes = text.as_bytes();
    let mut tags = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        if let Some(end) = after_expression(text, at) {
            at = end;
        } else if bytes[at] == b'<' && bytes.get(at + 1).is_some_and(u8::is_ascii_alphabetic) {
            let line = text[..at].matches('\n').count() + 1;
            let (words, end) = words_of_tag(text, at + 1);
            let mut words = words.into_iter();
            tags.push(Tag {
                line,
                name: words.next().unwrap_or_default(),
                attributes: words.collect(),
            });
            at = end;
        } else {
            at += 1;
        }
    }
    tags
}

/// The end of the `{{ }}`, `{% %}` or `{# #}` that starts here, if one does.
fn after_expression(text: &str, at: usize) -> Option<usize> {
    let rest = &text.as_bytes()[at..];
    let close = match rest.get(..2)? {
        b"{{" => "}}",
        b"{%" => "%}",
        b"{#" => "#}",
        _ => return None,
    };
    let length = rest
        .windows(2)
        .position(|pair| pair == close.as_bytes())
        .map_or(rest.len(), |found| found + 2);
    Some(at + length)
}

/// The words of a tag outside quotes and before each `=`, and where the tag ends.
fn words_of_tag(text: &str, start: usize) -> (Vec<String>, usize) {
    let bytes = text.as_bytes();
    let mut words = Vec::new();
    let mut word = String::new();
    let mut in_value = false;
    let mut at = start;
    while at < bytes.len() {
        if let Some(end) = after_expression(text, at) {
            at = end;
            continue;
        }
        match bytes[at] {
            quote @ (b'"' | b'\'') => {
                at = after_quoted(text, at + 1, quote);
                continue;
            }
            b'=' => in_value = true,
            b'>' | b' ' | b'\n' | b'\t' | b'/' => {
                if !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
                in_value = false;
            }
            byte if !in_value => word.push(char::from(byte.to_ascii_lowercase())),
            _ => {}
        }
        at += 1;
        if bytes[at - 1] == b'>' {
            break;
        }
    }
    (words, at)
}

/// The place after the closing quote. An expression inside may hold quotes of its own.
fn after_quoted(text: &str, start: usize, quote: u8) -> usize {
    let bytes = text.as_bytes();
    let mut at = start;
    while at < bytes.len() {
        if let Some(end) = after_expression(text, at) {
            at = end;
        } else if bytes[at] == quote {
            return at + 1;
        } else {
            at += 1;
        }
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complaints(text: &str) -> Vec<String> {
        check(&Tree::of(&[("features/home/templates/show.html", text)]))
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    #[test]
    fn styles_scripts_and_handlers_in_a_page_are_refused() {
        assert!(complaints("<p>\n<b class=x style='a'>")[0].contains("show.html:2: styles"));
        assert_eq!(complaints("<style>p{}</style>").len(), 1);
        assert_eq!(complaints("<script>go()</script><script type=\"module\">").len(), 2);
        assert!(complaints("<button type=button onclick=go()>")[0].contains("`onclick`"));
        assert_eq!(complaints("<div hx-on:click=\"go()\">").len(), 1);
    }

    #[test]
    fn what_only_looks_like_them_is_left_alone() {
        let text = "<!-- style=x --> {% if a < b %}<script src=\"{{ url(\"a>b\") }}\" defer></script>{% endif %}
            <p title=\"onclick=no style=no\" {% if on %}hidden{% endif %} data-on=\"1\">one = style</p>";
        assert!(complaints(text).is_empty(), "{:?}", complaints(text));
    }
}
