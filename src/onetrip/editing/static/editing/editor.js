/* The editor's page: line numbers follow the text, the fact one is trying out stays in view, nobody leaves unsaved by mistake. */
(() => {
  "use strict";
  const find = () => document.getElementById("matter-form");
  if (!find()) return;

  function number() {
    const text = document.getElementById("f-text");
    const list = document.querySelector(".line-numbers");
    if (!text || !list) return;
    const lines = text.value.split("\n").length;
    while (list.children.length < lines) list.append(Object.assign(document.createElement("li"), { textContent: list.children.length + 1 }));
    while (list.children.length > lines) list.lastElementChild.remove();
  }

  /* What was unfolded, and where the cursor stood, survives a part that is brought in anew. */
  let unfolded = [];
  let focused = "";
  let pressed = "";
  const nameOf = (element) => element.dataset.keepOpen ?? element.querySelector(":scope > summary")?.textContent.trim();
  document.addEventListener("htmx:beforeSwap", () => {
    unfolded = [...document.querySelectorAll(".editor details[open]")].map(nameOf);
    focused = document.activeElement?.id ?? "";
  });
  document.addEventListener("htmx:afterSettle", () => {
    for (const element of document.querySelectorAll(".editor details")) if (unfolded.includes(nameOf(element))) element.open = true;
    if (pressed) goOn(pressed);
    else if (focused && document.activeElement === document.body) document.getElementById(focused)?.focus();
    pressed = "";
    number();
  });

  /* After a row was added one goes on in it; after one moved, on the button that moved it. */
  function goOn(step) {
    const [verb, name] = step.split(":");
    const rows = document.querySelector(`input[name="${CSS.escape(name)}.rows"]`)?.nextElementSibling;
    const next = verb === "add" ? rows?.lastElementChild?.querySelector("input:not([type=hidden]), select, textarea")
      : document.querySelector(`button[value="${CSS.escape(step)}"]`);
    next?.focus();
  }

  let unsaved = Boolean(find().querySelector("[data-unsaved]"));
  const trial = (name) => !name || name.startsWith("own.") || name === "preview";
  document.addEventListener("input", (event) => {
    if (!event.target.form || event.target.form !== find() || trial(event.target.name)) return;
    unsaved = true;
    number();
  });
  document.addEventListener("submit", (event) => { if (event.target === find()) unsaved = false; });
  document.addEventListener("htmx:beforeRequest", ({ detail }) => {
    if (!detail.elt.matches("button[name=do]")) return;
    unsaved = true;
    pressed = detail.elt.value;
  });
  addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });
  number();
})();
