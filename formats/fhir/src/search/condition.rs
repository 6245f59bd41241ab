//! One condition: a parameter with its modifier, a chain, or `_has`.

use super::request::{invalid, may_lead_to, not_supported};
use super::value::{Modifier, part_match, split, tests, unescape};
use super::{Condition, Test};
use crate::param::{Definition, Kind, param, params};
use crate::{Fault, Param, ResourceType};

/// Chains and `_has` within each other; more is a mistake or an attack.
const DEEPEST: usize = 8;

/// Reads `name=value` as a condition on `resource`.
pub(super) fn condition(resource: ResourceType, name: &str, value: &str) -> Result<Condition, Fault> {
    nested(resource, name, value, 0).map_err(|fault| Fault {
        path: name.to_owned(),
        ..fault
    })
}

/// The parameter of `resource` called `name`, or a fault with names that are near.
pub(super) fn known_param(resource: ResourceType, name: &str) -> Result<&'static Param, Fault> {
    param(resource, name).ok_or_else(|| {
        let mut near: Vec<_> = params(resource)
            .iter()
            .map(|param| (distance(name, param.name), param.name))
            .collect();
        near.retain(|(distance, known)| *distance <= 3 || known.contains(name) || name.contains(known));
        near.sort_unstable();
        let near: Vec<_> = near.into_iter().take(4).map(|(_, name)| name).collect();
        let hint = if near.is_empty() {
            String::new()
        } else {
            format!(" Did you mean {}?", near.join(", "))
        };
        not_supported(
            name,
            format!("{resource} has no search parameter {name} on this server.{hint}"),
        )
    })
}

fn nested(resource: ResourceType, name: &str, value: &str, depth: usize) -> Result<Condition, Fault> {
    if depth > DEEPEST {
        return Err(invalid(
            name,
            format!("More than {DEEPEST} chains and _has within each other are not followed."),
        ));
    }
    if let Some(rest) = name.strip_prefix("_has:") {
        return has(resource, rest, value, depth);
    }
    if let Some((reference, rest)) = name.split_once('.') {
        return chain(resource, reference, rest, value, depth);
    }
    let (name, modifier) = name
        .split_once(':')
        .map_or((name, None), |(name, modifier)| (name, Some(modifier)));
    match name {
        "_id" | "_lastUpdated" if modifier.is_some() => {
            Err(invalid(name, format!("{name} takes no modifier: leave it out.")))
        }
        "_id" => Ok(Condition::Id(split(value, ',').into_iter().map(unescape).collect())),
        "_lastUpdated" => split(value, ',')
            .into_iter()
            .map(|value| super::number::date(name, &unescape(value)))
            .collect::<Result<_, _>>()
            .map(Condition::LastUpdated),
        _ => by_param(known_param(resource, name)?, modifier, value),
    }
}

/// `_has:Observation:patient:code=…`: `Observation`, the reference in it, and what it fulfils.
fn has(resource: ResourceType, rest: &str, value: &str, depth: usize) -> Result<Condition, Fault> {
    let mut pieces = rest.splitn(3, ':');
    let (Some(source), Some(reference), Some(inner)) = (pieces.next(), pieces.next(), pieces.next()) else {
        return Err(invalid(
            rest,
            "Write _has:Type:reference:parameter, such as _has:Observation:patient:code.",
        ));
    };
    let source = ResourceType::parse(source).ok_or_else(|| invalid(rest, format!("{source} is no resource type.")))?;
    let param = known_param(source, reference)?;
    if param.kind != Kind::Reference || !may_lead_to(param, resource) {
        return Err(invalid(
            rest,
            format!("{source}.{reference} never leads to {resource}."),
        ));
    }
    Ok(Condition::Has {
        param,
        condition: Box::new(nested(source, inner, value, depth + 1)?),
    })
}

