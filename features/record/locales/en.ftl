# The health record: the words of its pages. The words for codes stand in codes.en.ftl.

## Places
record-results = Test results
record-results-lede = Results appear here as soon as they are released, often before your clinician has seen them.
record-visits = Visits
record-visits-lede = Your coming visits, and what was written about past ones.
record-medicines = Medicines
record-medicines-lede = What your clinicians have prescribed and what you told them you take.
record-health = Health record
record-health-short = Health
record-health-lede = Everything in your record, by kind.
record-allergies = Allergies
record-allergies-lede = What you should not be given, and how you reacted.
record-conditions = Health issues
record-conditions-lede = What you are treated for now, and what is behind you.
record-immunizations = Immunizations
record-documents = Documents
record-documents-lede = Notes, summaries and letters about your care.
record-summary = Health summary
record-summary-lede = The most important things on one page, to print or take along.
record-patients = Patients
record-vitals = Vital signs
record-more-of-the-record = More of your record
record-complete-lists = Complete lists
record-complete-lists-why = Every entry of these kinds. That includes what the pages above leave out: answers to questions, notes kept as reports, and entries made by mistake.

## Ways
record-all-results = All test results
record-all-visits = All visits
record-all-documents = All documents
record-all-count = All { $count }
record-all-medicines = All medicines
record-see-visits = See your visits
record-see-health = See your health record
record-newest = Newest
record-older = Older
record-pages = Pages
record-print = Print
record-who-sees = Who sees this
record-download-pdf = Download PDF
record-details = Details
record-search = Search
record-clear-search = Clear the search
record-show = Show
record-show-table = Show as a table

## Sources
record-source = From { $from }.
record-updated = Last updated { $when }.
record-oldest-entry = The oldest date in this list is { $date }.
record-older-at-clinic = The clinic may have older records. Ask it for them.
record-older-at-clinic-call = The clinic may have older records. To ask for them, call { $phone }.
record-sources-heading = Where this comes from
record-printed = Printed { $when }
record-page-of = Page { $page } of { $pages }

## Lists of results
record-search-results = Search by the name of a test
record-results-kinds = Kinds of results
record-latest-results = Latest results
record-results-kind-all = All
record-results-kind-lab = Lab tests
record-results-kind-imaging = Imaging
record-results-kind-pathology = Pathology
record-results-kind-vitals = Vital signs
record-results-kind-other = Other
record-show-everything = Everything
record-show-new = New only
record-show-out = Out of range only
record-looked-back = We have looked back to { $date }. Choose “Older” to look further.
record-no-results-title = No test results yet
record-no-results-why = The clinic has released no test results to the portal. It does not mean that a test was normal. If you are waiting for one, ask the clinic.
record-none-found-title = Nothing found
record-none-found-why = Nothing in this list fits what you asked for. Try fewer words, or another spelling.
record-none-new-title = No new results
record-none-new-why = You have opened everything that came in the last 90 days.
record-none-out-title = Nothing is marked as out of range
record-none-out-why = No result here was flagged by the lab or lies outside the range it gave. Some results have no range.
record-none-of-kind-title = No results of this kind
record-none-of-kind-why = The clinic has released no results of this kind to the portal.
record-result-count = { $count ->
    [one] { $count } result
   *[other] { $count } results
  }
record-out-count = { $count } out of range
record-all-in-range = All in range
record-new = New
record-read-new-result = Read your new test result: { $name }

## One result
record-your-result = Your result
record-usual = Usual: { $range }
record-usual-head = Usual range
record-usual-range = Usual range: { $range }
record-no-range = The lab gave no usual range for this test.
record-bar-below = Below: under { $end }
record-bar-above = Above: over { $end }
record-bar-spoken = { $value }. Usual range: { $range }.
record-flag-unknown = No range given
record-flag-in-range = In range
record-flag-above = Above range
record-flag-below = Below range
record-flag-outside = Not usual
record-flag-critical = Critical
record-flag-critical-high = Critical: very high
record-flag-critical-low = Critical: very low
record-notice-registered = This test has been ordered or begun. There is no result yet.
record-notice-partial = Some parts of this result are ready. Others are still to come.
record-notice-preliminary = This is an early result. It may change when the lab has finished.
record-notice-corrected = This result was corrected after it was first released. The earlier value is below.
record-notice-appended = Something was added to this result after it was first released.
record-notice-cancelled = This test was cancelled. There is no result.
record-notice-entered-in-error = This result was entered by mistake. Do not rely on it.
record-notice-critical = The lab marked this result as critical. If nobody from the clinic has talked with you about it, call the clinic now.
record-notice-critical-call = The lab marked this result as critical. If nobody from the clinic has talked with you about it, call { $phone } now.
record-note-from = Note from { $who }
record-note-with-result = Note with this result
record-conclusion = Conclusion
record-report-text = Report
record-over-time = Over time
record-trend-latest = The latest { $count } results are drawn. Earlier ones are in the list of results.
record-earlier-values = Earlier value
record-earlier-value = { $value }, until it was changed on { $date }.
record-about-this-result = About this result
record-same-panel = Same test
record-whole-panel = See all of it
record-members-missing = { $count ->
    [one] { $count } part of this result is not here.
   *[other] { $count } parts of this result are not here.
  }
