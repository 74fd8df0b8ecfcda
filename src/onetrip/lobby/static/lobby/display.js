/* A number that is called comes to the large place at once, also when it is called a second time; while several are
   called together each keeps a place of its own, and the one being spoken is marked. */
(() => {
  "use strict";
  const address = document.currentScript?.dataset.calls ?? document.querySelector("script[data-calls]").dataset.calls;
  const announced = []; // numbers called and not yet spoken to the end, the one being spoken first

  const mark = () => {
    for (const place of document.querySelectorAll("[data-ticket]")) {
      place.classList.toggle("is-spoken", place.dataset.ticket === announced[0]);
    }
  };

  document.body.addEventListener("onetrip:call", (event) => { announced.push(event.detail.ticket ?? ""); mark(); });
  document.body.addEventListener("onetrip:spoken", () => { announced.shift(); mark(); });
  // A call is news of the hall, too: the screen fetches itself, and says which number was called last.
  document.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.path === address && announced.length) event.detail.parameters.ticket = announced.at(-1);
  });
  document.addEventListener("htmx:afterSettle", mark);
})();
