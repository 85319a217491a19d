"use strict";
// Saved views: the filters of a list under a name, kept in this browser. An element with data-views names the list.
(() => {
  const place = document.querySelector("[data-views]");
  if (!place) return;
  const key = `callboard-views-${place.dataset.views}`;
  const list = place.querySelector("ul");

  function read() {
    try {
      const kept = JSON.parse(localStorage.getItem(key) || "[]");
      return kept.filter((view) => typeof view.name === "string" && String(view.query).startsWith("?"));
    } catch {
      return [];
    }
  }

  function write(views) {
    try {
      localStorage.setItem(key, JSON.stringify(views));
    } catch {
      // Nothing can be kept here: the views last as long as the page.
    }
    show(views);
  }

  function show(views) {
    list.replaceChildren(
      ...views.map((view) => {
        const item = document.createElement("li");
        const link = document.createElement("a");
        link.href = location.pathname + view.query;
        link.textContent = view.name;
        if (view.query === location.search) link.setAttribute("aria-current", "page");
        const remove = document.createElement("button");
        remove.type = "button";
        remove.textContent = "×";
        remove.setAttribute("aria-label", `${place.dataset.remove}: ${view.name}`);
        remove.addEventListener("click", () => write(read().filter((each) => each.name !== view.name)));
        item.append(link, remove);
        return item;
      }),
    );
  }

  place.querySelector("[data-views-form]").addEventListener("submit", (event) => {
    event.preventDefault();
    const name = event.target.elements.name.value.trim();
    if (!name) return;
    const query = new URLSearchParams(location.search);
    query.delete("cursor");
    const others = read().filter((view) => view.name !== name);
    write([...others, { name, query: `?${query}` }].slice(-20));
    event.target.reset();
  });

  show(read());
  place.hidden = false;
})();
