"use strict";
// After a row of a form was added or removed, the place where to write next.
document.addEventListener("htmx:after:swap", () => {
  document.querySelector("#proposal [data-focus]")?.focus();
});
