"use strict";
// What every page does beside what it says: each of these leaves a page that works without it.
(() => {
  const csrf = document.querySelector('meta[name="csrf"]')?.content;
  document.addEventListener("htmx:config:request", (event) => {
    if (csrf) event.detail.ctx.request.headers["X-CSRF-Token"] = csrf;
  });

  // The time zone, for the moments that the next page shows.
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  document.cookie = `callboard_zone=${encodeURIComponent(zone)}; path=/; max-age=31536000; samesite=lax`;

  // A menu closes when somebody goes elsewhere.
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details[data-menu][open]"))
      if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && document.querySelector("details[data-menu][open]");
    if (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  // A choice in a filter is a filter at once.
  document.addEventListener("change", (event) => {
    if (event.target.matches("form[data-filters] select")) event.target.form.requestSubmit();
  });

  const toasts = document.getElementById("toasts");
  window.callboardToast = (element) => {
    toasts.append(element);
    setTimeout(() => element.remove(), 6000);
  };
  for (const notice of document.querySelectorAll("[data-toast]")) window.callboardToast(notice);

  // What was asked for a part of the page, and was not answered.
  function unanswered(event) {
    const status = event.detail.ctx?.response?.status ?? 0;
    if (!event.detail.ctx || (status && status < 500)) return;
    const words = document.getElementById("unanswered").content.firstElementChild;
    if (!toasts.querySelector("[data-unanswered]")) window.callboardToast(words.cloneNode(true));
  }
  for (const failed of ["htmx:response:error", "htmx:error"]) document.addEventListener(failed, unanswered);

  // A form is sent once, however often its button is pressed.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
    setTimeout(() => delete form.dataset.sent, 5000);
  });
})();
