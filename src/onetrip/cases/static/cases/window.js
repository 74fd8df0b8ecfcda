/* The window's checklist under the hand: what is ticked counts at once, arrows move between the papers, a full ID number
   is masked again after its minute. The server decides everything; without this script the same forms work. */
(() => {
  "use strict";
  const english = document.documentElement.lang === "en";
  const words = english
    ? { gap: (n) => `${n} to tick`, whole: "complete", left: (n) => `${n} not ticked yet`, all: "Everything is there" }
    : { gap: (n) => `差 ${n} 样`, whole: "齐了", left: (n) => `还差 ${n} 样没勾`, all: "都齐了" };
  const list = () => document.getElementById("checklist");

  /* One original serves every matter: a paper ticked anywhere is at hand everywhere. */
  function count() {
    const form = list();
    if (!form) return;
    const atHand = new Set();
    for (const box of form.querySelectorAll('input[name="paper"]:checked')) {
      atHand.add(box.value.split("|")[1]);
      if (box.dataset.instead) atHand.add(box.dataset.instead);
    }
    const follows = new Set([...form.querySelectorAll('input[name="follow"]:checked')].map((box) => box.value));
    const awaited = new Set([...form.querySelectorAll('input[name="later"]:checked')].map((box) => box.dataset.awaits));
    let left = 0;
    for (const matter of form.querySelectorAll("[data-matter]")) {
      const chosen = matter.querySelector('input[name="matter"]')?.checked ?? false;
      const needed = [...matter.querySelectorAll("[data-needed]")];
      const missing = needed.filter((box) => !atHand.has(box.dataset.paper) && !awaited.has(box.dataset.paper) && !follows.has(box.value)).length;
      const tag = matter.querySelector("[data-gap-tag]");
      if (tag) {
        tag.textContent = missing ? words.gap(missing) : words.whole;
        tag.classList.toggle("tag-wait", missing > 0);
        tag.classList.toggle("tag-kept", missing === 0);
      }
      matter.classList.toggle("matter-here", chosen && missing > 0);
      if (chosen) left += missing;
      for (const gap of form.querySelectorAll(`[data-of="${CSS.escape(matter.dataset.matter)}"]`)) {
        gap.hidden = !chosen || atHand.has(gap.dataset.gap);
      }
    }
    const gaps = form.querySelector("[data-gaps]");
    if (gaps) {
      gaps.hidden = ![...gaps.querySelectorAll("[data-gap]")].some((gap) => !gap.hidden);
      gaps.querySelector("[data-gap-count]").textContent = String(left);
    }
    const says = form.querySelector("[data-complete]");
    if (says) says.textContent = left ? words.left(left) : words.all;
  }

  document.addEventListener("change", (event) => { if (event.target.closest("#checklist")) count(); });

  document.addEventListener("keydown", (event) => {
    if (!["ArrowDown", "ArrowUp"].includes(event.key) || event.ctrlKey || event.altKey || event.metaKey) return;
    const at = document.activeElement;
    if (at.matches("input:not([type=checkbox]), select, textarea, summary") || document.querySelector("dialog[open]")) return;
    const boxes = [...(list()?.querySelectorAll(".paper-box") ?? [])].filter((box) => box.checkVisibility());
    if (boxes.length === 0) return;
    event.preventDefault();
    const place = boxes.indexOf(at);
    const next = event.key === "ArrowDown" ? place + 1 : place < 0 ? boxes.length - 1 : place - 1;
    boxes[Math.min(Math.max(next, 0), boxes.length - 1)].focus();
  });

  /* A second Enter of a scanner must not press anything: focus goes to the papers as soon as they are there. */
  function takePlace() {
    const first = list()?.querySelector(".paper-box[data-needed]:not(:checked)");
    const at = document.activeElement;
    if (first && (!at || at === document.body || at.id === "scan")) first.focus({ preventScroll: true });
  }

  function wipe() {
    for (const plain of document.querySelectorAll("[data-wipe]:not([data-wiping])")) {
      plain.dataset.wiping = "";
      setTimeout(() => plain.closest("details")?.removeAttribute("open"), 1000 * Number(plain.dataset.wipe));
      setTimeout(() => plain.remove(), 1000 * Number(plain.dataset.wipe));
    }
  }

  /* A field that was folded away is there to type into as soon as it is unfolded. */
  document.addEventListener("toggle", (event) => { if (event.target.open) event.target.querySelector("input, select")?.focus(); }, true);

  document.addEventListener("htmx:afterSettle", () => { count(); takePlace(); wipe(); });
  count();
  takePlace();
  wipe();
})();
