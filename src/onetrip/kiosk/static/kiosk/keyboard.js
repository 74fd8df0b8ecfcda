/* The keyboard on the screen, for fields with data-keys="pinyin": letters are put together in a bar above the keys, where the
   words they may stand for are offered (data-candidates, else the house's own); what fits the field so far is shown in
   data-target (data-found). A form has one keyboard, which types into the field touched last; where other fields stand beside,
   it comes with the touch and goes with the next field. A real keyboard types into the field as ever. Nothing typed is kept
   here, and no address ever holds it. */
(() => {
  "use strict";
  const ROWS = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];
  const DIGITS = ["1234567890"];
  const AT_ONCE = 40; // candidates drawn at a time
  const PAUSE = 90; // ms after the last key before anything is asked
  const words = () => (document.documentElement.lang === "en"
    ? { keys: "Keyboard", rub: "Delete", space: "space", chinese: "中文", english: "EN", digits: "123", letters: "ABC", offered: "Words to choose from", more: "more", hint: "" }
    : { keys: "键盘", rub: "删", space: "空格", chinese: "中文", english: "英文", digits: "123", letters: "ABC", offered: "可以选的字词", more: "更多", hint: "按拼音，再选字" });

  function button(label, press, more = {}) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = `button ${more.kind ?? "key-cap"}`;
    made.textContent = label;
    if (more.spoken) made.setAttribute("aria-label", more.spoken);
    made.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
    made.addEventListener("click", press);
    return made;
  }

  class Keyboard {
    constructor(form, fields) {
      [this.field] = fields;
      this.letters = "";
      this.chinese = document.documentElement.lang !== "en";
      this.digits = false;
      this.timer = 0;
      this.asked = { found: null, offered: null };
      this.said = words();
      this.bar = document.createElement("div");
      this.bar.className = "candidates";
      this.bar.setAttribute("role", "group");
      this.bar.setAttribute("aria-label", this.said.offered);
      this.keys = document.createElement("div");
      this.keys.className = "keys";
      this.keys.setAttribute("role", "group");
      this.keys.setAttribute("aria-label", this.said.keys);
      this.whole = document.createElement("div");
      this.whole.className = "keyboard";
      this.whole.append(this.bar, this.keys);
      form.append(this.whole);
      for (const field of fields) field.addEventListener("input", () => this.soon());
      form.addEventListener("submit", () => this.take(), true);
      this.whole.hidden = !this.field.dataset.found;
      form.addEventListener("focusin", ({ target }) => {
        if (fields.includes(target)) this.use(target);
        else if (target.matches("input, select, textarea")) this.whole.hidden = !this.field.dataset.found;
      });
      this.drawKeys();
      this.offer([]);
    }

    use(field) {
      if (field !== this.field) {
        this.take();
        this.field = field;
        this.offer([]);
      }
      if (!this.whole.hidden) return;
      this.whole.hidden = false;
      this.whole.scrollIntoView({ block: "nearest" });
    }

    drawKeys() {
      const rows = (this.digits ? DIGITS : ROWS).map((row) => [...row].map((sign) => button(sign, () => this.type(sign))));
      rows[rows.length - 1].push(button("⌫", () => this.rub(), { kind: "key-cap key-rub", spoken: this.said.rub }));
      const below = [
        button(this.chinese ? this.said.english : this.said.chinese, () => { this.chinese = !this.chinese; this.take(); this.drawKeys(); }, { kind: "key-cap key-wide" }),
        button(this.digits ? this.said.letters : this.said.digits, () => { this.digits = !this.digits; this.drawKeys(); }, { kind: "key-cap key-wide" }),
        button(this.said.space, () => this.space(), { kind: "key-cap key-space" }),
      ];
      this.keys.replaceChildren(...[...rows, below].map((row) => {
        const line = document.createElement("div");
        line.className = "key-line";
        line.append(...row);
        return line;
      }));
    }

    type(sign) {
      if (this.chinese && !this.digits) this.letters += sign;
      else this.put(sign);
      this.soon();
    }

    rub() {
      if (this.letters) this.letters = this.letters.slice(0, -1);
      else this.field.value = [...this.field.value].slice(0, -1).join("");
      this.soon();
    }

    space() {
      const first = this.bar.querySelector("button");
      if (this.letters && first) first.click();
      else { this.take(); this.put(" "); this.soon(); }
    }

    /* The letters as they are, when nothing was chosen for them. */
    take() {
      this.put(this.letters);
      this.letters = "";
    }

    put(text) {
      const most = this.field.maxLength;
      if (most < 0 || this.field.value.length + text.length <= most) this.field.value += text;
    }

    choose(text, used) {
      this.put(text);
      this.letters = this.letters.slice(used);
      this.soon();
    }

    soon() {
      this.offer(null);
      clearTimeout(this.timer);
      this.timer = setTimeout(() => { this.find(); this.candidates(); }, PAUSE);
    }

    /* The bar: the letters put together so far, then what is offered; null leaves what was offered. */
    offer(found) {
      const composing = document.createElement("span");
      composing.className = "composing";
      composing.textContent = this.letters || (this.chinese ? this.said.hint : "");
      if (found === null) {
        this.bar.replaceChildren(composing, ...[...this.bar.querySelectorAll("button")].filter(() => this.letters));
        return;
      }
      this.bar.replaceChildren(composing);
      this.bar.scrollLeft = 0;
      this.offerMore(found);
    }

    /* So many at a time: of one sound there may be hundreds, and somebody's name is the last of them. */
    offerMore(found) {
      this.bar.append(...found.slice(0, AT_ONCE).map(([text, used]) => button(text, () => this.choose(text, used), { kind: "candidate" })));
      if (found.length <= AT_ONCE) return;
      const more = button(this.said.more, () => { more.remove(); this.offerMore(found.slice(AT_ONCE)); }, { kind: "candidate" });
      this.bar.append(more);
    }

    async ask(kind, address, sent) {
      this.asked[kind]?.abort();
      const mine = new AbortController();
      this.asked[kind] = mine;
      try {
        const answer = await fetch(address, {
          method: "POST", body: new URLSearchParams(sent), signal: mine.signal, cache: "no-store",
          headers: { "X-CSRFToken": this.field.form.elements.csrfmiddlewaretoken?.value ?? "", "HX-Request": "true" },
        });
        if (answer.status >= 502) throw new TypeError("away");
        return answer.ok ? answer : null;
      } catch (error) {
        if (error.name !== "AbortError") document.dispatchEvent(new CustomEvent("kiosk:lost", { detail: () => this.soon() }));
        return null;
      }
    }

    async candidates() {
      if (!this.letters) { this.offer([]); return; }
      const answer = await this.ask("offered", this.field.dataset.candidates ?? "/kiosk/pinyin", { letters: this.letters });
      const told = await answer?.json().catch(() => null);
      if (told && this.field.isConnected) this.offer(told.offered);
    }

    async find() {
      const place = document.querySelector(this.field.dataset.target ?? "none");
      if (!place) return;
      const answer = await this.ask("found", this.field.dataset.found, { said: this.field.value, letters: this.letters });
      const told = await answer?.text().catch(() => null);
      if (told === null || told === undefined || !place.isConnected) return;
      place.innerHTML = told;
      htmx.process(place);
    }
  }

  function page() {
    const forms = new Map();
    for (const field of document.querySelectorAll('[data-keys="pinyin"]')) {
      if (!field.form || field.form.hasAttribute("data-has-keys")) continue;
      forms.set(field.form, [...(forms.get(field.form) ?? []), field]);
    }
    for (const [form, fields] of forms) {
      form.setAttribute("data-has-keys", "");
      new Keyboard(form, fields);
    }
  }
  document.addEventListener("kiosk:page", page);
  page();
})();
