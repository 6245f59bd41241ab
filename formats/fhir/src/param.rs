//! The search parameters that the portal indexes, per resource type, read once from `definitions/search.txt`.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::ResourceType;
use crate::expression::Expression;
use crate::table::{TABLE, Type};

/// What a search parameter compares, after <http://hl7.org/fhir/R4/search.html#ptypes>.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "the names are FHIR's search parameter types")]
pub enum Kind {
    Token,
    String,
    Date,
    Reference,
    Quantity,
    Number,
    Uri,
    Composite,
}

impl Kind {
    /// The name as FHIR writes it: `token`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Token => "token",
            Self::String => "string",
            Self::Date => "date",
            Self::Reference => "reference",
            Self::Quantity => "quantity",
            Self::Number => "number",
            Self::Uri => "uri",
            Self::Composite => "composite",
        }
    }

    fn parse(name: &str) -> Option<Self> {
        let all = [Self::Token, Self::String, Self::Date, Self::Reference];
        let more = [Self::Quantity, Self::Number, Self::Uri, Self::Composite];
        all.into_iter().chain(more).find(|kind| kind.name() == name)
    }
}

/// One search parameter of one resource type.
#[derive(Debug)]
pub struct Param {
    /// The number that index rows keep. Stable: regenerating the table never changes it.
    pub id: u16,
    /// The type that it belongs to.
    pub resource: ResourceType,
    /// The name as requests write it: `clinical-status`.
    pub name: &'static str,
    /// What it compares.
    pub kind: Kind,
    /// The types that a reference may lead to by FHIR's definitions, less those that `narrow` leaves out; empty for other
    /// kinds and for references to anything.
    pub targets: &'static [ResourceType],
    /// The parameters whose index rows answer this one, by [`Param::id`]: itself, or others where it would only repeat
    /// them (`patient` reads the rows of `subject`; `combo-code` those of `code` and `component-code`). Never empty,
    /// except for a composite of other parameters, which [`crate::search::Query::parse`] takes apart.
    pub rows: &'static [u16],
    /// With rows of another parameter: only those that lead to this type count (`patient` within `subject`).
    pub narrow: Option<ResourceType>,
    /// For a token: whether its words are indexed too, for `:text`.
    pub has_text: bool,
    pub(crate) values: Values,
    pub(crate) definition: Definition,
}

/// Parameters are the same when their numbers are.
impl PartialEq for Param {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Param {}

/// Where the index rows of a parameter come from.
#[derive(Debug)]
pub(crate) enum Definition {
    /// The results of an expression.
    Own(Expression),
    /// The rows of other parameters.
    Others,
    /// Both parts, each a parameter that stands once in a resource.
    Both(&'static [&'static str; 2]),
    /// Pairs of values of each result of an expression.
    Pairs(Expression, [Part; 2]),
}

/// One part of a composite.
#[derive(Debug)]
pub(crate) struct Part {
    pub(crate) kind: Kind,
    pub(crate) expression: Expression,
}

/// What the values of a token parameter are, as far as search treats them differently.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Values {
    /// Codes in systems.
    Coded,
    /// Primitives, whose system is implied.
    Plain,
    /// Phone numbers, mail addresses and the like.
    Contacts,
}

/// Every parameter of `resource`, in order of name. Empty for types that the portal does not search, which still have
/// `_id` and `_lastUpdated`.
pub fn params(resource: ResourceType) -> &'static [Param] {
    &PARAMS[resource as usize]
}

/// The parameter of `resource` called `name`, without modifier.
pub fn param(resource: ResourceType, name: &str) -> Option<&'static Param> {
    let all = params(resource);
    all.binary_search_by(|param| param.name.cmp(name))
        .ok()
        .map(|place| &all[place])
}

/// The parameters by the place of their resource type.
static PARAMS: LazyLock<Vec<Vec<Param>>> = LazyLock::new(|| {
    let rows: Vec<Row> = include_str!("../definitions/search.txt")
        .lines()
        .filter_map(Row::read)
        .collect();
    let numbers = rows.iter().map(|row| ((row.resource, row.name), row.id)).collect();
    let mut params: Vec<Vec<Param>> = ResourceType::all().iter().map(|_| Vec::new()).collect();
    for row in &rows {
        let param = row
            .param(&numbers)
            .unwrap_or_else(|why| panic!("search parameter {}: {why}", row.id));
        params[row.resource as usize].push(param);
    }
    for of_type in &mut params {
        of_type.sort_unstable_by_key(|param| param.name);
    }
    params
});

