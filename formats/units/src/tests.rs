use super::*;

fn assert_converts(value: f64, from: &str, to: &str, expected: f64) {
    let converted = convert(value, from, to).unwrap_or_else(|| panic!("{from} to {to}"));
    assert!(
        (converted - expected).abs() <= expected.abs() * 1e-9,
        "{value} {from} is {converted} {to}, not {expected}"
    );
}

fn dimension(code: &str) -> String {
    parse(code).unwrap().canonical().dimension
}

#[test]
fn prefixes_of_metric_units_convert_exactly() {
    assert_eq!(convert(5.0, "mg", "g"), Some(0.005));
    assert_eq!(convert(120.0, "mg/dL", "g/L"), Some(1.2));
    assert_eq!(convert(0.7, "ng/mL", "ug/L"), Some(0.7));
    assert_converts(1.1, "mmol/L", "umol/dL", 110.0);
    assert_eq!(convert(7.0, "dag", "g"), Some(70.0));
}

#[test]
fn temperatures_convert_with_their_offset() {
    assert_converts(98.6, "[degF]", "Cel", 37.0);
    assert_converts(37.0, "Cel", "[degF]", 98.6);
    assert_converts(0.0, "Cel", "K", 273.15);
    assert_converts(-40.0, "[degF]", "Cel", -40.0);
}

#[test]
fn customary_measures_convert() {
    assert_converts(150.0, "[lb_av]", "kg", 68.038_855_5);
    assert_converts(70.0, "[in_i]", "cm", 177.8);
    assert_converts(16.0, "[oz_av]", "[lb_av]", 1.0);
    assert_converts(1.0, "[gal_us]", "L", 3.785_411_784);
    assert_converts(1.0, "[tsp_us]", "mL", 4.928_921_593_75);
    assert_converts(760.0, "mm[Hg]", "kPa", 101.324_72);
    assert_converts(1.0, "[psi]", "Pa", 6_894.757_293);
    assert_converts(3.0, "[Ch]", "mm", 1.0);
    assert_converts(1.0, "[MET]", "mL/min/kg", 3.5);
    assert_converts(1.0, "[PRU]", "mm[Hg].s/mL", 1.0);
    assert_converts(1.0, "[wood'U]", "mm[Hg].min/L", 1.0);
}

#[test]
fn counts_per_volume_are_powers_of_ten() {
    assert_eq!(convert(7.2, "10*3/uL", "10*9/L"), Some(7.2));
    assert_eq!(convert(4.5, "10*6/uL", "10^12/L"), Some(4.5));
    assert_eq!(convert(7200.0, "/uL", "10*3/uL"), Some(7.2));
    assert_eq!(convert(7.2, "K/uL", "10*3/uL"), None);
}

#[test]
fn percent_and_parts_are_numbers() {
    assert_eq!(convert(45.0, "%", "1"), Some(0.45));
    assert_eq!(convert(6.5, "%", "[ppth]"), Some(65.0));
    assert_eq!(dimension("%"), "1");
}

#[test]
fn time_and_rates_convert() {
    assert_eq!(convert(72.0, "/min", "Hz"), Some(1.2));
    assert_eq!(convert(2.0, "wk", "d"), Some(14.0));
    assert_eq!(convert(1.0, "a", "d"), Some(365.25));
    assert_eq!(convert(60.0, "mL/h", "mL/min"), Some(1.0));
    assert_converts(90.0, "mL/min/{1.73_m2}", "mL/s", 1.5);
}

#[test]
fn annotations_mean_nothing() {
    assert!(comparable("{beats}/min", "/min"));
    assert!(comparable("{score}", "1"));
    assert!(comparable("mg{creat}/dL", "mg/dL"));
    assert_eq!(convert(1.0, "{a}", "{b}"), Some(1.0));
}

#[test]
fn mass_amount_and_activity_are_never_mixed() {
    assert!(!comparable("mg/dL", "mmol/L"));
    assert!(!comparable("meq/L", "mmol/L"));
    assert!(!comparable("mosm/kg", "mmol/kg"));
    assert!(!comparable("[IU]/L", "U/L"));
    assert!(!comparable("[IU]", "[arb'U]"));
    assert!(!comparable("mmol/L", "/L"));
    assert!(comparable("[iU]/mL", "k[IU]/L"));
    assert_converts(60.0, "U/L", "ukat/L", 1.0);
}

#[test]
fn fields_of_a_microscope_are_not_numbers() {
    assert!(!comparable("/[HPF]", "1"));
    assert_eq!(convert(1.0, "/[HPF]", "/[LPF]"), Some(100.0));
}

#[test]
fn terms_go_from_left_to_right_and_parentheses_first() {
    assert_eq!(dimension("g/m.s"), "g.m-1.s");
    assert_eq!(dimension("g/(m.s)"), "g.m-1.s-1");
    assert_eq!(dimension("kg.m/s2"), dimension("N"));
    assert_eq!(dimension("m/m"), "1");
    assert_eq!(convert(1.0, "kg/m2", "g/cm2"), Some(0.1));
    assert_eq!(dimension("m-2"), "m-2");
    assert_eq!(dimension("m+2"), "m2");
    assert_eq!(convert(3.0, "2.m", "m"), Some(6.0));
}

#[test]
fn a_unit_that_stands_by_itself_is_not_read_as_prefix_and_unit() {
    assert_eq!(dimension("cd"), "cd");
    assert_eq!(dimension("min"), "s");
    assert!(comparable("Pa", "mm[Hg]"));
    assert!(comparable("mo", "d"));
    assert_eq!(convert(1.0, "mmin", "s"), None);
}

#[test]
fn scales_take_no_part_in_products() {
    assert_eq!(parse("Cel/min"), Err(Fault::Scale("Cel".into())));
    assert_eq!(parse("/Cel"), Err(Fault::Scale("Cel".into())));
    assert_eq!(parse("Cel2"), Err(Fault::Scale("Cel".into())));
    assert!(parse("Cel{oral}").is_ok());
    assert!(comparable("[pH]", "[pH]") && !comparable("[pH]", "1"));
}

#[test]
fn what_is_not_ucum_is_refused() {
    for code in [
        "", "mmHg", "lbs", "bpm", "GM", "mg/", "mg//dL", "mg/(dL", "mg)", "{a", "}", "mg dL", "mg²", "m2m", "k", ".",
        "()",
    ] {
        assert!(parse(code).is_err(), "{code}");
    }
    assert!(parse(&"(".repeat(10_000)).is_err());
    assert!(parse("m999999999999").is_err());
    assert!(matches!(parse("é{"), Err(Fault::Malformed(_) | Fault::Unknown(_))));
}

#[test]
fn the_factor_to_canonical_units_is_given() {
    let unit = parse("mg/dL").unwrap().canonical();
    assert_eq!(
        (unit.factor, unit.offset, unit.dimension.as_str()),
        (10.0, 0.0, "g.m-3")
    );
}
