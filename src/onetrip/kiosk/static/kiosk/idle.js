/* Nobody there: after dialog[data-idle] seconds without a touch the page asks, counts data-count seconds where everybody
   sees it, and wipes. "I am done" ([data-done]) does the same at once. The screen is empty before the server is asked, and
   stays so while the server is away; the first page comes back when the stay has ended there too. */
(() => {
  "use strict";
  const PAUSE = 2000; // ms between two attempts to tell the server
  const HERE = 60000; // ms
  let last = performance.now(); // not the clock of the machine: that one can jump
  let wiping = false;

  const dialog = () => document.querySelector("dialog[data-idle]");
  const touched = () => { last = performance.now(); };
  for (const kind of ["pointerdown", "keydown", "input", "wheel", "touchmove"]) {
    document.addEventListener(kind, touched, { capture: true, passive: true });
  }
  for (const kind of ["onetrip:scan", "onetrip:card"]) document.addEventListener(kind, touched); // a hand holds it there

  /* The first page with nothing chosen and nothing typed is nobody's. */
  function somebody(asks) {
    if (asks.dataset.somebody === "yes" || location.pathname !== asks.dataset.home) return true;
    return [...document.querySelectorAll("main input:not([type=hidden]), main textarea")].some((field) => field.value);
  }

  function look() {
    const asks = dialog();
    if (!asks || wiping) return;
    const idle = 1000 * Number(asks.dataset.idle);
    const whole = idle + 1000 * Number(asks.dataset.count);
    if (!somebody(asks)) touched();
    const quiet = performance.now() - last;
    if (quiet >= whole) {
      wipe("idle");
    } else if (quiet >= idle) {
      const left = Math.ceil((whole - quiet) / 1000);
      for (const count of asks.querySelectorAll("[data-idle-left]")) count.textContent = String(left);
      if (!asks.open) warn(asks);
    } else if (asks.open) {
      asks.close();
    }
  }

  function warn(asks) {
    asks.showModal();
    asks.querySelector("[data-idle-stay]")?.focus();
    const spoken = asks.querySelector("[data-idle-spoken]");
    if (!spoken) return;
    spoken.textContent = spoken.dataset.words;
    document.dispatchEvent(new CustomEvent("kiosk:say", { detail: spoken.dataset.words }));
  }

  function blank() {
    dialog()?.close();
    const words = document.querySelector("template[data-wiped]");
    const main = document.getElementById("main");
    document.getElementById("said")?.replaceChildren();
    main?.replaceChildren(...(words ? [words.content.cloneNode(true)] : []));
    for (const part of document.querySelectorAll(".page-end, .keyboard, .pad")) part.inert = true;
    document.title = "一趟 Onetrip";
  }

  async function forget() {
    try {
      sessionStorage.clear();
      localStorage.clear();
      for (const name of (await globalThis.caches?.keys()) ?? []) await caches.delete(name);
      for (const each of (await globalThis.indexedDB?.databases?.()) ?? []) indexedDB.deleteDatabase(each.name);
    } catch {
      /* what is closed to us holds nothing of ours */
    }
  }

  async function wipe(how) {
    if (wiping) return;
    wiping = true;
    const { home } = dialog()?.dataset ?? { home: "/kiosk/" };
    const address = document.querySelector("form[data-done]")?.action ?? "/kiosk/done";
    document.dispatchEvent(new CustomEvent("kiosk:wipe"));
    blank();
    await forget();
    while (!(await told(address, how))) await new Promise((done) => { setTimeout(done, PAUSE); });
    location.replace(home);
  }

  /* Whether the server knows: it answered, in whatever way. */
  async function told(address, how) {
    try {
      const answer = await fetch(address, { method: "POST", body: new URLSearchParams({ how }), redirect: "manual", cache: "no-store" });
      return answer.type === "opaqueredirect" || answer.status < 500;
    } catch {
      return false;
    }
  }

  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-done]")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    wipe("done");
  }, true);
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-idle-stay]")) dialog()?.close();
    if (event.target.closest("[data-idle-done]")) wipe("done");
  });
  /* Who reads for long sends nothing: the server hears once a minute that the screen is being touched. */
  function tellHere() {
    const asks = dialog();
    if (asks?.dataset.somebody !== "yes" || wiping || performance.now() - last > HERE) return;
    fetch(asks.dataset.here, { method: "POST", cache: "no-store" }).catch(() => {});
  }

  setInterval(tellHere, HERE);
  document.addEventListener("kiosk:page", look);
  setInterval(look, 250);
})();
