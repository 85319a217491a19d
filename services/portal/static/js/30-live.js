"use strict";
// What happens at the gateway: parts with data-live-on are asked for again. Events that come together are one.
(() => {
  const url = document.body.dataset.live;
  if (!url || !window.EventSource) return;
  let failures = 0;

  function refresh(about) {
    const kind = about.type.split(".")[0];
    for (const part of document.querySelectorAll("[data-live-on]")) {
      const kinds = part.dataset.liveOn.split(" ");
      const of = part.dataset.liveAbout;
      if (!kinds.includes(kind) && !kinds.includes("*")) continue;
      if (of && ![about.creator_id, about.offer_id, about.delegation_id].includes(of)) continue;
      soon(part);
    }
  }

  function soon(part) {
    clearTimeout(part.liveTimer);
    part.liveTimer = setTimeout(() => part.dispatchEvent(new Event("refresh")), 300);
  }

  const all = () => document.querySelectorAll("[data-live-on]").forEach(soon);

  // Where the gateway, or the portal, does not answer, the page says so, and asks again for its parts afterwards.
  const banner = document.getElementById("away");
  const away = () => (banner.hidden = false);
  async function back() {
    if (document.querySelector("[data-error-again]")) {
      // A page that could not be shown: it is shown when it can be.
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
      if (answer?.status < 500) location.reload();
      return;
    }
    if (banner.hidden) return;
    banner.hidden = true;
    all();
  }

  // From here on the page hears what happens. Between two streams something may have happened that it did not hear.
  function listens() {
    if ("listens" in document.body.dataset) all();
    document.body.dataset.listens = "";
  }

  function listen() {
    const source = new EventSource(url);
    let silent;
    source.onopen = () => {
      failures = 0;
      clearTimeout(silent);
    };
    source.onmessage = (event) => refresh(JSON.parse(event.data));
    source.addEventListener("away", away);
    source.addEventListener("back", back);
    source.addEventListener("listening", listens);
    source.onerror = async () => {
      // A stream ends from time to time, and the next one begins at once.
      clearTimeout(silent);
      silent = setTimeout(away, 5000);
      if (source.readyState !== EventSource.CLOSED) return;
      clearTimeout(silent);
      // The token has ended: a page renews it. Where nobody is signed in any more, the next click says so.
      failures += 1;
      await new Promise((done) => setTimeout(done, Math.min(2000 * 2 ** failures, 60000)));
      const answer = await fetch("/session").catch(() => null);
      if (answer?.status !== 401) listen();
    };
    window.addEventListener("pagehide", () => source.close());
  }
  // After all that the page itself needs.
  window.addEventListener("load", () => setTimeout(listen, 200));
})();
