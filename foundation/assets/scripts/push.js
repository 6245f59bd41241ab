// Notices in this browser: asks its push service for an address to be written to, and sends that with the form. The form is
// hidden until it can work: here is a browser that shows notices, and nobody has told it not to.

const form = document.querySelector("form[data-push]");
const able = window.isSecureContext && "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

/** Whether the browser still takes the notices that the page says are on here. */
async function isOn() {
  if (!("here" in form.dataset)) return false;
  const registration = await navigator.serviceWorker.getRegistration("/");
  return Boolean(await registration?.pushManager.getSubscription());
}

async function offer() {
  const on = await isOn().catch(() => false);
  const blocked = Notification.permission === "denied";
  for (const unable of document.querySelectorAll("[data-push-unable]")) unable.hidden = true;
  for (const words of document.querySelectorAll("[data-push-blocked]")) words.hidden = !blocked;
  form.hidden = on || blocked;
}

async function turnOn() {
  const said = form.querySelector("[data-words]");
  said.textContent = "";
  if ((await Notification.requestPermission()) === "denied") return offer();
  try {
    await navigator.serviceWorker.register("/service-worker.js");
    const { pushManager } = await navigator.serviceWorker.ready;
    // One that was made for another key would be refused.
    await (await pushManager.getSubscription())?.unsubscribe();
    const made = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: form.dataset.push });
    const { endpoint, keys } = made.toJSON();
    form.elements.endpoint.value = endpoint;
    form.elements.key.value = keys.p256dh;
    form.elements.secret.value = keys.auth;
    form.submit();
  } catch {
    // Whether somebody changed their mind or the push service is out of reach, the browser does not say.
    said.textContent = said.dataset.words;
  }
  return undefined;
}

if (form && able) {
  offer();
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    turnOn();
  });
}
