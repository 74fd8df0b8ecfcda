/* Nobody there: after dialog[data-idle] seconds without a touch the page asks, counts data-count seconds where everybody
   sees it, and wipes. "I am done" ([data-done]) does the same at once; where dialog[data-leave] stands, something is half
   done, and it is asked first whether that is kept. The screen is empty before the server is asked, and stays so while the
   server is away; then it says what became of it (template[data-left]), and the first page comes back. What is done
   elsewhere for this screen, on a phone, counts as a touch by the event "kiosk:touched"; while the machine itself is at work
   ([data-busy]) nobody has to touch anything. */
(() => {
  "use strict";
  const PAUSE = 2000; // ms between two attempts to tell the server
  const HERE = 60000; // ms
  const READ = 4000; // ms to read what became of what was half done
  let last = performance.now(); // not the clock of the machine: that one can jump
  let wiping = false;

  const dialog = () => document.querySelector("dialog[data-idle]");
  const touched = () => { last = performance.now(); };
  for (const kind of ["pointerdown", "keydown", "input", "wheel", "touchmove"]) {
    document.addEventListener(kind, touched, { capture: true, passive: true });
  }
  /* A hand holds a code or a card there, or is busy elsewhere. */
  for (const kind of ["onetrip:scan", "onetrip:card", "kiosk:touched"]) document.addEventListener(kind, touched);

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
    if (!somebody(asks) || document.querySelector("main [data-busy]")) touched();
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

  function show(words) {
    document.getElementById("main")?.replaceChildren(...(words ? [words.content.cloneNode(true)] : []));
  }

  function blank() {
    for (const open of document.querySelectorAll("dialog[open]")) open.close();
    document.getElementById("said")?.replaceChildren();
    show(document.querySelector("template[data-wiped]"));
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

  const pause = (ms) => new Promise((done) => { setTimeout(done, ms); });

  async function wipe(how, unfinished = "") {
    if (wiping) return;
    wiping = true;
    const { home } = dialog()?.dataset ?? { home: "/kiosk/" };
    const address = document.querySelector("form[data-done]")?.action ?? "/kiosk/done";
    document.dispatchEvent(new CustomEvent("kiosk:wipe"));
    blank();
    await forget();
    while (!(await told(address, { how, unfinished }))) await pause(PAUSE);
    if (unfinished) {
      show(document.querySelector(`template[data-left="${unfinished}"]`));
      await pause(READ);
    }
    location.replace(home);
  }

  /* Whether the server knows: it answered, in whatever way. */
  async function told(address, what) {
    try {
      const answer = await fetch(address, { method: "POST", body: new URLSearchParams(what), redirect: "manual", cache: "no-store" });
      return answer.type === "opaqueredirect" || answer.status < 500;
    } catch {
      return false;
    }
  }

  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-done]")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    leave();
  }, true);

  /* They are done: at once, or after they have said what becomes of what is half done. */
  function leave() {
    const asks = document.querySelector("dialog[data-leave]");
    dialog()?.close();
    if (!asks) wipe("done");
    else if (!asks.open) asks.showModal();
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-idle-stay]")) dialog()?.close();
    if (event.target.closest("[data-idle-done]")) leave();
    if (event.target.closest("[data-leave-not]")) document.querySelector("dialog[data-leave]")?.close();
    const choice = event.target.closest("[data-leave-with]");
    if (choice) wipe("done", choice.dataset.leaveWith);
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
