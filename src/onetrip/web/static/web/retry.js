/* The page that says "not reachable just now" asks every few seconds whether that is over, and opens itself. Only the
   address is asked again: a form that was sent is not sent a second time by itself. */
(() => {
  "use strict";
  const told = document.querySelector("[data-retry]");
  const pause = () => 3000 + Math.random() * 2000; // ms; apart, so that a whole hall does not come back at once
  if (told) told.textContent = told.dataset.wordsWaiting;

  async function ask() {
    try {
      const answer = await fetch(location.href, { cache: "no-store", redirect: "manual" });
      if (answer.type === "opaqueredirect" || answer.status < 500) {
        if (told) told.textContent = told.dataset.wordsBack;
        // An address that only takes forms: back to the form, as it was filled in, with its key.
        if (answer.status === 405) history.back();
        else location.replace(location.href);
        return;
      }
    } catch {
      /* nobody answers yet */
    }
    setTimeout(ask, pause());
  }
  setTimeout(ask, pause());
})();
