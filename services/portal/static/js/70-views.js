"use strict";
// Saved views of a list: the address of the filters under a name, kept in this browser alone.
(() => {
  const most = 20;

  function read(key) {
    try {
      const kept = JSON.parse(localStorage.getItem(key) || "[]");
      return kept.filter((each) => typeof each.name === "string" && typeof each.query === "string");
    } catch {
      return [];
    }
  }

  function show(root, key) {
    const list = root.querySelector(".views-list");
    list.replaceChildren(
      ...read(key).map((view) => {
        const item = document.createElement("li");
        const link = document.createElement("a");
        // A query only: a view never leads to another page.
        link.href = `?${view.query}`;
        link.textContent = view.name;
        link.className = "btn btn-sm";
        if (view.query === query()) link.setAttribute("aria-current", "page");
        const remove = document.createElement("button");
        remove.type = "button";
        remove.className = "btn btn-sm btn-icon";
        remove.textContent = "×";
        remove.setAttribute("aria-label", `${root.dataset.remove}: ${view.name}`);
        remove.addEventListener("click", () => {
          write(key, read(key).filter((each) => each.name !== view.name));
          show(root, key);
        });
        item.append(link, remove);
        return item;
      }),
    );
  }

  function query() {
    const asked = new URLSearchParams(location.search);
    for (const name of ["cursor", "start", "language"]) asked.delete(name);
    return asked.toString();
  }

  function write(key, views) {
    try {
      localStorage.setItem(key, JSON.stringify(views.slice(-most)));
    } catch {
      // A browser that keeps nothing has no saved views.
    }
  }

  for (const root of document.querySelectorAll("[data-views]")) {
    const key = `callboard:views:${root.dataset.views}`;
    root.hidden = false;
    show(root, key);
    root.querySelector("form").addEventListener("submit", (event) => {
      event.preventDefault();
      const name = event.target.elements.name.value.trim();
      if (!name) return;
      write(key, [...read(key).filter((each) => each.name !== name), { name, query: query() }]);
      event.target.reset();
      root.querySelector("details").open = false;
      show(root, key);
    });
  }
})();
