// data-pes-facets: a closed sheet on a phone, an open column on wide screens.
const wide = matchMedia("(min-width: 900px)");
const adjust = () => {
  for (const facets of document.querySelectorAll("[data-pes-facets]")) facets.open = wide.matches;
};
adjust();
wide.addEventListener("change", adjust);
