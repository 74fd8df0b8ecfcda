/* A machine of the hall says every few seconds that its page is there: a screen that is off, frozen or cut off is then known
   by its silence. Only the first word of the address goes along: nothing of whoever stands there. */
(() => {
  "use strict";
  const EVERY = 8000;
  const { here } = document.currentScript?.dataset ?? document.querySelector("script[data-here]").dataset;
  const say = () => {
    const showing = location.pathname.split("/")[1] ?? "";
    fetch(here, { method: "POST", body: new URLSearchParams({ showing }), cache: "no-store" }).catch(() => {});
  };
  say();
  setInterval(say, EVERY);
})();
