// data-pes-focus: whatever carries it is read first, also when htmx brought it.
const focus = (root) => root.querySelector?.("[data-pes-focus]")?.focus();
focus(document);
document.addEventListener("htmx:afterSettle", (event) => focus(event.target));

// htmx answers carry the form's next anti-forgery and submission tokens; what stays on the page
// keeps its own, so a second, different sending is a new one.
document.addEventListener("htmx:afterRequest", (event) => {
  const token = event.target.querySelector?.("[name=_submission]");
  if (token && event.detail.successful) token.value = crypto.getRandomValues(new Uint32Array(3)).join("");
});

// A page that comes back from the browser's own cache is asked anew after sign-out.
window.addEventListener("pageshow", (event) => {
  if (event.persisted && document.documentElement.dataset.signedIn) location.reload();
});
