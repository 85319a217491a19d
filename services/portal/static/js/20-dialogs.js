"use strict";
// A link with data-dialog shows the page that it leads to above this one; without this it simply leads there.
(() => {
  const dialog = document.createElement("dialog");
  dialog.className = "dialog";

  async function open(url) {
    const response = await fetch(url, { headers: { Accept: "text/html" } }).catch(() => null);
    if (!response) return location.assign(url);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const content = page.querySelector("[data-dialog-content]");
    if (!response.ok || !content) return location.assign(url);
    dialog.replaceChildren(content);
    if (!dialog.isConnected) document.body.append(dialog);
    dialog.setAttribute("aria-labelledby", content.getAttribute("aria-labelledby"));
    dialog.showModal();
    window.htmx?.process(content);
    content.querySelector("input:not([type=hidden]), textarea, select, button")?.focus();
  }

  document.addEventListener("click", (event) => {
    const plain = !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0;
    const link = event.target.closest("a[data-dialog]");
    if (link && plain) {
      event.preventDefault();
      open(link.href);
    }
    if (event.target.closest("[data-dialog-close]") && dialog.open) {
      event.preventDefault();
      dialog.close();
    }
  });
})();
