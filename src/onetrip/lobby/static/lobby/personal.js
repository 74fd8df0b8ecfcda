/* A code that runs out is replaced before it does, also when the phone was asleep meanwhile. */
(() => {
  "use strict";
  const seconds = Number(document.querySelector("[data-reload-after]")?.dataset.reloadAfter);
  if (!seconds) return;
  const until = Date.now() + seconds * 1000;
  setInterval(() => { if (Date.now() > until && !document.hidden) location.reload(); }, 5000);
  document.addEventListener("visibilitychange", () => { if (!document.hidden && Date.now() > until) location.reload(); });
})();
