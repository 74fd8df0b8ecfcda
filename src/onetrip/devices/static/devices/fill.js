/* What the scanner or the card reader beside a desk or a window read ("onetrip:scan", "onetrip:card" of devices/bridge.js) goes
   into the field [data-reads], and off with its form; [data-unread] of that field is what is said of a code or a card that
   could not be read. A card brings its name along where the form asks for one. */
(() => {
  "use strict";
  const field = () => document.querySelector("[data-reads]");

  function read(text, named = "") {
    const into = field();
    if (!into || !text) return;
    into.value = text;
    const name = into.form.elements.namedItem("name");
    if (name && named) name.value = named;
    into.form.requestSubmit();
  }

  function unread() {
    const into = field();
    if (!into) return;
    let words = into.parentElement.querySelector("[data-unread-words]");
    if (!words) {
      words = document.createElement("p");
      words.className = "field-error";
      words.setAttribute("role", "status");
      words.dataset.unreadWords = "";
      into.after(words);
    }
    words.textContent = into.dataset.unread;
  }

  document.addEventListener("onetrip:scan", ({ detail }) => { if (detail.state === "read") read(detail.text); else unread(); });
  document.addEventListener("onetrip:card", ({ detail }) => {
    if (detail.state === "read") read(detail.number, detail.name);
    else if (detail.state === "unreadable") unread();
  });
})();
