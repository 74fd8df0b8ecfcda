/* What the scanner and the card reader beside this machine hear ("onetrip:scan", "onetrip:card" of devices/bridge.js) goes
   into the page that lies open: a code into [data-scanner], a card into the hidden form [data-card-form], with its `proof`
   where the bridge gave one; both forms are then sent. Whatever else happens is said in words: beside the card
   ([data-card-words]), or above the page in those of [data-reader-words]. What was read is kept in the form alone. */
(() => {
  "use strict";
  const HELD = 2000; // ms in which a code or a card held there counts once
  const TRIES = 3; // cards not read, after which another way is named
  let wiped = false;
  let taken = -HELD;
  let unread = 0;
  let closed = false;
  let shown = ""; // beside the picture of the card

  const sent = () => document.querySelector("[data-scanner], [data-card-form]")?.closest("form")?.dataset.sent;
  const isHeld = () => sent() !== undefined || performance.now() - taken < HELD;
  const aloud = (sentence) => document.dispatchEvent(new CustomEvent("kiosk:say", { detail: sentence }));

  /* Above the page: what could not be read, or what is not wanted here. */
  function above(which) {
    const sentence = document.querySelector("[data-reader-words]")?.dataset[which];
    const place = document.getElementById("said");
    if (!sentence || !place) return;
    const notice = document.createElement("div");
    notice.className = "notice notice-wait";
    notice.textContent = sentence;
    place.replaceChildren(notice);
    aloud(sentence);
  }

  /* Beside the picture of the card; its first words come back with `wordsWaiting`. */
  function beside(which) {
    const place = document.querySelector("[data-card-words]");
    if (!place) return;
    place.dataset.wordsWaiting ??= place.textContent;
    shown = which;
    if (place.textContent === place.dataset[which]) return;
    place.textContent = place.dataset[which];
    aloud(place.textContent);
  }

  function send(form) {
    form.dataset.sent = "1";
    taken = performance.now();
    form.requestSubmit();
  }

  function scan({ state, text }) {
    const field = document.querySelector("[data-scanner]");
    if (state === "unreadable") above(field ? "wordsUnread" : "wordsNoCode");
    if (state !== "read" || isHeld()) return;
    if (!field) {
      above("wordsNoCode");
      return;
    }
    field.value = text;
    send(field.form);
  }

  const hasExpired = (until) => until !== undefined && until < (document.documentElement.dataset.now ?? "").slice(0, 10);

  function card({ state, code, number, name, proof, valid_until: until }) {
    const form = document.querySelector("[data-card-form]");
    if (!form) {
      if (number && !isHeld()) above("wordsNoCard");
      return;
    }
    if (form.dataset.sent !== undefined) return;
    if (state === "present") beside("wordsPresent");
    else if (state === "removed" && shown === "wordsPresent") beside("wordsWaiting");
    else if (state === "unreadable") notRead(code);
    else if (number && hasExpired(until)) beside("wordsExpired");
    else if (number) {
      unread = 0;
      form.elements.id_number.value = number;
      form.elements.name.value = name ?? "";
      if (form.elements.proof) form.elements.proof.value = proof ?? "";
      beside("wordsReading");
      send(form);
    }
  }

  function notRead(code) {
    unread = code === "expired-sam" ? TRIES : unread + 1; // a reader whose own licence is over reads no card at all
    beside(unread < TRIES ? "wordsUnread" : "wordsElsewhere");
  }

  document.addEventListener("onetrip:scan", ({ detail }) => { if (!wiped) scan(detail); });
  document.addEventListener("onetrip:card", ({ detail }) => { if (!wiped) card(detail); });
  document.addEventListener("onetrip:bridge", ({ detail }) => {
    closed = !detail.open;
    beside(closed ? "wordsClosed" : "wordsWaiting");
  });
  /* An answer that leaves the form where it is: the next code or card is heard again. */
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    if (detail.elt.dataset?.sent === undefined) return;
    delete detail.elt.dataset.sent;
    taken = performance.now();
    if (!detail.successful) beside("wordsWaiting");
  });
  document.addEventListener("kiosk:page", () => {
    unread = 0;
    shown = "";
    if (closed) beside("wordsClosed");
  });
  document.addEventListener("kiosk:wipe", () => { wiped = true; });
})();
