/* How a kiosk goes from page to page. htmx fetches what is pressed, so that a server that is away leaves the page as it is,
   with everything that was entered. The new page's address takes the place of the old one: the history has one entry, and
   nobody can go back to what somebody else saw. A page that needs a file not loaded yet is opened whole.
   While the server is away the page says so, with the hour, asks every few seconds, and then repeats what was pressed:
   its key is the same, so nothing is done twice. */
(() => {
  "use strict";
  htmx.config.historyEnabled = false;
  const root = document.documentElement;
  const HEALTH = "/health";
  const LOOK = 60000; // ms between two looks while nothing is pressed
  const pause = () => 2000 + Math.random() * 2000; // ms; apart, so that a whole hall does not come back at once

  /* htmx writes down where it is. A kiosk writes down nothing. */
  function forget() {
    try {
      sessionStorage.clear();
      localStorage.clear();
    } catch {
      /* storage closed to us: nothing can be in it */
    }
  }

  const files = (page) => [...page.querySelectorAll('link[rel="stylesheet"]')].map((each) => each.getAttribute("href"))
    .concat([...page.querySelectorAll("script[src]")].map((each) => each.getAttribute("src")));
  const loaded = new Set(files(document));
  let next = null;

  document.addEventListener("htmx:beforeSwap", (event) => {
    const { boosted, pathInfo, shouldSwap, xhr } = event.detail;
    next = null;
    if (!boosted || !shouldSwap || xhr.status >= 400 && xhr.status !== 422) return;
    const page = new DOMParser().parseFromString(xhr.responseText, "text/html");
    if (!page.documentElement.dataset.surface) return; // a part, not a page
    if (files(page).some((file) => !loaded.has(file)) || !page.body.hasAttribute("data-kiosk")) {
      event.detail.shouldSwap = false;
      location.replace(pathInfo.responsePath || location.href);
      return;
    }
    // What a form was answered with when it could not be read has no address of its own.
    next = { html: page.documentElement, address: xhr.status === 422 ? "" : pathInfo.responsePath };
  });

  /* A page too long for the screen can be scrolled with the keyboard too. */
  function reachable() {
    const main = document.getElementById("main");
    if (main) main.tabIndex = main.scrollHeight > main.clientHeight ? 0 : -1;
  }

  document.addEventListener("htmx:afterSwap", (event) => {
    if (!event.detail.boosted || !next) return;
    for (const name of ["lang", "data-scale", "data-contrast", "data-now"]) {
      const value = next.html.getAttribute(name);
      if (value === null) root.removeAttribute(name);
      else root.setAttribute(name, value);
    }
    if (next.address) history.replaceState(null, "", next.address);
    next = null;
    forget();
    const main = document.getElementById("main");
    main?.scrollTo(0, 0);
    reachable();
    if (!document.querySelector("[data-take-focus]")) main?.focus({ preventScroll: true });
    document.dispatchEvent(new CustomEvent("kiosk:page"));
  });

  let since = null;
  let pressed = null;
  let asking = 0;

  function hour(at) {
    const clock = new Intl.DateTimeFormat("en-GB", { hour: "numeric", minute: "2-digit", hourCycle: "h23", timeZone: root.dataset.zone || undefined });
    return clock.format(at).replace(/^0(?=\d)/, "");
  }

  function tell() {
    const place = document.getElementById("said");
    const words = document.querySelector("template[data-lost]");
    if (!place || !words) return;
    const notice = document.createElement("div");
    notice.className = "notice notice-wait lost";
    notice.append(words.content.cloneNode(true));
    for (const time of notice.querySelectorAll("[data-lost-at]")) time.textContent = hour(since);
    place.replaceChildren(notice);
  }

  /* `what` repeats what was pressed, if anything was. */
  function lost(what) {
    since ??= new Date();
    pressed = what ?? pressed;
    setTimeout(tell); // after whoever else has something to say about a request without an answer
    clearTimeout(asking);
    asking = setTimeout(ask, pause());
  }

  async function ask() {
    if (await answers()) found();
    else asking = setTimeout(ask, pause());
  }

  async function answers() {
    try {
      return (await fetch(HEALTH, { cache: "no-store" })).ok;
    } catch {
      return false;
    }
  }

  function found() {
    since = null;
    document.querySelector("#said .lost")?.remove();
    const again = pressed;
    pressed = null;
    again?.();
  }

  function repeated({ elt, requestConfig }) {
    const submitter = requestConfig?.triggeringEvent?.submitter;
    return () => {
      if (!elt.isConnected) return;
      if (elt instanceof HTMLFormElement) elt.requestSubmit(submitter?.isConnected ? submitter : undefined);
      else elt.click();
    };
  }

  for (const kind of ["htmx:sendError", "htmx:timeout"]) document.addEventListener(kind, (event) => lost(repeated(event.detail)));
  document.addEventListener("htmx:responseError", (event) => {
    if ([502, 503, 504].includes(event.detail.xhr.status)) lost(repeated(event.detail));
  });
  document.addEventListener("kiosk:lost", (event) => lost(event.detail));
  document.addEventListener("kiosk:wipe", () => { pressed = null; });
  setInterval(async () => { if (since === null && !(await answers())) lost(null); }, LOOK);

  /* Out of the browser's memory comes a page as somebody left it: it is asked for anew before anybody reads it. */
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    document.body.replaceChildren();
    location.reload();
  });
  addEventListener("load", reachable);
  addEventListener("resize", reachable);
  forget();
})();