/// A line of the table.
struct Row {
    id: u16,
    resource: ResourceType,
    name: &'static str,
    kind: &'static str,
    targets: &'static str,
    source: &'static str,
}

impl Row {
    /// Reads a line; `None` for comments.
    fn read(line: &'static str) -> Option<Self> {
        if line.starts_with('#') {
            return None;
        }
        let mut columns = line.split('\t');
        let mut column = || columns.next().expect("each line of the table has its columns");
        let id = column().parse().expect("numbers are small");
        let resource = ResourceType::parse(column()).expect("the table names resource types");
        Some(Self {
            id,
            resource,
            name: column(),
            kind: column(),
            targets: column(),
            source: column(),
        })
    }

    fn param(&self, numbers: &HashMap<(ResourceType, &str), u16>) -> Result<Param, String> {
        let (kind, has_text) = self
            .kind
            .strip_suffix("+text")
            .map_or((self.kind, false), |kind| (kind, true));
        let kind = Kind::parse(kind).ok_or("its kind is not known")?;
        let start = TABLE.kind(self.resource.name()).ok_or("its type is not known")?;
        let (others, narrow) = self.others();
        let narrow = narrow.and_then(ResourceType::parse);
        let definition = self.definition(start)?;
        let rows = match &definition {
            Definition::Others => others
                .map(|name| numbers.get(&(self.resource, name)).copied())
                .collect(),
            Definition::Both(_) => Some(Vec::new()),
            Definition::Own(_) | Definition::Pairs(..) => Some(vec![self.id]),
        };
        let targets = self
            .targets(&definition)
            .into_iter()
            .filter(|target| narrow.is_none_or(|narrow| narrow == *target));
        Ok(Param {
            id: self.id,
            resource: self.resource,
            name: self.name,
            kind,
            targets: targets.collect::<Vec<_>>().leak(),
            rows: rows.ok_or("it has the rows of a parameter that is not there")?.leak(),
            narrow,
            has_text,
            values: values(&definition),
            definition,
        })
    }

    /// The types that the element may lead to, else those that the parameter declares, which is often one parameter for
    /// elements of many resource types.
    fn targets(&self, definition: &Definition) -> Vec<ResourceType> {
        let of_element = match definition {
            Definition::Own(expression) if self.kind == "reference" => expression.targets(),
            _ => Vec::new(),
        };
        if of_element.is_empty() {
            self.targets.split(',').filter_map(ResourceType::parse).collect()
        } else {
            of_element
        }
    }

    /// The names after `=`, and the type after `:`.
    fn others(&self) -> (impl Iterator<Item = &'static str>, Option<&'static str>) {
        let (names, narrow) = match self.source.strip_prefix("= ") {
            Some(source) => source
                .split_once(" : ")
                .map_or((source, None), |(names, narrow)| (names, Some(narrow))),
            None => ("", None),
        };
        (names.split_whitespace(), narrow)
    }

    fn definition(&self, start: Type) -> Result<Definition, String> {
        if self.source.starts_with('=') {
            return Ok(Definition::Others);
        }
        if let Some(names) = self.source.strip_prefix("& ") {
            let (first, second) = names.split_once(' ').ok_or("a composite has two parts")?;
            return Ok(Definition::Both(Box::leak(Box::new([first, second]))));
        }
        let mut pieces = self.source.split(" $ ");
        let expression = Expression::compile(pieces.next().unwrap_or_default(), start)?;
        let (Some(first), Some(second)) = (pieces.next(), pieces.next()) else {
            return Ok(Definition::Own(expression));
        };
        let inner = *expression.kinds().first().ok_or("it has no results")?;
        let part = |text| -> Result<Part, String> {
            let expression = Expression::compile(text, inner)?;
            let kind = part_kind(&expression).ok_or("its parts are tokens and quantities")?;
            Ok(Part { kind, expression })
        };
        let parts = [part(first)?, part(second)?];
        Ok(Definition::Pairs(expression, parts))
    }
}

