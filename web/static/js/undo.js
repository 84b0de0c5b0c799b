// data-pes-undo="10": the offer to take an act back goes after that many seconds, unless the
// person is at it (hover, focus).
const watch = (root) => {
  for (const bar of root.querySelectorAll?.("[data-pes-undo]") ?? []) {
    const seconds = Number(bar.dataset.pesUndo);
    const leave = () => {
      if (bar.matches(":hover, :focus-within")) setTimeout(leave, 2000);
      else bar.remove();
    };
    setTimeout(leave, seconds * 1000);
    delete bar.dataset.pesUndo;
  }
};
watch(document);
document.addEventListener("htmx:afterSettle", (event) => watch(event.target.parentElement ?? event.target));
