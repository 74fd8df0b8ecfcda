/* A page that is meant for paper goes to the printer at a press; everything on it prints without. */
(() => {
  "use strict";
  for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => window.print());
})();
