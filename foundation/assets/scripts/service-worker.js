// Shows notices while no page of the portal is open. It keeps nothing of any page: what is about people stays on the server.

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("push", (event) => {
  const { title, body, lang, tag, path } = event.data.json();
  event.waitUntil(self.registration.showNotification(title, { body, lang, tag, renotify: true, data: path }));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(read(new URL(event.notification.data, self.location.origin)));
});

/** Leads to what a notice is about: to a page that shows it already, else to a new one, and never elsewhere. */
async function read(address) {
  if (address.origin !== self.location.origin) return undefined;
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const page = pages.find((one) => one.url === address.href);
  return page ? page.focus() : self.clients.openWindow(address.href);
}
