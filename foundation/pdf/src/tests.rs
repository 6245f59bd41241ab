use madrone_ports::{Block, Section, Table};
use typst::layout::{Frame, FrameItem};

use super::*;

fn summary() -> Document {
    let page = vec![
        Block::Heading("Alergias".into()),
        Block::Rows(vec![("Médica".into(), "Dra. Núñez".into())]),
        Block::Paragraph("Penicilina: erupción\nDesde la niñez".into()),
        Block::Note("Según usted".into()),
        Block::List(vec!["Uno".into(), "Dos".into()]),
        Block::Table(Table {
            columns: vec!["Prueba".into(), "Valor".into()],
            rows: (0..40)
                .map(|row| vec![format!("Hemoglobina {row}"), "≥ 7.10 µg".into()])
                .collect(),
        }),
    ];
    Document {
        language: "es-US".into(),
        title: "Resumen de salud".into(),
        clinic: vec!["Riverbend Clinic".into()],
        patient: "María Álvarez, nacida el 4 de marzo de 1979".into(),
        made: "Impreso el 22 de noviembre de 2026".into(),
        page_label: "Página {page} de {pages}".into(),
        sections: vec![
            Section {
                heading: "Salud".into(),
                blocks: page
            };
            2
        ],
    }
}

/// The text of each page, a line for each run of letters.
fn pages(document: &Document) -> Vec<String> {
    let laid_out = TypstRenderer::new().lay_out(document).unwrap();
    laid_out.pages().iter().map(|page| text_of(&page.frame)).collect()
}

fn text_of(frame: &Frame) -> String {
    let texts = frame.items().map(|(_, item)| match item {
        FrameItem::Group(group) => text_of(&group.frame),
        FrameItem::Text(run) => format!("{}\n", run.text),
        _ => String::new(),
    });
    texts.collect()
}

/// How far from the left edge `words` stand, in points.
fn place_of(frame: &Frame, words: &str) -> Option<f64> {
    frame.items().find_map(|(at, item)| match item {
        FrameItem::Group(group) => place_of(&group.frame, words).map(|inside| at.x.to_pt() + inside),
        FrameItem::Text(run) if run.text == words => Some(at.x.to_pt()),
        _ => None,
    })
}

/// Whether the file says `words` somewhere in the clear, where PDF keeps its catalogue and metadata.
fn says(pdf: &[u8], words: &str) -> bool {
    pdf.windows(words.len()).any(|window| window == words.as_bytes())
}

#[test]
fn a_row_of_a_table_stands_on_one_page() {
    let lines = |row: usize| format!("Primero {row}.\n\u{2014}\n\u{2014}\n\u{2014}\n\u{2014}\n\u{2014}\nUltimo {row}.");
    let mut document = summary();
    document.sections.truncate(1);
    document.sections[0].blocks = vec![Block::Table(Table {
        columns: vec!["Prueba".into()],
        rows: (0..23).map(|row| vec![lines(row)]).collect(),
    })];
    let pages = pages(&document);
    assert!(pages.len() > 2, "a table of several pages");
    for row in 0..23 {
        let page = pages.iter().find(|page| page.contains(&format!("Primero {row}.")));
        assert!(page.unwrap().contains(&format!("Ultimo {row}.")), "row {row} is torn");
    }
}

#[test]
fn a_pdf_is_tagged_titled_and_in_the_language_of_its_words() {
    let pdf = TypstRenderer::new().render(&summary()).unwrap();
    assert!(pdf.starts_with(b"%PDF-"));
    for words in [
        "/Lang(es)",
        "/Marked true",
        "/StructTreeRoot",
        "<pdfuaid:part>1<",
        "Resumen de salud",
    ] {
        assert!(says(&pdf, words), "{words}");
    }
}

