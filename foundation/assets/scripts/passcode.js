// Passcodes: fills in the forms that stand for them. The browser keeps a key that no script can read out, and signs the
// server's challenge with it; the digits go with it. Such a form is hidden until it can work: here is a browser that keeps
// keys, at the host that they belong to, and at the door one that has a key.
//
// A key is kept as "new" until the page of the passcodes lists it, so that one that was refused replaces none.

const P256 = { name: "ECDSA", namedCurve: "P-256" };
const ES256 = { name: "ECDSA", hash: "SHA-256" };

const forms = [...document.querySelectorAll("form[data-passcode]")];
const able = window.isSecureContext && "indexedDB" in window && "subtle" in crypto;

function encode(buffer) {
  const text = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function settled(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** Runs `act` on the browser's kept keys, and ends when what it did is kept. */
async function keys(act) {
  const opening = indexedDB.open("madrone", 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore("keys");
  const database = await settled(opening);
  try {
    const work = database.transaction("keys", "readwrite");
    const kept = new Promise((resolve, reject) => {
      work.oncomplete = resolve;
      work.onabort = () => reject(work.error);
    });
    const result = await settled(act(work.objectStore("keys")));
    await kept;
    return result;
  } finally {
    database.close();
  }
}

const find = (name) => keys((kept) => kept.get(name));
const keep = (name, key) => keys((kept) => kept.put(key, name));
const forget = (name) => keys((kept) => kept.delete(name));

async function create(form) {
  const { privateKey, publicKey } = await crypto.subtle.generateKey(P256, false, ["sign", "verify"]);
  const spki = await crypto.subtle.exportKey("spki", publicKey);
  const id = encode(await crypto.subtle.digest("SHA-256", spki));
  form.elements.replaces.value = (await find("passcode"))?.id ?? "";
  form.elements.key.value = encode(spki);
  await keep("new", { id, key: privateKey });
}

async function use(form) {
  const { id, key } = await find("passcode");
  const body = new URLSearchParams({ csrf: form.elements.csrf.value });
  const response = await fetch(form.dataset.options, { method: "POST", body });
  if (!response.ok) throw new Error(`the challenge was refused: ${response.status}`);
  const { challenge } = await response.json();
  const said = `madrone passcode\n${location.origin}\n${id}\n${challenge}`;
  const signature = await crypto.subtle.sign(ES256, key, new TextEncoder().encode(said));
  form.elements.id.value = id;
  form.elements.origin.value = location.origin;
  form.elements.signature.value = encode(signature);
}

async function send(form) {
  const said = form.querySelector("[data-words]");
  said.textContent = "";
  try {
    await (form.dataset.passcode === "create" ? create(form) : use(form));
    form.submit();
  } catch {
    said.textContent = said.dataset.words;
  }
}

/** Takes over the new key once it is listed, and marks this device's. */
async function recognise(rows) {
  const added = await find("new");
  if (added && rows.some((row) => row.dataset.passcodeId === added.id)) {
    await keep("passcode", added);
    await forget("new");
  }
  const own = await find("passcode");
  for (const row of rows) {
    if (row.dataset.passcodeId !== own?.id) continue;
    row.querySelector("[data-passcode-here]").hidden = false;
    const form = row.querySelector("form");
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      forget("passcode").finally(() => form.submit());
    });
  }
}

async function show(form) {
  if ("gone" in form.dataset) await forget("passcode");
  if (form.dataset.passcode === "use" && !(await find("passcode"))) return;
  form.hidden = false;
  for (const unable of document.querySelectorAll("[data-passcode-unable]")) unable.hidden = true;
}

for (const form of forms) {
  if (!able || location.hostname !== form.dataset.host) continue;
  // A browser that keeps nothing, as some do in private windows, offers no passcode.
  show(form).catch(() => {});
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(form);
  });
}

const rows = [...document.querySelectorAll("[data-passcode-id]")];
if (able && rows.length > 0) recognise(rows).catch(() => {});
