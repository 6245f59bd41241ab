// The person's menu closes when one looks elsewhere. The browser opens it.

function close(menu, focus) {
  menu.open = false;
  if (focus) menu.querySelector("summary").focus();
}

const openMenu = () => document.querySelector(".person[open]");

document.addEventListener("click", (event) => {
  const menu = openMenu();
  if (menu && !menu.contains(event.target)) close(menu, false);
});
document.addEventListener("focusin", (event) => {
  const menu = openMenu();
  if (menu && !menu.contains(event.target)) close(menu, false);
});
document.addEventListener("keydown", (event) => {
  const menu = openMenu();
  if (menu && event.key === "Escape") close(menu, menu.contains(document.activeElement));
});
