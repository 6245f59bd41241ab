//! Birthdays: what changes at midnight, and who is told of it before.

use std::collections::BTreeSet;
use std::time::Duration;

use axum::http::StatusCode;
use madrone_authz::relation::Kind;
use madrone_harness::both_engines;
use madrone_harness::engines::TestDb;
use madrone_harness::smtp::Received;

use super::{elena, signed_in, unchanged};
use crate::family::walk::chart;
use crate::portal::Portal;

/// The mails of a morning: what is done once a day asks for some while the first are waited for.
fn morning(portal: &Portal) -> Vec<Received> {
    let mut mails = portal.settle();
    mails.extend(portal.settle());
    mails
}

both_engines! {
    fn birthdays_change_what_parents_see_while_they_are_signed_in(test: TestDb) {
        let portal = Portal::new(test);
        elena(&portal);
        portal.minor("twelve", "2014-11-27");
        portal.minor("eighteen", "2008-11-27");
        for patient in ["twelve", "eighteen"] {
            portal.relate("elena", patient, Kind::Parent, unchanged);
            portal.put(chart(patient, None));
        }
        portal.clock.advance(Duration::from_mins(15 * 60 - 10));
        let mut elena = signed_in(&portal, "elena");
        assert!(elena.get("/as/twelve/results").shows("Xresults"));
        assert!(elena.get("/as/eighteen/immunizations").shows("Ximmunizations"));
        portal.clock.advance(Duration::from_mins(10));
        assert_eq!(elena.get("/as/twelve/results").status, StatusCode::NOT_FOUND);
        assert!(elena.get("/as/twelve/immunizations").shows("Ximmunizations"));
        assert_eq!(elena.get("/as/eighteen/immunizations").status, StatusCode::NOT_FOUND);
        assert!(!elena.get("/family").shows("Eighteen"));
    }

    fn a_birthday_is_told_thirty_and_seven_days_ahead_to_parents_and_to_who_has_it(test: TestDb) {
        let portal = Portal::new(test);
        elena(&portal);
        // Twins, one of whom has an account; it is 50 days before.
        portal.minor("leo", "2015-01-15");
        portal.minor("lia", "2015-01-15");
        portal.account("leo", None, Some("leo"));
        for twin in ["leo", "lia"] {
            portal.relate("elena", twin, Kind::Parent, unchanged);
        }
        let mut told = Vec::new();
        let mut pass = |days: u64| {
            portal.clock.advance(Duration::from_hours(24 * days));
            let mails = morning(&portal);
            let soon: BTreeSet<String> = mails.iter().filter(|mail| mail.text().contains("A birthday in the family is near")).map(|mail| mail.to[0].clone()).collect();
            told.push((soon, mails.len()));
        };
        // 31 days ahead, 30, 29; then the portal is off until 5 days ahead; and the day itself.
        [19, 1, 1, 24, 1, 4].into_iter().for_each(&mut pass);
        let nobody = (BTreeSet::new(), 0);
        let both = (BTreeSet::from(["elena@example.com".to_owned(), "leo@example.com".to_owned()]), 2);
        assert_eq!(told, [nobody.clone(), both.clone(), nobody.clone(), both, nobody.clone(), nobody]);
    }

    fn who_becomes_an_adult_is_told_that_they_decide_now(test: TestDb) {
        let portal = Portal::new(test);
        elena(&portal);
        portal.minor("sofia", "2009-01-15");
        portal.account("sofia", None, Some("sofia"));
        portal.relate("elena", "sofia", Kind::Parent, unchanged);
        portal.clock.advance(Duration::from_hours(24 * 49));
        morning(&portal);
        portal.clock.advance(Duration::from_hours(24));
        let mails = morning(&portal);
        let told: Vec<_> = mails.iter().map(|mail| (mail.to.clone(), mail.text().contains("no longer see your record"))).collect();
        assert_eq!(told, [(vec!["sofia@example.com".to_owned()], true)]);
    }

    fn what_changes_on_a_birthday_is_said_before_and_is_so_on_the_day(test: TestDb) {
        let portal = Portal::new(test);
        elena(&portal);
        portal.minor("leo", "2015-02-28");
        portal.account("leo", None, Some("leo"));
        portal.relate("elena", "leo", Kind::Parent, unchanged);
        let mut elena = signed_in(&portal, "elena");
        assert!(elena.get("/family").shows("/as/leo/birthday"));
        let page = elena.get("/as/leo/birthday");
        for said in ["What changes on Leo", "From the 12th birthday, Sunday, February 28, 2027", "From the 18th birthday, Monday, February 28, 2033", "They no longer see", "Medicines"] {
            assert!(page.shows(said), "{said}: {}", page.text());
        }
        portal.clock.advance(Duration::from_hours(24 * 100));
        let mut elena = signed_in(&portal, "elena");
        let page = elena.get("/as/leo/birthday");
        assert!(!page.shows("12th birthday") && page.shows("18th birthday") && !page.shows("Medicines"), "{}", page.text());
        let mut leo = signed_in(&portal, "leo");
        assert!(leo.get("/sharing").shows("/birthday"));
        assert!(leo.get("/birthday").shows("What changes on my birthday"));
        portal.patient("walter");
        let mut walter = signed_in(&portal, "walter");
        assert!(!walter.get("/sharing").shows("/birthday"));
        assert_eq!(walter.get("/birthday").status, StatusCode::NOT_FOUND);
    }
}
