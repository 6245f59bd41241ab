//! The parameters that say what a search returns, and the reading of a whole request.

use super::condition::{condition, known_param};
use super::value::split;
use super::{Handling, Include, Query, Sort, SortKey, Total};
use crate::param::Kind;
use crate::{Fault, IssueCode, Param, ResourceType};

/// Parameters of FHIR that search in ways this server does not.
const NOT_DONE: [&str; 10] = [
    "_contained",
    "_containedType",
    "_content",
    "_filter",
    "_list",
    "_profile",
    "_query",
    "_source",
    "_text",
    "_type",
];

/// Parameters that say how to write the answer, which is not the search's business.
const NOT_OURS: [&str; 2] = ["_format", "_pretty"];

impl Query {
    /// Reads the decoded names and values of a query string, in their order, as a search of `resource`. A parameter
    /// without value is left out, as FHIR says. References by absolute URL are compared as they stand: take this
    /// server's own base address off before.
    ///
    /// `_summary=count` and `_summary=false` are done, the others are not.
    ///
    /// # Errors
    /// A fault that names the parameter and says what to write instead. Its code is [`IssueCode::NotSupported`] for
    /// parameters that are not known, which [`Handling::Lenient`] leaves out; modifiers that are not known are refused
    /// by both, as FHIR demands.
    pub fn parse(resource: ResourceType, pairs: &[(String, String)], handling: Handling) -> Result<Self, Fault> {
        let mut query = Self {
            resource,
            all: Vec::new(),
            includes: Vec::new(),
            revincludes: Vec::new(),
            sort: Vec::new(),
            count: None,
            cursor: None,
            only_count: false,
            total: Total::default(),
            elements: Vec::new(),
            ignored: Vec::new(),
        };
        for (name, value) in pairs.iter().filter(|(_, value)| !value.is_empty()) {
            match query.read(name, value) {
                Err(fault) if fault.code == IssueCode::NotSupported && handling == Handling::Lenient => {
                    query.ignored.push(Fault {
                        severity: crate::Severity::Warning,
                        ..fault
                    });
                }
                read => read?,
            }
        }
        Ok(query)
    }

    fn read(&mut self, name: &str, value: &str) -> Result<(), Fault> {
        match name {
            "_count" => self.read_count(value)?,
            "_cursor" => self.cursor = Some(value.to_owned()),
            "_summary" => self.read_summary(value)?,
            "_total" => self.total = total(value)?,
            "_elements" => self
                .elements
                .extend(value.split(',').map(|name| name.trim().to_owned())),
            "_sort" => {
                for key in value.split(',') {
                    self.sort.push(sort(self.resource, key.trim())?);
                }
            }
            "_include" | "_include:iterate" => {
                let include = self.include(name, value)?;
                self.includes.push(include);
            }
            "_revinclude" | "_revinclude:iterate" => {
                let include = self.revinclude(name, value)?;
                self.revincludes.push(include);
            }
            _ if NOT_OURS.contains(&name) => {}
            _ if NOT_DONE.contains(&name.split(':').next().unwrap_or(name)) => {
                return Err(not_supported(
                    name,
                    format!("This server does not search by {name}: leave it out."),
                ));
            }
            _ => self.all.push(condition(self.resource, name, value)?),
        }
        Ok(())
    }

    fn read_count(&mut self, value: &str) -> Result<(), Fault> {
        let count = value
            .parse()
            .map_err(|_| invalid("_count", "Write a whole number, such as 20."))?;
        self.only_count |= count == 0;
        self.count = Some(count);
        Ok(())
    }

    fn read_summary(&mut self, value: &str) -> Result<(), Fault> {
        match value {
            "count" => self.only_count = true,
            "false" => {}
            "true" | "text" | "data" => {
                let what = "This server does the summaries count and false: use _elements to choose what comes back.";
                return Err(not_supported("_summary", what));
            }
            _ => return Err(invalid("_summary", "Write count or false.")),
        }
        Ok(())
    }

    fn include(&self, name: &str, value: &str) -> Result<Include, Fault> {
        let include = include(name, value)?;
        if !include.iterate && include.param.resource != self.resource {
            let what = format!(
                "The matches are {}, not {}: write _include:iterate to follow what came along.",
                self.resource, include.param.resource
            );
            return Err(invalid(name, what));
        }
        Ok(include)
    }

    fn revinclude(&self, name: &str, value: &str) -> Result<Include, Fault> {
        let include = include(name, value)?;
        if !include.iterate && !may_lead_to(include.param, self.resource) {
            let what = format!("{} never leads to {}: choose another parameter.", value, self.resource);
            return Err(invalid(name, what));
        }
        Ok(include)
    }
}

/// Whether references of `param` may lead to `resource`.
pub(super) fn may_lead_to(param: &Param, resource: ResourceType) -> bool {
    param.targets.is_empty() || param.targets.contains(&resource)
}

pub(super) fn invalid(name: &str, what: impl Into<String>) -> Fault {
    Fault::error(IssueCode::Invalid, name, what)
}

pub(super) fn not_supported(name: &str, what: impl Into<String>) -> Fault {
    Fault::error(IssueCode::NotSupported, name, what)
}

fn total(value: &str) -> Result<Total, Fault> {
    match value {
        "none" => Ok(Total::None),
        "estimate" => Ok(Total::Estimate),
        "accurate" => Ok(Total::Accurate),
        _ => Err(invalid("_total", "Write none, estimate or accurate.")),
    }
}

fn sort(resource: ResourceType, key: &str) -> Result<Sort, Fault> {
    let (name, descending) = key.strip_prefix('-').map_or((key, false), |name| (name, true));
    let key = match name {
        "_id" => SortKey::Id,
        "_lastUpdated" => SortKey::LastUpdated,
        _ => {
            let param = known_param(resource, name).map_err(|fault| Fault {
                path: "_sort".to_owned(),
                ..fault
            })?;
            if param.kind == Kind::Composite {
                return Err(invalid(
                    "_sort",
                    format!("{name} is a pair of values: sort by one of them."),
                ));
            }
            SortKey::Param(param)
        }
    };
    Ok(Sort { key, descending })
}

/// Reads `Type:parameter[:Target]`.
fn include(name: &str, value: &str) -> Result<Include, Fault> {
    let pieces = split(value, ':');
    let (source, reference, target) = match &pieces[..] {
        [source, reference] => (*source, *reference, None),
        [source, reference, target] => (*source, *reference, Some(*target)),
        _ if value.contains('*') => ("", "*", None),
        _ => return Err(invalid(name, "Write Type:parameter, such as Observation:subject.")),
    };
    if source == "*" || reference == "*" {
        return Err(invalid(
            name,
            "Including everything is not done: name the parameters, each in an _include.",
        ));
    }
    let known =
        |text: &str| ResourceType::parse(text).ok_or_else(|| invalid(name, format!("{text} is no resource type.")));
    let param = known_param(known(source)?, reference).map_err(|fault| Fault {
        path: name.to_owned(),
        code: IssueCode::Invalid,
        ..fault
    })?;
    if param.kind != Kind::Reference {
        return Err(invalid(
            name,
            format!("{reference} is no reference, so that nothing can be included by it."),
        ));
    }
    let target = target
        .filter(|target| !target.is_empty())
        .map(known)
        .transpose()?
        .or(param.narrow);
    Ok(Include {
        param,
        target,
        iterate: name.ends_with(":iterate"),
    })
}
