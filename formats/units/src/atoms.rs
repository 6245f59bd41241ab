//! The units of UCUM that medicine uses, from the tables of section 4, each by its definition there.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::Unit;

/// The prefixes (section 3.1, table 1) as powers of ten. `da` stands before `d`.
pub(crate) const PREFIXES: [(&str, i32); 20] = [
    ("da", 1),
    ("Y", 24),
    ("Z", 21),
    ("E", 18),
    ("P", 15),
    ("T", 12),
    ("G", 9),
    ("M", 6),
    ("k", 3),
    ("h", 2),
    ("d", -1),
    ("c", -2),
    ("m", -3),
    ("u", -6),
    ("n", -9),
    ("p", -12),
    ("f", -15),
    ("a", -18),
    ("z", -21),
    ("y", -24),
];

/// A unit with a symbol of its own.
pub(crate) struct Atom {
    /// What it is.
    pub(crate) unit: Unit,
    /// Whether it takes prefixes.
    pub(crate) metric: bool,
    /// Whether it is a scale: not proportional to what it measures.
    pub(crate) scale: bool,
}

/// Every unit by its symbol.
pub(crate) static ATOMS: LazyLock<HashMap<&str, Atom>> = LazyLock::new(|| {
    let mut atoms = HashMap::with_capacity(256);
    let base = |name| Unit {
        dimension: vec![(name, 1)],
        ..Unit::one()
    };
    for (names, metric) in [(BASE, true), (ARBITRARY_METRIC, true), (ARBITRARY, false)] {
        atoms.extend(names.iter().map(|&name| {
            (
                name,
                Atom {
                    unit: base(name),
                    metric,
                    scale: false,
                },
            )
        }));
    }
    atoms.insert(
        "[pH]",
        Atom {
            unit: base("[pH]"),
            metric: false,
            scale: true,
        },
    );
    atoms.insert(
        "B",
        Atom {
            unit: base("B"),
            metric: true,
            scale: true,
        },
    );
    for (names, metric) in [(METRIC, true), (CUSTOMARY, false)] {
        for (name, mantissa, exponent, definition) in names {
            let unit = product(definition, &atoms);
            let unit = Unit {
                mantissa: unit.mantissa * mantissa,
                exponent: unit.exponent + exponent,
                ..unit
            };
            atoms.insert(
                name,
                Atom {
                    unit,
                    metric,
                    scale: false,
                },
            );
        }
    }
    // Table 6 and section 4.4: scales with an offset against the kelvin.
    let kelvin = base("K");
    atoms.insert(
        "Cel",
        Atom {
            unit: Unit {
                offset: 273.15,
                ..kelvin.clone()
            },
            metric: true,
            scale: true,
        },
    );
    let fahrenheit = Unit {
        mantissa: 5.0 / 9.0,
        offset: 459.67 * 5.0 / 9.0,
        ..kelvin
    };
    atoms.insert(
        "[degF]",
        Atom {
            unit: fahrenheit,
            metric: false,
            scale: true,
        },
    );
    atoms
});

/// A product of atoms that are known already. The full reader needs the finished table.
fn product(definition: &str, atoms: &HashMap<&str, Atom>) -> Unit {
    let mut unit = Unit::one();
    for (place, quotient) in definition.split('/').enumerate() {
        for (inner, factor) in quotient.split('.').enumerate().filter(|(_, factor)| !factor.is_empty()) {
            let sign = if place > 0 && inner == 0 { -1 } else { 1 };
            let digit = factor.bytes().last().filter(u8::is_ascii_digit);
            let (name, power) = match digit {
                Some(digit) => (&factor[..factor.len() - 1], i32::from(digit - b'0')),
                None => (factor, 1),
            };
            let atom = &atoms.get(name).expect("each unit is defined by those before it").unit;
            unit = unit.times(&atom.clone().power(power), sign);
        }
    }
    unit
}

/// Base units (section 4.1, table 3) and those that are kept apart here.
const BASE: &[&str] = &["m", "s", "g", "rad", "K", "C", "cd", "mol", "eq", "osm"];

/// Arbitrary units that take prefixes (section 4.5, table 15).
const ARBITRARY_METRIC: &[&str] = &["[IU]"];

