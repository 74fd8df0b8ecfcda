/* What every step of a run needs. A card that the reader has read ("onetrip:card" on the document, detail {number, name})
   fills the hidden form [data-card-form] and sends it. [data-send-at-once] sends itself. [data-print] prints the page,
   [data-print-now] once by itself for each number it carries. */
(() => {
  "use strict";
  document.addEventListener("onetrip:card", (event) => {
    const form = document.querySelector("[data-card-form]");
    const { number, name } = event.detail ?? {};
    if (!form || !number || form.dataset.sent) return;
    form.dataset.sent = "1";
    form.elements.id_number.value = number;
    form.elements.name.value = name ?? "";
    const words = document.querySelector("[data-card-words]");
    if (words) words.textContent = words.dataset.wordsReading;
    form.requestSubmit();
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-print]")) print();
  });

  const printed = new Set();
  function begin() {
    const form = document.querySelector("[data-send-at-once]");
    if (form && !form.dataset.sent) {
      form.dataset.sent = "1";
      form.requestSubmit();
    }
    const paper = document.querySelector("[data-print-now]");
    // The number lives in this page alone: a reload prints once more, which the server counts.
    if (paper && !printed.has(paper.dataset.printNow)) {
      printed.add(paper.dataset.printNow);
      if (performance.getEntriesByType("navigation")[0]?.type !== "reload") print();
    }
  }
  document.addEventListener("htmx:load", begin);
  begin();
})();