record-no-value = The lab sent no value with this result. If you are waiting for one, ask the clinic.
record-taken-on = Taken on { $date }.
record-released-on = Released on { $date }.
record-ordered-by-sentence = Ordered by { $who }.
record-trend-spoken = { $name }: { $count } results. First { $first } on { $from }, last { $last } on { $to }.
record-axis-month = { $month }
record-sampled-data = A recorded curve, which cannot be shown here

## Names of facts and columns
record-test = Test
record-measure = Measure
record-result = Result
record-how-it-lies = How it compares
record-date = Date
record-date-unknown = Date not recorded
record-clinical-name = Clinical name
record-status = Status
record-state = State
record-collected = Collected
record-released = Released
record-ordered-by = Ordered by
record-performed-by = Done by
record-interpreted-by = Read by
record-specimen = Specimen
record-body-site = Place on the body
record-method = Method
record-code = Code
record-kind = Kind
record-category = Category
record-description = Description
record-note = Note
record-notes = Notes and summaries
record-reason = Reason
record-when = When
record-where = Where
record-part = Part
record-recorded = Recorded
record-recorded-by = Recorded by
record-since-when = Since when
record-phone = Phone
record-email = Email
record-language = Language
record-contacts = Contacts
record-yes = Yes
record-no = No

## Medicines
record-medicine = Medicine
record-current-medicines = What you take now
record-past-medicines = Past medicines
record-medicine-list = Medicine list
record-how-to-take = How to take it
record-no-instructions = No instructions are recorded. Ask your clinic or pharmacy how to take it.
record-taken-for = For: { $reason }
record-reported = You told us
record-started = Started
record-stopped = Stopped
record-why-stopped = Why it was stopped
record-prescribed-by = Prescribed by
record-pharmacy = Pharmacy
record-refills = Refills
record-refills-allowed = { $count ->
    [0] None
    [one] { $count } allowed
   *[other] { $count } allowed
  }
record-supply = Amount each time
record-no-medicines-title = No medicines on record
record-no-medicines-why = The clinic has recorded no medicines for you. If you take any, tell the clinic, so that the list is right.
record-no-current-medicines-title = No current medicines
record-no-current-medicines-why = The clinic has no medicine on record that you take now. Past ones are below.
record-at-a-time = { $amount } at a time
record-other-prescriptions = Other prescriptions
record-as-needed = as needed
record-as-needed-for = as needed for { $reason }
record-at-times = at { $times }
record-for-duration = for { $duration }
record-every = every { $span }
record-times-every = { $count } times every { $span }
record-times-a-d = { $count ->
    [one] { $count } time a day
   *[other] { $count } times a day
  }
record-times-a-wk = { $count ->
    [one] { $count } time a week
   *[other] { $count } times a week
  }
record-times-a-mo = { $count ->
    [one] { $count } time a month
   *[other] { $count } times a month
  }
record-unit-min = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
  }
record-unit-h = { $count ->
    [one] { $count } hour
   *[other] { $count } hours
  }
record-unit-d = { $count ->
    [one] { $count } day
   *[other] { $count } days
  }
record-unit-wk = { $count ->
    [one] { $count } week
   *[other] { $count } weeks
  }
record-unit-mo = { $count ->
    [one] { $count } month
   *[other] { $count } months
  }
record-unit-a = { $count ->
    [one] { $count } year
   *[other] { $count } years
  }

## Allergies
record-allergy = Allergy
record-current-allergies = Current allergies
record-past-allergies = Past allergies
record-no-allergies-recorded = None on record
record-no-allergies-title = No allergies on record
record-no-allergies-why = The clinic has recorded no allergies for you. That is not the same as having none. If you have one, tell the clinic.
record-reaction = Reaction: { $what }
record-reactions = Reactions
record-no-reaction = No reaction is recorded.
record-how-serious = How serious
record-last-reaction = Last reaction

## Health issues
record-issue = Issue
record-current-conditions = Current health issues
record-past-conditions = Past health issues
record-clinically = Clinical name: { $name }
record-no-conditions-title = No current health issues on record
record-no-conditions-why = The clinic has recorded no current health issues for you. Notes of your visits may say more.
record-since = Since { $date }
record-since-age = Since age { $age }
record-until = Until { $date }
record-ended-on = Ended { $date }

## Immunizations
record-vaccine = Vaccine
record-dose = Dose
record-doses = Doses
record-dose-number = Dose { $number }
record-dose-of = { $number } of { $all }
record-last-dose = Last dose
record-dose-count = { $count ->
    [one] { $count } dose
   *[other] { $count } doses, the newest first
  }
record-lot = Lot and maker
record-not-given = Not given
record-not-given-because = Not given: { $reason }
record-subpotent = Dose may not count
record-no-immunizations-title = No immunizations on record
record-no-immunizations-why = The clinic has no immunizations on record for you. You may have had some elsewhere. Bring your record to your next visit.

