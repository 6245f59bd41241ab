// The end of a session: said a minute before, and kept to. The page holds how many seconds were left when it was made;
// everything is measured by the wall clock, so that a laptop which wakes too late signs out at once.

const WARNING = 60_000;
const SHARED = "madrone-session-end";
/** The seconds at which the time left is also said aloud: each would be a torrent. */
const SPOKEN = [60, 45, 30, 20, 10, 5];

const dialog = document.getElementById("session-limit");
let end = 0;
let timer;
/** Read and closed, where nothing can be done but to finish. */
let dismissed = false;

/** The pages of one browser agree on the end: staying signed in on one of them is staying on all. */
const shared = {
  read: () => quietly(() => Number(localStorage.getItem(SHARED))) || end,
  write: (value) => quietly(() => localStorage.setItem(SHARED, String(value))),
  remove: () => quietly(() => localStorage.removeItem(SHARED)),
};

/** Browsers that keep nothing for a page say so by throwing. */
function quietly(act) {
  try {
    return act();
  } catch {
    return undefined;
  }
}

const left = () => end - Date.now();

function extend(seconds) {
  end = Date.now() + seconds * 1000;
  shared.write(end);
  dismissed = false;
  look();
}

/** Sees what time it is: waits, warns, or leaves. */
function look() {
  clearTimeout(timer);
  end = shared.read();
  if (left() <= 0) {
    leave();
  } else if (left() <= WARNING) {
    warn();
    timer = setTimeout(look, left() % 1000 || 1000);
  } else {
    dialog.close();
    // Timers stop while a device sleeps, so it looks again when it wakes.
    timer = setTimeout(look, left() - WARNING);
  }
}

function warn() {
  const seconds = Math.ceil(left() / 1000);
  const unit = { style: "unit", unit: "second", unitDisplay: "long" };
  const words = new Intl.NumberFormat(document.documentElement.lang, unit).format(seconds);
  const spoken = part("spoken");
  part("shown").textContent = words;
  if (dismissed) return;
  if (!dialog.open) {
    dialog.showModal();
    dialog.querySelector("button").focus();
    say(spoken, words);
  } else if (SPOKEN.includes(seconds)) {
    say(spoken, words);
  }
}

const part = (name) => dialog.querySelector(`[data-session-${name}]`);

function say(place, words) {
  place.textContent = `${place.dataset.words}: ${words}`;
}

/** Renews the session by a request, as every page does. */
async function stay(form) {
  const failed = part("failed");
  failed.textContent = "";
  try {
    const body = new URLSearchParams(new FormData(form));
    const answer = await fetch(form.action, { method: "POST", body, redirect: "manual" });
    // Led elsewhere: the session is over already.
    if (answer.type === "opaqueredirect") return leave();
    if (!answer.ok) throw new Error(answer.statusText);
    extend(Number(await answer.text()));
  } catch {
    failed.textContent = failed.dataset.words;
  }
}

/** Takes the page from the screen, ends the session on the server too, and says why where one signs in again. */
async function leave() {
  clearTimeout(timer);
  end = 0;
  hide();
  await keepTyped();
  const form = part("out");
  const body = new URLSearchParams(new FormData(form));
  body.append("idle", "yes");
  await fetch(form.action, { method: "POST", body, redirect: "manual" }).catch(() => undefined);
  const door = document.body.classList.contains("is-clinic") ? "/clinic/sign-in" : "/sign-in";
  const next = encodeURIComponent(location.pathname + location.search);
  location.replace(`${door}?ended=1&next=${next}`);
}

/** Has the server keep what is typed in forms that ask for it, until their person is back. */
async function keepTyped() {
  const forms = [...document.forms].filter((form) => form.elements.draft && isTypedIn(form));
  const send = (form) => {
    const path = new URL(form.action).pathname;
    const body = new URLSearchParams({ csrf: form.elements.csrf.value, path, form: new URLSearchParams(new FormData(form)) });
    return fetch("/session/keep", { method: "POST", body, redirect: "manual" }).catch(() => undefined);
  };
  await Promise.all(forms.map(send));
}

/** Whether anything in a form is otherwise than the page came. */
function isTypedIn(form) {
  return [...form.elements].some((field) => {
    if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
    if (field.options) return [...field.options].some((option) => option.selected !== option.defaultSelected);
    return field.defaultValue !== undefined && field.value !== field.defaultValue;
  });
}

function hide() {
  dialog.close();
  document.body.hidden = true;
}

function askAgain() {
  hide();
  location.reload();
}

function watch() {
  extend(Number(dialog.dataset.seconds));
  dialog.addEventListener("submit", (event) => {
    if (event.target.matches("[data-session-back]")) dismissed = true;
    if (!event.target.matches("[data-session-stay]")) return;
    event.preventDefault();
    stay(event.target);
  });
  // Escape says that somebody is there.
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    dialog.querySelector("form").requestSubmit();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible" && end) look();
  });
  window.addEventListener("pageshow", (event) => {
    // What the browser kept of a page may belong to a session that is over, or to somebody else.
    if (event.persisted) askAgain();
  });
  window.addEventListener("storage", (event) => {
    if (event.key !== SHARED) return;
    // Signed out in another window: the server knows where to go from here.
    if (event.newValue === null) return askAgain();
    look();
  });
}

if (dialog) watch();
else if (location.pathname.endsWith("/sign-in")) shared.remove();
