/* What every step of a run needs. [data-send-at-once] sends itself. */
(() => {
  "use strict";
  let phoneDid = null;
  /* What the resident does on their phone ([data-phone-did] changes) is done here as well: nobody has gone. */
  function notePhone() {
    const did = document.querySelector("[data-phone-did]")?.dataset.phoneDid ?? null;
    if (did !== null && did !== phoneDid) document.dispatchEvent(new CustomEvent("kiosk:touched"));
    phoneDid = did;
  }

  function begin() {
    notePhone();
    const form = document.querySelector("[data-send-at-once]");
    if (!form || form.dataset.sent) return;
    form.dataset.sent = "1";
    form.requestSubmit();
  }
  document.addEventListener("htmx:load", begin);
  begin();
})();
