"use strict";
// Saved views of a list: names for addresses of this page, kept in this browser.
(() => {
  const box = document.querySelector("[data-views]");
  if (!box) return;
  const key = `callboard-views:${box.dataset.views}`;
  const list = box.querySelector(".views-list");
  const form = box.querySelector(".views-form");

  function read() {
    try {
      const found = JSON.parse(localStorage.getItem(key) || "[]");
      return Array.isArray(found) ? found.filter((each) => typeof each.name === "string" && typeof each.query === "string") : [];
    } catch {
      return [];
    }
  }

  function write(views) {
    try {
      localStorage.setItem(key, JSON.stringify(views.slice(-20)));
    } catch {
      // A browser that keeps nothing: the views hold for this page.
    }
    show(views);
  }

  function show(views) {
    list.replaceChildren(
      ...views.map((view) => {
        const item = document.createElement("li");
        const link = document.createElement("a");
        link.className = "btn btn-sm";
        link.href = `${box.dataset.views}?${new URLSearchParams(view.query)}`;
        link.textContent = view.name;
        const remove = document.createElement("button");
        remove.className = "btn btn-sm";
        remove.type = "button";
        remove.textContent = "×";
        remove.setAttribute("aria-label", `${box.dataset.remove}: ${view.name}`);
        remove.addEventListener("click", () => write(read().filter((each) => each.name !== view.name)));
        item.append(link, remove);
        return item;
      }),
    );
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const name = form.querySelector("input").value.trim();
    const query = new URLSearchParams(location.search);
    query.delete("cursor");
    if (name) write([...read().filter((each) => each.name !== name), { name, query: query.toString() }]);
    form.reset();
    form.closest("details").open = false;
  });
  show(read());
})();
