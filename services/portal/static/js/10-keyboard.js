"use strict";
// "/" search, "j" and "k" mark a row, "Enter" opens it, "?" help.
(() => {
  const rows = () => [...document.querySelectorAll("tr[data-row], [data-row]")];
  const typing = (target) => target.closest("input, textarea, select, [contenteditable], dialog[open]");

  function mark(step) {
    const all = rows();
    if (!all.length) return;
    const now = all.findIndex((row) => row.classList.contains("marked"));
    const next = Math.min(Math.max(now + step, 0), all.length - 1);
    all[now]?.classList.remove("marked");
    all[next].classList.add("marked");
    all[next].querySelector("a")?.focus({ preventScroll: true });
    all[next].scrollIntoView({ block: "nearest" });
  }

  const keys = {
    "/": () => document.querySelector("form[data-filters] input, form[data-filters] select")?.focus(),
    j: () => mark(1),
    k: () => mark(-1),
    "?": () => document.getElementById("help").showModal(),
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });

  document.addEventListener("focusin", (event) => {
    const row = event.target.closest("[data-row]");
    if (!row) return;
    for (const each of rows()) each.classList.toggle("marked", each === row);
  });
})();
