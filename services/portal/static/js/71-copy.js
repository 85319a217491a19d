"use strict";
// A secret is selected whole when somebody goes to it.
document.addEventListener("focusin", (event) => {
  if (event.target.matches("input[data-copy]")) event.target.select();
});
