// data-pes-open="id" opens the native dialog of that id; without scripts the link targets it.
// data-pes-close closes the dialog around it.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-pes-open]");
  const dialog = opener && document.getElementById(opener.dataset.pesOpen);
  if (dialog?.showModal) {
    event.preventDefault();
    dialog.showModal();
  }
  const shown = event.target.closest("[data-pes-close]")?.closest("dialog[open]");
  if (shown) {
    event.preventDefault();
    shown.close();
  }
});

// A menu (details.menu) closes when one looks elsewhere.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && document.activeElement.closest("details.menu[open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
