//! What Rust source may not say: silenced lints, and `async` in a feature.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use super::Complaint;
use super::tree::{File, Tree};

pub(super) fn check(tree: &Tree) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    for file in tree.files_ending(".rs") {
        let Some(tokens) = tokens(file) else { continue };
        let of_a_feature = file.is_under("features");
        walk(tokens, &mut |tokens| {
            if let [TokenTree::Punct(hash), .., TokenTree::Group(attribute)] = tokens
                && hash.as_char() == '#'
                && attribute.delimiter() == Delimiter::Bracket
                && begins_with(attribute.stream(), "allow")
            {
                let advice =
                    "write #[expect(…, reason = \"…\")], which says why and complains when it is no longer needed";
                complaints.push(Complaint::new(file.line(line_of(&tokens[0])), advice));
            }
            if let [TokenTree::Ident(word), ..] = tokens
                && of_a_feature
                && (*word == "async" || *word == "await")
            {
                let advice = "a feature has no async code: return a Page the web layer streams, or emit a job";
                complaints.push(Complaint::new(file.line(line_of(&tokens[0])), advice));
            }
        });
    }
    complaints
}

/// The tokens of a Rust file; `None` for one that is no Rust, which the compiler will say more about.
pub(super) fn tokens(file: &File) -> Option<TokenStream> {
    file.text.parse().ok()
}

/// The line a token starts on.
pub(super) fn line_of(token: &TokenTree) -> usize {
    token.span().start().line
}

/// Shows every run of up to three tokens that follow each other, at every depth, doc comments left out.
pub(super) fn walk(tokens: TokenStream, see: &mut impl FnMut(&[TokenTree])) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    for start in 0..tokens.len() {
        let run = &tokens[start..tokens.len().min(start + 2)];
        see(match run {
            // `#![…]` has a mark between the two that matter.
            [TokenTree::Punct(_), TokenTree::Punct(mark)] if mark.as_char() == '!' => {
                &tokens[start..tokens.len().min(start + 3)]
            }
            _ => run,
        });
        if let TokenTree::Group(group) = &tokens[start]
            && !begins_with(group.stream(), "doc")
        {
            walk(group.stream(), see);
        }
    }
}

fn begins_with(tokens: TokenStream, word: &str) -> bool {
    matches!(tokens.into_iter().next(), Some(TokenTree::Ident(ident)) if ident == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(path: &str, text: &str) -> Vec<String> {
        check(&Tree::of(&[(path, text)]))
            .into_iter()
            .map(|complaint| complaint.place)
            .collect()
    }

    #[test]
    fn a_lint_is_expected_not_silenced() {
        let text = "#![allow(dead_code)]\nmod a {\n    #[allow(unused)]\n    fn f() {}\n}\n";
        assert_eq!(
            places("foundation/db/src/lib.rs", text),
            ["foundation/db/src/lib.rs:1", "foundation/db/src/lib.rs:3"]
        );
        assert!(
            places(
                "a.rs",
                "#[expect(dead_code, reason = \"…\")] fn f() { allow(\"#[allow(x)]\") }"
            )
            .is_empty()
        );
    }

    #[test]
    fn a_feature_has_no_async_code() {
        let text = "/// Not async, nor does it await.\nfn f() { g(async { 1 }) }\n";
        assert_eq!(places("features/home/src/lib.rs", text), ["features/home/src/lib.rs:2"]);
        assert!(places("foundation/web/src/lib.rs", text).is_empty());
    }
}
