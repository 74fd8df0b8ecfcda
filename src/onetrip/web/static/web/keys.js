/* Shortcuts, printed on what they press: data-key="F9" on a button, a link, a field or a choice. They act outside text
   fields only, except function keys. "?" (or the button data-keys-list) shows them all, and there each can be given
   another key, which is kept in this browser. The key is never the only way. */
(() => {
  "use strict";
  const STORE = "onetrip-keys";
  const english = document.documentElement.lang === "en";
  const words = english
    ? { title: "Keys on this page", change: "Change", press: "Press the new key…", reset: "As printed again", close: "Close", taken: "Taken by another" }
    : { title: "这一页的按键", change: "改", press: "请按新的键……", reset: "全部恢复", close: "关闭", taken: "已经用在别处" };
  const NAMES = { ArrowLeft: "←", ArrowRight: "→", ArrowUp: "↑", ArrowDown: "↓", Escape: "Esc", " ": english ? "Space" : "空格" };

  let changed = {};
  try {
    changed = JSON.parse(localStorage.getItem(STORE)) ?? {};
  } catch {
    /* storage may be closed to us; then the printed keys count */
  }

  const printed = (key) => NAMES[key] ?? (key.length === 1 ? key.toUpperCase() : key);
  const keyOf = (element) => changed[element.dataset.key] ?? element.dataset.key;
  const shown = (element) => element.checkVisibility?.() ?? element.offsetParent !== null;
  const all = () => [...document.querySelectorAll("[data-key]")].filter((element) => shown(element));
  const same = (one, other) => one.toLowerCase() === other.toLowerCase();

  function writable(target) {
    if (target.isContentEditable || ["TEXTAREA", "SELECT"].includes(target.tagName)) return true;
    return target.tagName === "INPUT" && !["checkbox", "radio", "button", "submit", "reset"].includes(target.type);
  }

  function press(element) {
    const input = element.matches("label") ? element.control : element;
    if (!input || input.disabled || input.getAttribute("aria-disabled") === "true") return;
    input.focus();
    if (!writable(input)) input.click();
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.defaultPrevented) return;
    const functionKey = /^F\d{1,2}$/.test(event.key);
    if (event.repeat || (writable(event.target) && !functionKey) || document.querySelector("dialog[open]")) return;
    const element = all().find((candidate) => same(keyOf(candidate), event.key));
    if (!element) return;
    event.preventDefault();
    press(element);
  });

  /* What is printed follows what was changed, also in parts that htmx brought in. */
  function reprint() {
    for (const element of document.querySelectorAll("[data-key]")) {
      for (const label of element.querySelectorAll(".key")) label.textContent = printed(keyOf(element));
      element.setAttribute("aria-keyshortcuts", keyOf(element));
    }
  }

  function keep() {
    try {
      localStorage.setItem(STORE, JSON.stringify(changed));
    } catch {
      /* kept until the page is left */
    }
    reprint();
  }

  function nameOf(element) {
    const copy = element.cloneNode(true);
    for (const label of copy.querySelectorAll(".key, small")) label.remove();
    const field = element.matches("input, select, textarea") ? element.labels?.[0]?.textContent : "";
    return (element.getAttribute("aria-label") || field || copy.textContent).trim().replace(/\s+/g, " ");
  }

  const make = (tag, className, text) => Object.assign(document.createElement(tag), { className, textContent: text });

  function row(element, list) {
    const line = document.createElement("li");
    const key = make("span", "key", printed(keyOf(element)));
    const change = make("button", "button button-quiet", words.change);
    change.setAttribute("aria-label", `${words.change} ${nameOf(element)}`);
    change.addEventListener("click", () => {
      key.textContent = words.press;
      list.addEventListener("keydown", (event) => {
        event.preventDefault();
        event.stopPropagation();
        if (["Escape", "Tab", "Enter"].includes(event.key)) key.textContent = printed(keyOf(element));
        else if (all().some((other) => other.dataset.key !== element.dataset.key && same(keyOf(other), event.key))) key.textContent = words.taken;
        else {
          changed[element.dataset.key] = event.key;
          keep();
          key.textContent = printed(event.key);
        }
      }, { once: true, capture: true });
    });
    line.append(key, make("span", "", nameOf(element)), change);
    return line;
  }

  function showList() {
    const dialog = make("dialog", "dialog stack", "");
    const title = make("h2", "", words.title);
    title.id = "keys-title";
    dialog.setAttribute("aria-labelledby", title.id);
    const list = make("ul", "dialog-list", "");
    const known = new Set();
    for (const element of all()) {
      if (known.has(element.dataset.key) || element.hasAttribute("data-keys-list")) continue;
      known.add(element.dataset.key);
      list.append(row(element, list));
    }
    const reset = make("button", "button", words.reset);
    reset.addEventListener("click", () => { changed = {}; keep(); dialog.close(); });
    const close = make("button", "button button-primary", words.close);
    close.addEventListener("click", () => dialog.close());
    const buttons = make("div", "row", "");
    buttons.append(close, reset);
    dialog.append(title, list, buttons);
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  }

  document.addEventListener("click", (event) => { if (event.target.closest("[data-keys-list]")) showList(); });
  document.addEventListener("htmx:afterSettle", reprint);
  reprint();
})();