/// `subject:Patient.name=…`, `subject.name=…`: without a type every target that knows the rest.
fn chain(resource: ResourceType, reference: &str, rest: &str, value: &str, depth: usize) -> Result<Condition, Fault> {
    let (name, target) = reference
        .split_once(':')
        .map_or((reference, None), |(name, target)| (name, Some(target)));
    let param = known_param(resource, name)?;
    if param.kind != Kind::Reference {
        return Err(invalid(
            name,
            format!("{name} is no reference: only references can be followed by a dot."),
        ));
    }
    let targets = match target {
        Some(target) => {
            let target = ResourceType::parse(target).filter(|target| may_lead_to(param, *target));
            vec![target.ok_or_else(|| invalid(name, format!("{reference} is no type that {name} leads to.")))?]
        }
        None if param.targets.is_empty() => {
            return Err(invalid(
                name,
                format!("{name} leads to anything: name a type, such as {name}:Patient."),
            ));
        }
        None => param.targets.to_vec(),
    };
    let mut found = Vec::new();
    let mut why = None;
    for target in targets {
        match nested(target, rest, value, depth + 1) {
            Ok(condition) => found.push(Condition::Chain {
                param,
                target,
                condition: Box::new(condition),
            }),
            // What is wrong with a value counts for more than a type that does not know the parameter.
            Err(fault) if fault.code != crate::IssueCode::NotSupported => why = Some(fault),
            Err(fault) => why = why.or(Some(fault)),
        }
    }
    match (found.pop(), why) {
        (None, why) => Err(why.unwrap_or_else(|| invalid(name, "This reference leads nowhere."))),
        (Some(only), _) if found.is_empty() => Ok(only),
        (Some(last), _) => {
            found.push(last);
            Ok(Condition::Any(found))
        }
    }
}

fn by_param(param: &'static Param, modifier: Option<&str>, value: &str) -> Result<Condition, Fault> {
    match &param.definition {
        Definition::Both(names) => both(param, names, modifier, value),
        Definition::Pairs(_, parts) if modifier.is_none() => {
            let pairs = split(value, ',').into_iter().map(|value| {
                let [first, second] = pair(param, value)?;
                let values = [
                    part_match(param.name, parts[0].kind, first)?,
                    part_match(param.name, parts[1].kind, second)?,
                ];
                Ok(super::Match::Composite(Box::new(values)))
            });
            Ok(Condition::Param(param, Test::Any(pairs.collect::<Result<_, Fault>>()?)))
        }
        _ => Ok(Condition::Param(
            param,
            tests(param, Modifier::read(param, modifier)?, value)?,
        )),
    }
}

/// A composite whose parts stand once in a resource: each pair is two conditions.
fn both(param: &Param, names: &[&str; 2], modifier: Option<&str>, value: &str) -> Result<Condition, Fault> {
    if let Some(modifier) = modifier {
        return Err(invalid(
            param.name,
            format!("{} takes no modifier :{modifier}: leave it out.", param.name),
        ));
    }
    let mut pairs = Vec::new();
    for value in split(value, ',') {
        let pieces = pair(param, value)?;
        let mut all = Vec::with_capacity(2);
        for (name, piece) in names.iter().zip(pieces) {
            all.push(by_param(known_param(param.resource, name)?, None, piece)?);
        }
        pairs.push(Condition::All(all));
    }
    Ok(if pairs.len() == 1 {
        pairs.remove(0)
    } else {
        Condition::Any(pairs)
    })
}

fn pair<'a>(param: &Param, value: &'a str) -> Result<[&'a str; 2], Fault> {
    let pieces = split(value, '$');
    <[&str; 2]>::try_from(pieces).map_err(|_| {
        invalid(
            param.name,
            format!("{} compares two values: write one$other.", param.name),
        )
    })
}

/// How many letters must be changed, added or taken away to make one of the other (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.bytes().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, y) in b.bytes().enumerate() {
            let changed = corner + usize::from(x != y);
            corner = row[j + 1];
            row[j + 1] = changed.min(row[j] + 1).min(corner + 1);
        }
    }
    row[b.len()]
}
