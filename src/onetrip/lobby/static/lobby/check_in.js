/* The ticket machine. The field [data-keep-focus] always listens, because a scanner types like a keyboard and does not
   look where; on the pages after it [data-next-comer] holds the field of whoever is next, which waits while [data-busy] is
   there. [data-wipe-after] (seconds) clears what was typed and left. [data-return] goes back to the first page,
   counting where everybody sees it; [data-unread] is what is said of a card or a code that could not be read; [data-return-stay] gives more time. [data-print-now] prints a ticket once. */
(() => {
  "use strict";
  const field = document.querySelector("[data-keep-focus]");
  const scanned = field ?? document.querySelector("[data-next-comer] [name=scan]");
  const takeBack = () => {
    const at = document.activeElement;
    const held = at && at !== document.body && at.matches("input, button, a, [tabindex]");
    if (!held) field?.focus({ preventScroll: true });
  };
  if (field && !document.querySelector("[data-take-focus]")) field.focus({ preventScroll: true });
  if (field) setInterval(takeBack, 2000);
  if (scanned) {
    // Keys that reach nothing belong to the scanner.
    document.addEventListener("keydown", (event) => {
      const writing = document.activeElement?.matches('input:not([type="radio"])');
      if (event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !writing) scanned.focus({ preventScroll: true });
    });
  }

  if (scanned) {
    /* What a scanner or a card reader of the bridge read goes the way of what is typed: into the field, and off. */
    const { dataset } = scanned.form;
    const read = (text) => { scanned.value = text; scanned.form.requestSubmit(); };
    const say = (words) => {
      const notice = document.createElement("div");
      notice.className = "notice notice-wait";
      notice.textContent = words;
      document.getElementById("said").replaceChildren(notice);
    };
    const unread = () => say(dataset.unread);
    scanned.form.addEventListener("submit", (event) => {
      if (!document.querySelector("[data-busy]")) return;
      event.preventDefault();
      scanned.value = "";
      say(dataset.wait);
    });
    document.body.addEventListener("onetrip:scan", ({ detail }) => { if (detail.state === "read") read(detail.text); else unread(); });
    document.body.addEventListener("onetrip:card", ({ detail }) => {
      if (detail.state === "read") read(detail.number);
      else if (detail.state === "unreadable") unread();
    });
  }
  const form = document.querySelector("[data-wipe-after]");
  if (form) {
    let wiping = 0;
    const rest = () => {
      clearTimeout(wiping);
      wiping = setTimeout(() => {
        const touched = [...form.elements].some((one) => (one.type === "radio" ? one.checked !== one.defaultChecked : one.name !== "idempotency_key" && one.value !== one.defaultValue));
        if (touched || document.querySelector(".error-summary")) location.replace("/hall/");
      }, 1000 * Number(form.dataset.wipeAfter));
    };
    for (const kind of ["input", "pointerdown", "keydown"]) document.addEventListener(kind, rest);
    rest();
  }

  const returns = document.querySelector("[data-return]");
  if (returns) {
    const count = returns.querySelector("[data-return-count]");
    const whole = Number(returns.dataset.returnAfter);
    let left = whole;
    const go = () => location.replace(returns.dataset.return);
    const show = () => { count.textContent = String(left); };
    setInterval(() => {
      left -= 1;
      if (left <= 0) go();
      else show();
    }, 1000);
    document.addEventListener("click", (event) => {
      if (event.target.closest("[data-return-stay]")) { left = whole * 2; show(); }
      if (event.target.closest("[data-return-now]")) { event.preventDefault(); go(); }
    });
    // A number whose paper did not come out takes longer to settle than one that did.
    const longer = () => { left = Math.max(left, Number(document.querySelector("[data-return-longer]")?.dataset.returnLonger ?? 0)); show(); };
    document.addEventListener("htmx:afterSettle", longer);
    longer();
  }

  const paper = document.querySelector("[data-print-now]");
  const ticket = paper?.dataset.printNow;
  // Remembered with this page alone: a reload prints nothing more, and whoever stands here next finds no number of others.
  if (ticket && history.state?.printed !== ticket) {
    history.replaceState({ ...history.state, printed: ticket }, "");
    addEventListener("load", () => print());
  }
  for (const again of document.querySelectorAll("[data-print]")) {
    again.addEventListener("click", (event) => { if (ticket) { event.preventDefault(); print(); } });
  }
})();
