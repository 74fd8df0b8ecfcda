/* Paper out of the browser's own printer, for a machine whose bridge speaks of none. [data-print-pdf] names a PDF; whatever
   puts it into the page prints it, once for each [data-print-once] it carries, so that a page shown again (another
   language, larger type) prints nothing. A page opened whole, as after a reload, prints nothing either. */
(() => {
  "use strict";
  const printed = new Set();

  function print(wish) {
    const paper = document.createElement("iframe");
    paper.className = "paper-frame";
    paper.src = wish.dataset.printPdf;
    paper.title = "PDF";
    paper.addEventListener("load", () => {
      try {
        paper.contentWindow.print();
      } catch {
        /* the browser shows no PDF: the words on the page say what else can be done */
      }
    });
    wish.after(paper);
  }

  document.addEventListener("htmx:afterSwap", (event) => {
    const wish = event.detail.target?.querySelector?.("[data-print-pdf]");
    const once = wish && `${wish.dataset.printPdf} ${wish.dataset.printOnce}`;
    if (!wish || printed.has(once)) return;
    printed.add(once);
    print(wish);
  });
  document.addEventListener("kiosk:wipe", () => printed.clear());
})();
