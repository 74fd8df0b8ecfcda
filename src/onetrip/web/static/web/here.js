/* A machine of the hall says every few seconds that its page is there: a screen that is off, frozen or cut off is then known
   by its silence. Only the first word of the address goes along, and whether the page has found the bridge that is to stand
   beside it ("onetrip:bridge", devices/bridge.js): nothing of whoever stands there. */
(() => {
  "use strict";
  const EVERY = 3000;
  const { here } = document.currentScript?.dataset ?? document.querySelector("script[data-here]").dataset;
  let bridge = "";
  document.addEventListener("onetrip:bridge", ({ detail }) => { bridge = detail.open ? "" : "closed"; });
  const say = () => {
    const showing = location.pathname.split("/")[1] ?? "";
    fetch(here, { method: "POST", body: new URLSearchParams({ showing, bridge }), cache: "no-store" }).catch(() => {});
  };
  say();
  setInterval(say, EVERY);
})();
