// data-pes-suggest: suggestions come while one types, so Enter does not send the whole form.
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches("[data-pes-suggest]")) event.preventDefault();
});
