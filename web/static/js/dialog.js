// data-pes-open="id" opens the native dialog of that id; without it the link is followed.
// data-pes-close closes the dialog around it.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-pes-open]");
  const dialog = opener && document.getElementById(opener.dataset.pesOpen);
  if (dialog?.showModal) {
    event.preventDefault();
    dialog.showModal();
  }
  if (event.target.closest("[data-pes-close]")) event.target.closest("dialog").close();
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
