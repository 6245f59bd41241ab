// The person's menu, and that of languages, closes when one looks elsewhere. The browser opens it.

function close(menu, focus) {
  menu.open = false;
  if (focus) menu.querySelector("summary").focus();
}

const openMenus = () => [...document.querySelectorAll(".person[open]")];

function leave(event) {
  for (const menu of openMenus()) {
    if (!menu.contains(event.target)) close(menu, false);
  }
}

document.addEventListener("click", leave);
document.addEventListener("focusin", leave);
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of openMenus()) close(menu, menu.contains(document.activeElement));
});
