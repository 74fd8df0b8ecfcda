/* What every step of a run needs. [data-send-at-once] sends itself. */
(() => {
  "use strict";
  function begin() {
    const form = document.querySelector("[data-send-at-once]");
    if (!form || form.dataset.sent) return;
    form.dataset.sent = "1";
    form.requestSubmit();
  }
  document.addEventListener("htmx:load", begin);
  begin();
})();
