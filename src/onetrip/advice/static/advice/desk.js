/* The front desk's field for words: results as one types, ↓ goes to them, Esc leaves the field. Everything else is done
   by forms, htmx and the printed keys. The words go by POST: what a card reader types must not stand in an address. */
(() => {
  "use strict";
  const PAUSE = 120; // ms without a key before results are asked for
  let timer = 0;
  let under = null;

  const field = () => document.querySelector("[data-say]");
  const place = () => document.querySelector("[data-found-place]");
  const choices = () => [...document.querySelectorAll("[data-found]")].filter((one) => one.offsetParent !== null);

  async function ask() {
    const input = field();
    if (!input) return;
    under?.abort();
    if (!input.value.trim()) {
      place()?.replaceChildren();
      return;
    }
    under = new AbortController();
    try {
      const answer = await fetch(input.dataset.search, {
        method: "POST", body: new FormData(input.form), signal: under.signal, headers: { "HX-Request": "true" },
      });
      if (!answer.ok || input !== field()) return;
      place().innerHTML = await answer.text();
    } catch {
      /* overtaken by the next letter, or away: Enter still asks the server */
    }
  }

  document.addEventListener("input", (event) => {
    if (!event.target.matches("[data-say]")) return;
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });

  document.addEventListener("submit", () => { clearTimeout(timer); under?.abort(); });

  document.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const input = event.target.closest("input");
    if (event.key === "Escape" && input) {
      event.preventDefault();
      const leave = input.form?.querySelector("[data-leave]");
      if (leave) {
        leave.click();
        return;
      }
      if (input.matches("[data-say]")) {
        input.value = "";
        place()?.replaceChildren();
      }
      input.blur();
      return;
    }
    if (event.key === "/" && input?.matches("[data-say]") && !input.value) {
      event.preventDefault(); // the key that leads here, pressed once more
      return;
    }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const all = choices();
    const at = all.indexOf(event.target.closest("[data-found]"));
    const fromField = input?.matches("[data-say]");
    if (all.length === 0 || (at < 0 && !(fromField && event.key === "ArrowDown"))) return;
    event.preventDefault();
    const next = at + (event.key === "ArrowDown" ? 1 : -1);
    (all[next] ?? (next < 0 ? field() : all.at(-1))).focus();
  });

  /* A slip that was just issued opens for printing, once. */
  document.addEventListener("htmx:afterSettle", () => {
    const print = document.querySelector("[data-open-now]");
    if (!print) return;
    print.removeAttribute("data-open-now");
    window.open(print.href, "_blank", "noopener");
  });
})();