## Visits
record-visit = Visit
record-visit-with = { $kind } with { $who }
record-coming-visits = Coming visits
record-past-visits = Past visits
record-latest-visit = Latest visit
record-hospital-stay = Hospital stay
record-seen-by = With { $who }
record-about-minutes = { $count ->
    [one] About { $count } minute
   *[other] About { $count } minutes
  }
record-no-coming-title = No upcoming visits to show
record-no-coming-why = Visits that you booked are listed here.
record-no-visits-title = No past visits on record
record-no-visits-why = The clinic has released no visits to the portal. Visits at other clinics are not shown here.
record-visit-has-no-more = Nothing more is recorded for this visit: no notes, diagnoses or orders.
record-care-team = Care team
record-team-member = Member
record-came-from = Came from
record-left-to = Discharged to
record-left-for = Went on to
record-diagnoses = Diagnoses
record-orders = Orders
record-procedures = Procedures
record-care-plans-and-teams = Care plans and teams

## Documents
record-document = Document
record-search-documents = Search by the kind of document
record-documents-kinds = Kinds of documents
record-documents-notes = Clinical notes
record-documents-other = Other documents
record-no-documents-title = No documents yet
record-no-documents-why = The clinic has put no documents into the portal. Notes of a visit stand with the visit.
record-document-empty = The clinic’s system describes this document and did not send what is in it. Ask the clinic for a copy.
record-about-this-document = About this document
record-written-by = Written by
record-signed-by = Signed by
record-kept-by = Kept by
record-of-visit = Time of the visit
record-file = File
record-file-elsewhere = Kept at another place on the web
record-file-nowhere = Not sent to the portal. Ask the clinic for a copy.

## The rest of the record
record-entries = { $count ->
    [one] { $count } entry
   *[other] { $count } entries
  }
record-none-recorded = None on record
record-search-by-name = Search by name
record-year = Year
record-every-year = Every year
record-none-of-type-title = None on record
record-none-of-type-why = Nothing of this kind has been put into your record.
record-in-its-own-words = As it was written
record-belongs-with = Belongs with

## Amounts and times
record-from-to = { $from } to { $to }
record-or-more = { $amount } or more
record-or-less = { $amount } or less

## What has no name
record-unnamed-result = Test without a name
record-unnamed-medicine = Medicine without a name
record-unnamed-allergy = Allergy without a name
record-unnamed-condition = Issue without a name
record-unnamed-vaccine = Vaccine without a name
record-unnamed-person = Name not recorded

## The clinic's side
record-find-patient = Find a patient by name, birth date or record number
record-find-patient-hint = Write a name, a birth date as month/day/year, or a record number.
record-no-patient-title = Nobody found
record-no-patient-why = No patient fits. Check the spelling, or search by birth date.
record-more-patients = Only the first { $count } are shown. Write more of the name.
record-born = Born { $date }
record-goes-by = Goes by { $name }
record-who-born = { $name }, born { $date }
record-record-number = Record number { $number }
record-not-for-your-role = Not shown to your role: { $parts }.

# Summary and clinic
record-summary-person = Person
record-summary-see-all = See all: { $what }
record-summary-closed = Not part of your role
record-summary-not-recorded = Not recorded
record-summary-not-given = Not given
record-summary-years-old = { $count ->
    [one] { $count } year old
   *[other] { $count } years old
  }
record-summary-months-old = { $count ->
    [one] { $count } month old
   *[other] { $count } months old
  }
record-summary-no-allergies = No allergies on record. That is not the same as having none.
record-summary-no-results = No lab results on record.
record-summary-no-vitals = No vital signs on record.
record-summary-newest-only = At most { $count } tests are shown here.
record-summary-no-care-team = No care team on record.
record-summary-visits = Visits in the last year
record-summary-with = With
record-summary-no-visits = No visits on record in the last year.
record-staff-too-little = Write at least 2 letters of the name, a birth date, or a record number.
record-staff-no-appointments = No visits are booked.
record-staff-plan = Plan
record-staff-no-coverage = No insurance on record.
record-summary-results = Latest test results
record-summary-results-caption = The newest value of each
record-summary-no-value = No value
record-summary-medicines-caption = Current medicines
record-summary-vaccines-caption = By vaccine, the newest first
record-summary-care-team-caption = People and their roles
record-summary-visits-caption = The newest first
record-staff-appointments-caption = The next one first
record-staff-coverage-caption = Plans on record

## What is planned
record-unnamed-activity = Activity without a name
record-aim-by = { $what }, by { $date }

# What patients are told of.
record-results-topic = Test results
record-results-topic-hint = When there is a new result in your record.
record-new-result-subject = There is something new in your record at { $clinic }
record-new-result-text = There is something new for you in your record at { $clinic }. Sign in to read it:
record-new-result-short = { $clinic }: there is something new for you in your record. Sign in to read it:
record-tell-of-results-job = Looking for new results to tell of