#[test]
fn every_part_is_on_the_pages_with_its_accents() {
    let text = pages(&summary()).concat();
    for words in [
        "María Álvarez",
        "Dra. Núñez",
        "Desde la niñez",
        "Según usted",
        "Hemoglobina 39",
        "≥ 7.10 µg",
        "Dos",
    ] {
        assert!(text.contains(words), "{words}");
    }
}

#[test]
fn every_page_says_whose_it_is_when_it_was_made_and_which_it_is() {
    let pages = pages(&summary());
    let count = pages.len();
    assert!(count > 1);
    for (place, page) in pages.iter().enumerate() {
        assert!(page.contains("María Álvarez"), "{page}");
        assert!(page.contains("Impreso el 22 de noviembre de 2026"), "{page}");
        assert!(page.contains(&format!("Página {} de {count}", place + 1)), "{page}");
    }
}

#[test]
fn a_table_of_few_words_is_as_wide_as_the_page() {
    let laid_out = TypstRenderer::new().lay_out(&summary()).unwrap();
    let page = &laid_out.pages()[0].frame;
    let second_column = place_of(page, "Valor").unwrap() / page.width().to_pt();
    assert!((0.45..0.65).contains(&second_column), "{second_column}");
}

#[test]
fn a_table_names_its_columns_on_every_page_that_it_reaches() {
    let long = Table {
        columns: vec!["Prueba".into()],
        rows: vec![vec!["a".into()]; 120],
    };
    let sections = vec![Section {
        heading: "Salud".into(),
        blocks: vec![Block::Table(long)],
    }];
    let pages = pages(&Document { sections, ..summary() });
    assert!(pages.len() > 1);
    assert!(pages.iter().all(|page| page.contains("Prueba")));
}

#[test]
fn what_a_person_wrote_is_shown_as_it_was_written() {
    let sly = "#read(\"/etc/passwd\") *b* _i_ $x$ <a> @b // \\ {pages}";
    let cells = Table {
        columns: vec![sly.into()],
        rows: vec![vec![sly.into()]],
    };
    let blocks = vec![
        Block::Heading(sly.into()),
        Block::Paragraph(sly.into()),
        Block::Rows(vec![(sly.into(), sly.into())]),
        Block::List(vec![sly.into()]),
        Block::Table(cells),
    ];
    let document = Document {
        title: sly.into(),
        patient: sly.into(),
        clinic: vec![sly.into()],
        sections: vec![Section {
            heading: sly.into(),
            blocks,
        }],
        ..summary()
    };
    let text = pages(&document).concat();
    assert!(text.matches("#read(\"/etc/passwd\")").count() >= 9, "{text}");
    assert!(!text.contains("root:"));
    TypstRenderer::new().render(&document).unwrap();
}

#[test]
fn no_text_makes_it_fail() {
    let odd = [
        "",
        "王小明",
        "\u{0}\u{1}\u{7f}",
        "שלום",
        "🩺👩🏽‍⚕️",
        "\u{202e}abc",
        "\n\n\n",
        &"x".repeat(5000),
    ];
    let blocks = vec![
        Block::Rows(
            odd.iter()
                .map(|text| ((*text).to_owned(), (*text).to_owned()))
                .collect(),
        ),
        Block::Table(Table {
            columns: vec!["a".into(), "b".into()],
            rows: vec![vec![], odd.map(str::to_owned).to_vec(), vec!["x".into()]],
        }),
        Block::Table(Table::default()),
        Block::List(vec![]),
        Block::Rows(vec![]),
        Block::List(odd.map(str::to_owned).to_vec()),
        Block::Paragraph(odd.concat()),
    ];
    let document = Document {
        language: "not a language".into(),
        title: odd.concat(),
        sections: vec![Section {
            heading: String::new(),
            blocks,
        }],
        ..Document::default()
    };
    let renderer = TypstRenderer::new();
    assert!(says(&renderer.render(&document).unwrap(), "/Marked true"));
    assert!(says(&renderer.render(&Document::default()).unwrap(), "/Marked true"));
}
