"use strict";
// A page about a creator that an agency has open: when her delegation changes, it is asked for again, and where she
// lets the agency see nothing any more, it is emptied at once, before anything else is asked.
(() => {
  const place = document.querySelector("[data-access]");
  if (!place) return;
  const content = document.getElementById("content");

  async function look() {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
    if (!answer) return;
    // What she has granted is another: the page shows it.
    if (answer.ok) return location.reload();
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    document.title = page.title;
    content.replaceChildren(...(page.getElementById("content")?.childNodes ?? []));
    content.setAttribute("role", "alert");
  }

  place.addEventListener("refresh", look);
  place.dataset.liveOn = "delegation";
  place.dataset.liveAbout = place.dataset.access;
})();
