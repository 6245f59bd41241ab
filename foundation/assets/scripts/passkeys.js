// Passkeys: fills in the forms that stand for them, with what the browser's authenticators say. Such a form is hidden until
// it can work: here is a browser that knows passkeys, at the host that they belong to.

/** A challenge is good for five minutes; an offer that waits longer asks for a new one. */
const OFFER_LASTS = 4 * 60_000;

const forms = [...document.querySelectorAll("form[data-passkey]")];
const able = "PublicKeyCredential" in window && window.isSecureContext;
/** Ends the offer that waits in the username's field: a browser does one thing at a time. */
let offer;

const decode = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));

function encode(buffer) {
  const text = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** What the server wants of a passkey, as the browser's interface takes it. */
async function options(form) {
  const body = new URLSearchParams({ csrf: form.elements.csrf.value });
  const response = await fetch(form.dataset.options, { method: "POST", body });
  if (!response.ok) throw new Error(`the options were refused: ${response.status}`);
  const wanted = await response.json();
  wanted.challenge = decode(wanted.challenge);
  if (wanted.user) wanted.user.id = decode(wanted.user.id);
  for (const known of wanted.excludeCredentials ?? []) known.id = decode(known.id);
  return wanted;
}

async function made(form) {
  const { id, response } = await navigator.credentials.create({ publicKey: await options(form) });
  return {
    id,
    clientData: encode(response.clientDataJSON),
    authenticatorData: encode(response.getAuthenticatorData()),
    publicKey: encode(response.getPublicKey()),
    algorithm: response.getPublicKeyAlgorithm(),
  };
}

async function used(form, more) {
  const { id, response } = await navigator.credentials.get({ publicKey: await options(form), ...more });
  return {
    id,
    clientData: encode(response.clientDataJSON),
    authenticatorData: encode(response.authenticatorData),
    signature: encode(response.signature),
    userHandle: response.userHandle && encode(response.userHandle),
  };
}

function send(form, credential) {
  form.elements.credential.value = JSON.stringify(credential);
  form.submit();
}

async function ask(form) {
  offer?.abort();
  const said = form.querySelector("[data-words]");
  said.textContent = "";
  try {
    send(form, await (form.dataset.passkey === "create" ? made(form) : used(form)));
  } catch {
    // Whether somebody changed their mind or has no such passkey, the browser does not say.
    said.textContent = said.dataset.words;
  }
}

/** Offers passkeys among the usernames that the browser knows, for as long as the page is open. */
async function offerIn(form) {
  if (!(await PublicKeyCredential.isConditionalMediationAvailable?.())) return;
  for (;;) {
    offer = new AbortController();
    const { signal } = offer;
    const again = setTimeout(() => offer.abort("again"), OFFER_LASTS);
    try {
      send(form, await used(form, { mediation: "conditional", signal }));
      return;
    } catch {
      if (signal.reason !== "again") return;
    } finally {
      clearTimeout(again);
    }
  }
}

for (const form of forms) {
  if (!able || location.hostname !== form.dataset.host) continue;
  form.hidden = false;
  for (const unable of document.querySelectorAll("[data-passkey-unable]")) unable.hidden = true;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask(form);
  });
  if ("offered" in form.dataset) offerIn(form);
}
