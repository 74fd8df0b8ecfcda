/* What every step of a run needs. A card that the reader has read ("onetrip:card" on the document, detail {number, name, proof})
   fills the hidden form [data-card-form] and sends it. [data-send-at-once] sends itself. [data-print] prints the page,
   [data-print-now] once by itself for each number it carries. */
(() => {
  "use strict";
  document.addEventListener("onetrip:card", (event) => {
    const form = document.querySelector("[data-card-form]");
    const { number, name, proof } = event.detail ?? {};
    if (!form || !number || form.dataset.sent) return;
    form.dataset.sent = "1";
    form.elements.id_number.value = number;
    form.elements.name.value = name ?? "";
    form.elements.proof.value = proof ?? "";
    const words = document.querySelector("[data-card-words]");
    if (words) words.textContent = words.dataset.wordsReading;
    form.requestSubmit();
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-print]")) print();
  });

  // Pressed in this page, or come to by a press: printed once. A reload prints nothing by itself.
  let pressed = performance.getEntriesByType("navigation")[0]?.type !== "reload";
  document.addEventListener("submit", (event) => { if (event.target.action?.endsWith("/do/print")) pressed = true; }, true);
  const printed = new Set();
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
    if (form && !form.dataset.sent) {
      form.dataset.sent = "1";
      form.requestSubmit();
    }
    const paper = document.querySelector("[data-print-now]");
    if (paper && pressed && !printed.has(paper.dataset.printNow)) {
      printed.add(paper.dataset.printNow);
      print();
    }
  }
  document.addEventListener("htmx:load", begin);
  begin();
})();
