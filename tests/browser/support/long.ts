// A record whose names and words are longer than anybody planned for, some without a place to break them: what hospitals
// really send.

const PATIENT = { reference: 'Patient/long' };
const WORD = 'Pneumonoultramicroscopicsilicovolcanoconiosis';
const CODE = 'https://laboratory.example.org/orders/2026/11/20/0123456789abcdef0123456789abcdef';
const DOCTOR = `Dr. Maximiliana Esperanza ${WORD} de la Santísima Trinidad`;
const SENTENCE = `${WORD}: ${'take one tablet with a large glass of water, '.repeat(8)}and call ${CODE}`;

const concept = (text: string, system?: string, code?: string) =>
  system ? { coding: [{ system, code }], text } : { text };
const category = (name: string) => [concept(name, 'http://terminology.hl7.org/CodeSystem/observation-category', name)];

const RESOURCES = [
  {
    resourceType: 'Patient', id: 'long', birthDate: '1931-02-03', gender: 'female',
    name: [{ given: ['Wolfeschlegelsteinhausenbergerdorff', 'Esperanza'], family: `Fernández-${WORD}` }],
    telecom: [{ system: 'email', value: 'long@example.com' }],
    address: [{ line: [`${WORD} Boulevard 12345678901234567890`], city: 'Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch' }],
  },
  {
    resourceType: 'Observation', id: 'long-words', status: 'final', subject: PATIENT, category: category('laboratory'),
    code: concept(`${WORD} antibodies by ${CODE}`), effectiveDateTime: '2026-11-20', valueString: SENTENCE,
    note: [{ text: `See ${CODE}` }],
  },
  {
    resourceType: 'Observation', id: 'long-number', status: 'final', subject: PATIENT, category: category('laboratory'),
    code: concept(WORD), effectiveDateTime: '2026-11-20',
    valueQuantity: { value: 123456789012.345678, unit: 'milli-international-units-per-milliliter-of-plasma' },
    referenceRange: [{ low: { value: 1.23456789 }, high: { value: 99999999999.5 } }],
  },
  {
    resourceType: 'DiagnosticReport', id: 'long-panel', status: 'final', subject: PATIENT,
    category: [concept('LAB', 'http://terminology.hl7.org/CodeSystem/v2-0074', 'LAB')],
    code: concept(`${WORD} panel`), effectiveDateTime: '2026-11-20', conclusion: SENTENCE,
    result: [{ reference: 'Observation/long-words' }, { reference: 'Observation/long-number' }],
  },
  {
    resourceType: 'MedicationRequest', id: 'long-medicine', status: 'active', intent: 'order', subject: PATIENT,
    medicationCodeableConcept: concept(`${WORD}-${WORD}amine 1234.567 mg extended-release suspension`),
    requester: { display: DOCTOR }, authoredOn: '2026-11-20', dosageInstruction: [{ text: SENTENCE }],
  },
  {
    resourceType: 'AllergyIntolerance', id: 'long-allergy', patient: PATIENT, code: concept(`${WORD}amine`),
    clinicalStatus: concept('active', 'http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical', 'active'),
    reaction: [{ manifestation: [concept(`${WORD} of the skin`)], severity: 'severe' }],
  },
  {
    resourceType: 'Condition', id: 'long-condition', subject: PATIENT, code: concept(WORD), onsetDateTime: '1999-01-01',
    clinicalStatus: concept('active', 'http://terminology.hl7.org/CodeSystem/condition-clinical', 'active'),
    category: [concept('problem-list-item', 'http://terminology.hl7.org/CodeSystem/condition-category', 'problem-list-item')],
  },
  {
    resourceType: 'Encounter', id: 'long-visit', status: 'finished', subject: PATIENT, type: [concept(`${WORD} consultation`)],
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' }, period: { start: '2026-11-20' },
    reasonCode: [concept(SENTENCE)], participant: [{ individual: { display: DOCTOR } }],
  },
  {
    resourceType: 'Appointment', id: 'long-appointment', status: 'booked', description: SENTENCE, start: '2099-11-27T10:20:00Z',
    end: '2099-11-27T10:40:00Z',
    participant: [{ actor: PATIENT, status: 'accepted' }, { actor: { display: DOCTOR }, status: 'accepted' }],
  },
  {
    resourceType: 'DocumentReference', id: 'long-document', status: 'current', subject: PATIENT, date: '2026-11-20T10:00:00Z',
    type: concept(`${WORD} letter`), author: [{ display: DOCTOR }], description: CODE,
    content: [{ attachment: { contentType: 'text/plain', data: Buffer.from(`${SENTENCE}\n${CODE}`).toString('base64') } }],
  },
  {
    resourceType: 'CarePlan', id: 'long-plan', status: 'active', intent: 'plan', subject: PATIENT, title: `Living with ${WORD}`,
    activity: [{ detail: { status: 'in-progress', description: SENTENCE } }, { detail: { status: 'scheduled', code: concept(CODE) } }],
  },
];

/** The record as a bundle to import. */
export const LONG_RECORD = {
  resourceType: 'Bundle',
  type: 'transaction',
  entry: RESOURCES.map((resource) => ({
    resource,
    request: { method: 'PUT', url: `${resource.resourceType}/${resource.id}` },
  })),
};
