// data-pes-locate="name": asks the browser for the place and fills name_lat, name_lon.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-pes-locate]");
  if (!button || !navigator.geolocation) return;
  const field = (end) => button.form.elements[`${button.dataset.pesLocate}_${end}`];
  const tell = (text) => {
    const note = document.createElement("p");
    note.setAttribute("role", "status");
    note.textContent = text;
    button.replaceWith(note);
  };
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      field("lat").value = coords.latitude.toFixed(4);
      field("lon").value = coords.longitude.toFixed(4);
      tell(button.dataset.done);
    },
    () => tell(button.dataset.failed),
    { timeout: 10000 },
  );
});
