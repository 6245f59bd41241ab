//! From the text of an expression to its steps.

use super::{Expression, Path, Step, members, node};
use crate::ResourceType;
use crate::table::{Child, TABLE, Type};

/// Reads one expression. Its errors say what was not understood.
pub(super) struct Parser<'a> {
    tokens: Vec<&'a str>,
    place: usize,
    start: Type,
}

impl<'a> Parser<'a> {
    pub(super) fn new(text: &'a str, start: Type) -> Self {
        Self {
            tokens: tokens(text),
            place: 0,
            start,
        }
    }

    pub(super) fn expression(mut self) -> Result<Expression, String> {
        let first = self.typed()?;
        let expression = if self.take(".exists") {
            self.holds(first)?
        } else {
            let mut paths = vec![first];
            while self.take("|") {
                paths.push(self.typed()?);
            }
            Expression::Union(paths)
        };
        match self.peek() {
            "" => Ok(expression),
            other => Err(format!("\"{other}\" is not understood")),
        }
    }

    /// The rest of `A.exists() and A != false`.
    fn holds(&mut self, path: Path) -> Result<Expression, String> {
        for expected in ["(", ")", "and"] {
            self.expect(expected)?;
        }
        let same = self.typed()?;
        for expected in ["!=", "false"] {
            self.expect(expected)?;
        }
        if same.steps == path.steps {
            Ok(Expression::Holds(path))
        } else {
            Err("two paths differ around and".to_owned())
        }
    }

    /// `path`, `path as Type`.
    fn typed(&mut self) -> Result<Path, String> {
        let mut path = self.path()?;
        if self.take("as") {
            let name = self.next()?;
            path.only(name)?;
        }
        Ok(path)
    }

    fn path(&mut self) -> Result<Path, String> {
        let mut path = Path {
            steps: Vec::new(),
            kinds: vec![self.start],
            targets: Vec::new(),
        };
        if self.take("(") {
            path = self.typed()?;
            self.expect(")")?;
        } else {
            let first = self.next()?;
            if first != TABLE.type_name(self.start) {
                path.member(first)?;
            }
        }
        while self.peek() != ".exists" && self.peek().starts_with('.') {
            let name = &self.next()?[1..];
            if self.take("(") {
                self.call(name, &mut path)?;
                self.expect(")")?;
            } else {
                path.member(name)?;
            }
        }
        Ok(path)
    }

    fn call(&mut self, name: &str, path: &mut Path) -> Result<(), String> {
        match name {
            "as" | "ofType" => path.only(self.next()?),
            "where" => self.condition(path),
            _ => Err(format!("the function {name} is not understood")),
        }
    }

    /// `resolve() is Type`, `name = 'text'`.
    fn condition(&mut self, path: &mut Path) -> Result<(), String> {
        let name = self.next()?;
        if name == "resolve" {
            for expected in ["(", ")", "is"] {
                self.expect(expected)?;
            }
            let resource = self.next()?;
            let resource = ResourceType::parse(resource).ok_or(format!("{resource} is no resource type"))?;
            path.steps.push(Step::LeadsTo(resource));
            path.targets = vec![resource];
            return Ok(());
        }
        self.expect("=")?;
        let text = self.next()?;
        let text = text
            .strip_prefix('\'')
            .and_then(|text| text.strip_suffix('\''))
            .ok_or(format!("{text} is no text"))?;
        if members(&path.kinds, name).next().is_none() {
            return Err(format!("there is no element {name} here"));
        }
        path.steps.push(Step::Where(name.to_owned(), text.to_owned()));
        Ok(())
    }

    fn peek(&self) -> &'a str {
        self.tokens.get(self.place).copied().unwrap_or("")
    }

    fn next(&mut self) -> Result<&'a str, String> {
        let token = self.tokens.get(self.place).copied().ok_or("the end comes too early")?;
        self.place += 1;
        Ok(token)
    }

    fn take(&mut self, token: &str) -> bool {
        let taken = self.peek() == token;
        self.place += usize::from(taken);
        taken
    }

    fn expect(&mut self, token: &str) -> Result<(), String> {
        let found = self.next()?;
        if found == token {
            Ok(())
        } else {
            Err(format!("\"{found}\" stands where \"{token}\" should"))
        }
    }
}

impl Path {
    fn member(&mut self, name: &str) -> Result<(), String> {
        let mut found: Vec<_> = members(&self.kinds, name).collect();
        if found.is_empty() {
            // US Core writes a choice as JSON does: valueDateTime.
            found.extend(written_as_json(&self.kinds, name));
        }
        let choice = found.iter().any(|member| member.name != name);
        self.steps.push(match &found[..] {
            [] => return Err(format!("there is no element {name} here")),
            _ if choice => Step::Choice(name.to_owned()),
            [member] if self.kinds.len() == 1 => Step::Member(member.name, member.kind),
            _ => Step::Named(name.to_owned()),
        });
        self.targets = found.iter().flat_map(|member| member.targets).copied().collect();
        self.kinds = found.iter().map(|member| member.kind).collect();
        Ok(())
    }

    /// Keeps the results of the type called `name`. After a choice that is one member.
    fn only(&mut self, name: &str) -> Result<(), String> {
        let kind = TABLE.kind(name).ok_or(format!("{name} is no type"))?;
        if !self.kinds.contains(&kind) {
            return Err(format!("nothing of the type {name} can stand here"));
        }
        let before = self.steps.pop_if(|step| matches!(step, Step::Choice(_)));
        self.steps.push(match before {
            Some(Step::Choice(element)) => {
                let member = element + &name[..1].to_ascii_uppercase() + &name[1..];
                Step::Member(member.leak(), kind)
            }
            _ => Step::Only(vec![kind]),
        });
        self.kinds = vec![kind];
        Ok(())
    }
}

fn written_as_json(kinds: &[Type], name: &str) -> Option<&'static Child> {
    kinds
        .iter()
        .filter_map(|kind| node(*kind))
        .find_map(|node| TABLE.child(node, name))
}

/// Splits into names (with the dot before them), texts in quotes, operators and parentheses.
fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let is_name = |character: char| character.is_ascii_alphanumeric() || character == '_';
        let length = match first {
            '\'' => rest[1..].find('\'').map_or(rest.len(), |end| end + 2),
            '.' => rest[1..]
                .find(|character| !is_name(character))
                .map_or(rest.len(), |end| end + 1),
            '!' => rest.len().min(2),
            _ if is_name(first) => rest.find(|character| !is_name(character)).unwrap_or(rest.len()),
            _ => first.len_utf8(),
        };
        let (token, after) = rest.split_at(length);
        tokens.push(token);
        rest = after.trim_start();
    }
    tokens
}