/// Arbitrary units (section 4.5, table 15), and fields of a microscope.
const ARBITRARY: &[&str] = &[
    "[arb'U]",
    "[USP'U]",
    "[GPL'U]",
    "[MPL'U]",
    "[APL'U]",
    "[beth'U]",
    "[anti'Xa'U]",
    "[todd'U]",
    "[dye'U]",
    "[smgy'U]",
    "[bdsk'U]",
    "[ka'U]",
    "[knk'U]",
    "[mclg'U]",
    "[tb'U]",
    "[CCID_50]",
    "[TCID_50]",
    "[EID_50]",
    "[PFU]",
    "[FFU]",
    "[CFU]",
    "[BAU]",
    "[AU]",
    "[Amb'a'1'U]",
    "[PNU]",
    "[Lf]",
    "[D'ag'U]",
    "[FEU]",
    "[ELU]",
    "[EU]",
    "[IR]",
    "[hnsf'U]",
    "[HPF]",
];

/// Symbol, number, power of ten, unit.
type Row = (&'static str, f64, i32, &'static str);

/// Units that take prefixes, each after those it is defined by.
const METRIC: &[Row] = &[
    // SI units (section 4.2, table 4)
    ("sr", 1.0, 0, "rad2"),
    ("Hz", 1.0, 0, "/s"),
    ("N", 1.0, 3, "g.m/s2"),
    ("Pa", 1.0, 0, "N/m2"),
    ("J", 1.0, 0, "N.m"),
    ("W", 1.0, 0, "J/s"),
    ("A", 1.0, 0, "C/s"),
    ("V", 1.0, 0, "J/C"),
    ("F", 1.0, 0, "C/V"),
    ("Ohm", 1.0, 0, "V/A"),
    ("S", 1.0, 0, "A/V"),
    ("Wb", 1.0, 0, "V.s"),
    ("T", 1.0, 0, "Wb/m2"),
    ("H", 1.0, 0, "Wb/A"),
    ("lm", 1.0, 0, "cd.sr"),
    ("lx", 1.0, 0, "lm/m2"),
    ("Bq", 1.0, 0, "/s"),
    ("Gy", 1.0, 3, "J/g"),
    ("Sv", 1.0, 3, "J/g"),
    // Other units of ISO 1000 and ISO 2955 (section 4.3, tables 5 to 7)
    ("l", 1.0, -3, "m3"),
    ("L", 1.0, -3, "m3"),
    ("ar", 1.0, 2, "m2"),
    ("t", 1.0, 6, "g"),
    ("bar", 1.0, 5, "Pa"),
    ("u", 1.660_540_2, -24, "g"),
    ("eV", 1.602_177_33, -19, "J"),
    ("pc", 3.085_678, 16, "m"),
    // CGS units (section 4.4, table 8)
    ("dyn", 1.0, -5, "N"),
    ("erg", 1.0, -7, "J"),
    ("P", 1.0, -1, "Pa.s"),
    ("St", 1.0, -4, "m2/s"),
    ("G", 1.0, -4, "T"),
    ("Ci", 3.7, 10, "Bq"),
    ("R", 2.58, -7, "C/g"),
    ("RAD", 1.0, -2, "Gy"),
    ("REM", 1.0, -2, "Sv"),
    // Heat (table 12), pressure (tables 13 and 14), clinical chemistry (table 15)
    ("cal", 4.184, 0, "J"),
    ("cal_th", 4.184, 0, "J"),
    ("cal_IT", 4.1868, 0, "J"),
    ("m[Hg]", 1.333_220, 5, "Pa"),
    ("m[H2O]", 9.806_65, 3, "Pa"),
    ("g%", 1.0, 4, "g/m3"),
    ("kat", 1.0, 0, "mol/s"),
    ("U", 1.0 / 60.0, -6, "mol/s"),
    ("[iU]", 1.0, 0, "[IU]"),
];

