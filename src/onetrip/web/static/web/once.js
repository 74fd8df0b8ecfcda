/* Pressed once, done once. Every changing form carries an idempotency_key: the server writes one (the tag
   idempotency_key), and where it did not, one is made here. While a request is under way its form is aria-busy and
   takes no second press. When no answer comes back the form is freed with the SAME key, so that pressing again cannot
   do it twice; after an answer it gets a new key. */
(() => {
  "use strict";
  const english = document.documentElement.lang === "en";
  const LOST = english
    ? "No answer came back. Press again: it is not done twice."
    : "没有收到回音，再按一次不会办两遍。";

  function freshKey() {
    if (crypto.randomUUID) return crypto.randomUUID();
    // A centre's own network may serve plain HTTP, where randomUUID is missing.
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  }

  const keysIn = (part) => part.querySelectorAll?.('input[name="idempotency_key"]') ?? [];
  const fill = (part) => { for (const input of keysIn(part)) input.value ||= freshKey(); };
  const busy = (element) => element.getAttribute("aria-busy") === "true";

  function begin(element, submitter) {
    element.setAttribute("aria-busy", "true");
    submitter?.setAttribute("aria-busy", "true");
  }

  function finish(element) {
    element.removeAttribute("aria-busy");
    for (const pressed of element.querySelectorAll('[aria-busy="true"]')) pressed.removeAttribute("aria-busy");
  }

  let leaving = new WeakSet(); // plain forms whose page is about to be left

  /* Before htmx and the browser see it: a second press of a form that is under way goes nowhere. */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (busy(form) || leaving.has(form)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    fill(form);
    if (form.method !== "post") return;
    leaving.add(form);
    setTimeout(() => {
      if (event.defaultPrevented) leaving.delete(form); // htmx, or somebody else, sends it
      else begin(form, event.submitter);
    });
  }, true);

  // A form too long for an address may be asked about by POST; what is marked so changes nothing and is never held back.
  const changes = ({ detail }) => detail.requestConfig.verb !== "get" && !detail.elt.hasAttribute("data-changes-nothing");
  const said = () => document.getElementById("said");
  const clear = () => {
    said()?.replaceChildren();
    said()?.removeAttribute("data-unread");
  };

  document.addEventListener("htmx:beforeRequest", (event) => {
    if (!changes(event)) return;
    if (busy(event.detail.elt)) {
      event.preventDefault();
      return;
    }
    clear();
    begin(event.detail.elt, event.detail.requestConfig.triggeringEvent?.submitter);
  });

  /* A part that could not be read says so in #said; once it can be read again, that is over. */
  function afterReading({ status }) {
    if (status >= 500) said()?.setAttribute("data-unread", "");
    else if (status >= 200 && said()?.hasAttribute("data-unread")) clear();
  }

  document.addEventListener("htmx:afterRequest", (event) => {
    const { elt, xhr } = event.detail;
    if (!changes(event)) {
      afterReading(xhr);
      return;
    }
    finish(elt);
    const answered = xhr.status >= 200 && xhr.status < 500;
    if (answered) for (const input of keysIn(elt)) input.value = freshKey();
    else if (xhr.status === 0) tellLost();
  });

  /* A refusal that arrives when what asked for it has left the page: htmx would look for #said beside it, find nothing
     and throw. Whoever is still there and pressed something is told; a page that was wiped (a kiosk whose resident left)
     has nobody to tell. Asked at the element itself, because from outside the page nothing rises to the document. */
  let wiped = false;
  document.addEventListener("kiosk:wipe", () => { wiped = true; });

  function refusedBehindItsBack(event) {
    const { elt, xhr } = event.detail;
    if (xhr.status < 400 || (elt.isConnected && said())) return;
    event.preventDefault();
    if (wiped || !said() || !changes(event)) return;
    const words = new DOMParser().parseFromString(xhr.responseText, "text/html").querySelector("[data-said]");
    if (words) said().replaceChildren(words);
  }

  document.addEventListener("htmx:beforeSend", ({ detail }) => {
    detail.elt.addEventListener("htmx:beforeOnLoad", refusedBehindItsBack); // the same function: heard once
  });

  function tellLost() {
    const place = said();
    if (!place) return;
    const notice = document.createElement("div");
    notice.className = "notice notice-wait";
    notice.textContent = LOST;
    place.replaceChildren(notice);
  }

  /* A form sent back with its errors (422) replaces itself; a refusal in words (422 too) belongs into #said. */
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr } = event.detail;
    if (xhr.status !== 422 || !said()) return;
    // Looked for as an element: every whole page names the attribute in its settings of htmx.
    if (!new DOMParser().parseFromString(xhr.responseText, "text/html").querySelector("[data-said]")) return;
    event.detail.target = said();
    event.detail.swapOverride = "innerHTML";
    event.detail.selectOverride = "[data-said]";
  });

  document.addEventListener("htmx:load", (event) => {
    fill(event.detail.elt);
    event.detail.elt.querySelector?.("[data-take-focus]")?.focus();
  });

  /* Back button: the page comes out of memory as it was left, and may be pressed again with its old key. */
  addEventListener("pageshow", () => {
    leaving = new WeakSet();
    for (const form of document.forms) finish(form);
  });

  /* What answers a form stands under the address of the page the form was on: loaded again, that page is asked for, and
     no browser asks whether the form is to be sent once more. */
  const { cameFrom } = document.body.dataset;
  if (cameFrom) history.replaceState(history.state, "", cameFrom);

  fill(document);
  document.querySelector("[data-take-focus]")?.focus();
})();