/// What a part of a composite compares, by the type of its results.
fn part_kind(expression: &Expression) -> Option<Kind> {
    match TABLE.type_name(*expression.kinds().first()?) {
        "CodeableConcept" | "Coding" | "code" => Some(Kind::Token),
        "Quantity" => Some(Kind::Quantity),
        _ => None,
    }
}

fn values(definition: &Definition) -> Values {
    let Definition::Own(expression) = definition else {
        return Values::Coded;
    };
    let kinds = expression.kinds();
    if kinds.iter().all(|kind| matches!(kind, Type::Primitive(_))) {
        Values::Plain
    } else if kinds.iter().all(|kind| TABLE.type_name(*kind) == "ContactPoint") {
        Values::Contacts
    } else {
        Values::Coded
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> impl Iterator<Item = &'static Param> {
        ResourceType::all().iter().flat_map(|resource| params(*resource))
    }

    #[test]
    fn every_expression_in_the_table_compiles_and_every_number_stands_once() {
        let mut numbers: Vec<_> = all().map(|param| param.id).collect();
        numbers.sort_unstable();
        numbers.dedup();
        assert_eq!(numbers.len(), all().count());
        assert!(numbers.len() > 700);
    }

    #[test]
    fn numbers_that_databases_keep_do_not_move() {
        let id = |resource, name| param(resource, name).unwrap().id;
        assert_eq!(id(ResourceType::Account, "_security"), 1);
        assert_eq!(id(ResourceType::Observation, "code-value-quantity"), 560);
        assert_eq!(id(ResourceType::VisionPrescription, "status"), 858);
    }

    #[test]
    fn rows_are_those_of_parameters_that_have_rows() {
        for param in all() {
            for id in param.rows {
                let other = params(param.resource).iter().find(|other| other.id == *id).unwrap();
                assert_eq!(other.rows, [other.id], "{}.{}", param.resource, param.name);
            }
            assert_eq!(
                param.rows.is_empty(),
                matches!(param.definition, Definition::Both(_)),
                "{}",
                param.name
            );
        }
    }

    #[test]
    fn every_parameter_of_the_us_core_servers_is_there() {
        // The CapabilityStatements of US Core 6.1.0 and 7.0.0 together, without _id and _lastUpdated.
        let table = [
            ("AllergyIntolerance", "clinical-status patient"),
            ("CarePlan", "category date patient status"),
            ("CareTeam", "patient role status"),
            (
                "Condition",
                "abatement-date asserted-date category clinical-status code encounter onset-date patient recorded-date",
            ),
            ("Coverage", "patient"),
            ("Device", "patient status type"),
            ("DiagnosticReport", "category code date patient status"),
            ("DocumentReference", "category date patient period status type"),
            (
                "Encounter",
                "class date discharge-disposition identifier location patient status type",
            ),
            ("Goal", "description lifecycle-status patient target-date"),
            ("Immunization", "date patient status"),
            ("Location", "address address-city address-postalcode address-state name"),
            ("MedicationDispense", "patient status type"),
            ("MedicationRequest", "authoredon encounter intent patient status"),
            ("Observation", "category code date patient status"),
            ("Organization", "address name"),
            ("Patient", "birthdate death-date family gender given identifier name"),
            ("Practitioner", "identifier name"),
            ("PractitionerRole", "practitioner specialty"),
            ("Procedure", "code date patient status"),
            ("QuestionnaireResponse", "authored patient questionnaire status"),
            ("RelatedPerson", "name patient"),
            ("ServiceRequest", "authored category code patient status"),
            ("Specimen", "patient"),
            ("Provenance", "target"),
        ];
        for (resource, names) in table {
            let resource = ResourceType::parse(resource).unwrap();
            for name in names.split(' ') {
                assert!(param(resource, name).is_some(), "{resource}.{name}");
            }
        }
    }

    #[test]
    fn a_patient_parameter_is_the_subject_that_is_a_patient() {
        let subject = param(ResourceType::Observation, "subject").unwrap();
        let patient = param(ResourceType::Observation, "patient").unwrap();
        assert_eq!(
            (patient.rows, patient.narrow),
            (&[subject.id][..], Some(ResourceType::Patient))
        );
        assert_eq!(patient.targets, [ResourceType::Patient]);
        assert!(subject.targets.contains(&ResourceType::Group));
    }
}