/// Units that take no prefixes, each after those it is defined by.
const CUSTOMARY: &[Row] = &[
    // Numbers (section 4.2, table 2)
    ("10*", 1.0, 1, ""),
    ("10^", 1.0, 1, ""),
    ("[pi]", std::f64::consts::PI, 0, ""),
    ("%", 1.0, -2, ""),
    ("[ppth]", 1.0, -3, ""),
    ("[ppm]", 1.0, -6, ""),
    ("[ppb]", 1.0, -9, ""),
    ("[pptr]", 1.0, -12, ""),
    // Angles and time (table 5)
    ("deg", std::f64::consts::PI / 180.0, 0, "rad"),
    ("gon", std::f64::consts::PI / 200.0, 0, "rad"),
    ("'", std::f64::consts::PI / 10_800.0, 0, "rad"),
    ("''", std::f64::consts::PI / 648_000.0, 0, "rad"),
    ("min", 60.0, 0, "s"),
    ("h", 3600.0, 0, "s"),
    ("d", 86_400.0, 0, "s"),
    ("wk", 604_800.0, 0, "s"),
    ("a_t", 365.242_19, 0, "d"),
    ("a_j", 365.25, 0, "d"),
    ("a_g", 365.2425, 0, "d"),
    ("a", 365.25, 0, "d"),
    ("mo_s", 29.530_59, 0, "d"),
    ("mo_j", 30.4375, 0, "d"),
    ("mo_g", 30.436_875, 0, "d"),
    ("mo", 30.4375, 0, "d"),
    ("atm", 101_325.0, 0, "Pa"),
    // International and US lengths, areas, volumes (section 4.4, tables 9 to 11)
    ("[in_i]", 2.54, -2, "m"),
    ("[ft_i]", 30.48, -2, "m"),
    ("[yd_i]", 91.44, -2, "m"),
    ("[mi_i]", 1609.344, 0, "m"),
    ("[nmi_i]", 1852.0, 0, "m"),
    ("[kn_i]", 1.0, 0, "[nmi_i]/h"),
    ("[sin_i]", 1.0, 0, "[in_i]2"),
    ("[sft_i]", 1.0, 0, "[ft_i]2"),
    ("[cin_i]", 1.0, 0, "[in_i]3"),
    ("[cft_i]", 1.0, 0, "[ft_i]3"),
    ("[gal_us]", 231.0, 0, "[in_i]3"),
    ("[qt_us]", 57.75, 0, "[in_i]3"),
    ("[pt_us]", 28.875, 0, "[in_i]3"),
    ("[foz_us]", 1.804_687_5, 0, "[in_i]3"),
    ("[cup_us]", 14.4375, 0, "[in_i]3"),
    ("[tbs_us]", 0.902_343_75, 0, "[in_i]3"),
    ("[tsp_us]", 0.300_781_25, 0, "[in_i]3"),
    ("[cup_m]", 240.0, -6, "m3"),
    ("[foz_m]", 30.0, -6, "m3"),
    ("[tbs_m]", 15.0, -6, "m3"),
    ("[tsp_m]", 5.0, -6, "m3"),
    // Avoirdupois, troy and apothecaries' weights (tables 12 to 14)
    ("[gr]", 64.798_91, -3, "g"),
    ("[lb_av]", 453.592_37, 0, "g"),
    ("[oz_av]", 28.349_523_125, 0, "g"),
    ("[dr_av]", 1.771_845_195_312_5, 0, "g"),
    ("[stone_av]", 6_350.293_18, 0, "g"),
    ("[ston_av]", 907_184.74, 0, "g"),
    ("[oz_tr]", 31.103_476_8, 0, "g"),
    ("[oz_ap]", 31.103_476_8, 0, "g"),
    ("[dr_ap]", 3.887_934_6, 0, "g"),
    ("[sc_ap]", 1.295_978_2, 0, "g"),
    // Heat, pressure, clinic (sections 4.4 and 4.5)
    ("[degR]", 5.0 / 9.0, 0, "K"),
    ("[Cal]", 4.184, 3, "J"),
    ("[Btu]", 1_055.055_852_62, 0, "J"),
    ("[lbf_av]", 4.448_221_615_260_5, 0, "N"),
    ("[psi]", 6_894.757_293_168_361, 0, "Pa"),
    ("[in_i'Hg]", 3_386.378_8, 0, "Pa"),
    ("[in_i'H2O]", 249.088_91, 0, "Pa"),
    ("[PRU]", 133.322, 6, "Pa.s/m3"),
    ("[wood'U]", 7.999_32, 6, "Pa.s/m3"),
    ("[diop]", 1.0, 0, "/m"),
    ("[Ch]", 1.0 / 3.0, -3, "m"),
    ("[drp]", 5.0, -8, "m3"),
    ("[MET]", 3.5 / 60.0, -9, "m3/s/g"),
    ("[S]", 1.0, -13, "s"),
    ("[LPF]", 100.0, 0, "[HPF]"),
];
