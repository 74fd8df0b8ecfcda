/* A number that is called comes to the large place at once, also when it is called a second time; while several are
   called together each keeps a place of its own, and the one being spoken is marked. */
(() => {
  "use strict";
  const address = document.currentScript?.dataset.calls ?? document.querySelector("script[data-calls]").dataset.calls;
  const mark = (number) => {
    for (const place of document.querySelectorAll("[data-ticket]")) {
      place.classList.toggle("is-spoken", place.dataset.ticket === number);
    }
  };
  let announced = "";
  document.body.addEventListener("onetrip:call", (event) => {
    announced = event.detail.ticket ?? "";
    htmx.ajax("GET", `${address}?ticket=${encodeURIComponent(announced)}`, { target: "#main", swap: "innerHTML" });
  });
  document.body.addEventListener("onetrip:spoken", () => { announced = ""; mark(""); });
  document.addEventListener("htmx:afterSettle", () => { if (announced) mark(announced); });
})();
