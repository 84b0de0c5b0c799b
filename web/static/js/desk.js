// The review desk by keyboard: a key presses or focuses what carries data-pes-key; a template
// chip writes its text into the note. Without JavaScript access keys and typing do the same.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (/^(input|textarea|select)$/i.test(event.target.tagName)) return;
  const found = document.querySelectorAll(`[data-pes-key="${CSS.escape(event.key.toLowerCase())}"]`);
  const target = [...found].find((element) => element.tagName !== "FORM");
  if (!target) return;
  event.preventDefault();
  if (target.tagName === "TEXTAREA") target.focus();
  else target.click();
});

document.addEventListener("click", (event) => {
  const chip = event.target.closest("[data-pes-fill]");
  if (!chip) return;
  const note = document.getElementById(chip.closest("[data-pes-templates]").dataset.pesTemplates);
  note.value = note.value ? `${note.value}\n${chip.dataset.pesFill}` : chip.dataset.pesFill;
  note.focus();
});
