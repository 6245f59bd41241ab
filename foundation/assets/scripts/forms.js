// Forms: the summary of errors has the focus, and a password can be looked at.

function enhance(root) {
  for (const button of root.querySelectorAll("[data-reveal]")) {
    button.hidden = false;
  }
}

/** Takes the focus to the errors, unless the browser (autofocus) or the person has placed it already. */
function focusErrors(root) {
  if (document.activeElement === document.body) root.querySelector(".error-summary")?.focus();
}

function togglePassword(button) {
  const field = document.getElementById(button.dataset.reveal);
  const shown = field.type === "password";
  field.type = shown ? "text" : "password";
  button.textContent = shown ? button.dataset.hide : button.dataset.show;
  button.setAttribute("aria-pressed", String(shown));
}

function hidePasswords(form) {
  for (const button of form.querySelectorAll('[data-reveal][aria-pressed="true"]')) {
    togglePassword(button);
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-reveal]");
  if (button) togglePassword(button);
});
// A password that was shown must not be kept by the browser as if it were ordinary text.
document.addEventListener("submit", (event) => hidePasswords(event.target), true);
document.addEventListener("htmx:after:swap", (event) => {
  enhance(event.target);
  focusErrors(event.target);
});
enhance(document);
window.addEventListener("load", () => requestAnimationFrame(() => focusErrors(document)));
