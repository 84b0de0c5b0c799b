// Behaviours on top of pages that work without them. Each module binds by data-pes-*.
import "./desk.js";
import "./dialog.js";
import "./facets.js";
import "./focus.js";
import "./locate.js";
import "./suggest.js";
import "./undo.js";

document.documentElement.classList.add("js");
