/* A number that is called is painted at once, from the event alone: three hundred screens that all asked the server would
   wait for one another. A little later, each at a moment of its own, the screen fetches itself and so sets right what it
   missed. While several are called together each keeps a place of its own, and the one being spoken is marked. */
(() => {
  "use strict";
  const address = document.currentScript?.dataset.calls ?? document.querySelector("script[data-calls]").dataset.calls;
  const ours = (document.body.dataset.windows || "").split(" ").filter(Boolean);
  const EARLIEST = 1500; // ms; longer than the server keeps an answer for all
  const LATEST = 9000;
  const announced = []; // numbers called and not yet spoken to the end, the one being spoken first
  let soon = 0;

  const mark = () => {
    for (const place of document.querySelectorAll("[data-ticket]")) {
      place.classList.toggle("is-spoken", place.dataset.ticket !== "" && place.dataset.ticket === announced[0]);
    }
  };

  const readOff = (place) => ({ ...place.dataset });

  /* The halls of windows that stand in another one than this screen, by window. */
  const halls = () => JSON.parse(document.getElementById("calls")?.dataset.halls || "{}");

  /* A place of the kind `name` that shows `call`, made from the page's own template. */
  function made(name, call) {
    const place = document.getElementById("paint").content.querySelector(name).cloneNode(true);
    Object.assign(place.dataset, { ticket: call.ticket, window: call.window, calls: call.calls, state: call.state });
    place.querySelector("[data-number]").textContent = call.ticket;
    place.querySelector("[data-door]").textContent = call.window;
    const hall = halls()[call.window] ?? "";
    for (const part of place.querySelectorAll("[data-hall]")) { part.textContent = hall; part.hidden = !hall; }
    for (const part of place.querySelectorAll("[data-no-hall]")) part.hidden = Boolean(hall);
    if (name === ".call") place.classList.toggle("call-over", call.state !== "called");
    return place;
  }

  function paint(call) {
    const calls = document.getElementById("calls");
    if (!calls) return;
    const shown = [...document.querySelectorAll("#main [data-ticket]")].map(readOff);
    const before = shown.find((other) => other.ticket === call.ticket);
    const again = before && before.window === String(call.window) ? Number(before.calls) + 1 : 1;
    const newest = { ticket: call.ticket, window: String(call.window), calls: again, state: "called" };
    const all = [newest, ...shown.filter((other) => other.ticket !== call.ticket)];
    calls.querySelector(".latest").replaceWith(made(".latest", all[0]));
    calls.querySelector(".two").replaceChildren(...all.slice(1, 3).map((other) => made(".call", other)));
    const most = 3 + Number(calls.dataset.most);
    document.querySelector(".last ol").replaceChildren(...all.slice(3, most).map((other) => made("li", other)));
  }

  function reconcile() {
    if (soon) return;
    soon = setTimeout(() => {
      soon = 0;
      document.body.dispatchEvent(new CustomEvent("onetrip:reconcile", { detail: {} }));
    }, EARLIEST + Math.random() * (LATEST - EARLIEST));
  }

  document.body.addEventListener("onetrip:call", ({ detail }) => {
    if (!detail.ticket || (ours.length && !ours.includes(String(detail.window)))) return;
    announced.push(detail.ticket);
    paint(detail);
    mark();
  });
  document.body.addEventListener("onetrip:hall", reconcile);
  document.body.addEventListener("onetrip:spoken", ({ detail }) => {
    const place = announced.indexOf(detail.ticket);
    if (place >= 0) announced.splice(place, 1);
    mark();
  });
  document.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.path.split("?")[0] === address && announced.length) event.detail.parameters.ticket = announced.at(-1);
  });

  /* What the screen shows and did not hear, while it was away, is announced if it was called just now. */
  function tellUnheard() {
    for (const place of document.querySelectorAll("#main [data-fresh]")) {
      const { ticket, window: door, calls } = readOff(place);
      const detail = { ticket, window: Number(door), calls: Number(calls) };
      document.body.dispatchEvent(new CustomEvent("onetrip:seen", { detail }));
    }
  }

  const layout = () => document.getElementById("calls")?.dataset.layout;
  const first = layout();
  document.addEventListener("htmx:afterSettle", () => {
    if (layout() !== first) { location.reload(); return; } // somebody has set this display up anew
    mark();
    tellUnheard();
  });
  addEventListener("load", tellUnheard);
})();
