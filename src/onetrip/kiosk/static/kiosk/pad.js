/* Numbers and dates with a finger. input[data-pad="digits|number|id|phone|code"] gets a pad of large keys behind its form; the
   pad types into whichever of the form's fields was touched last. With data-pad-opens it comes with the touch. A keyboard
   types into the field as ever; where other fields stand beside, the pad comes with the touch and goes with the next field.
   [data-wheels] are three lists for a date, instead of eight digits; [data-by-digits] changes between the two. An
   input[data-wheel="date"] gets such lists in its place, with years data-from to data-to. */
(() => {
  "use strict";
  const words = () => (document.documentElement.lang === "en"
    ? { pad: "Number pad", rub: "Delete", clear: "Clear" }
    : { pad: "数字键盘", rub: "删一个", clear: "全清" });
  const EXTRA = { digits: "", phone: "", number: ".", id: "X", code: "-" };

  function key(label, press, spoken) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button pad-key";
    button.textContent = label;
    if (spoken) button.setAttribute("aria-label", spoken);
    button.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
    button.addEventListener("click", press);
    return button;
  }

  function change(field, value) {
    if (value.length > field.maxLength && field.maxLength > 0) return;
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function padFor(form, fields) {
    const said = words();
    const pad = document.createElement("div");
    pad.className = "pad";
    pad.setAttribute("role", "group");
    pad.setAttribute("aria-label", said.pad);
    let field = fields[0];
    const type = (sign) => () => change(field, field.value + sign);
    const extra = key("", () => change(field, field.value + extra.textContent));
    for (const digit of "123456789") pad.append(key(digit, type(digit)));
    pad.append(extra, key("0", type("0")), key("⌫", () => change(field, field.value.slice(0, -1)), said.rub));
    const use = (chosen) => {
      field = chosen;
      extra.textContent = EXTRA[field.dataset.pad] ?? "";
      extra.toggleAttribute("data-empty", !extra.textContent);
      extra.disabled = !extra.textContent;
      for (const each of fields) each.toggleAttribute("data-being-typed", each === field && !pad.hidden);
    };
    const beside = form.querySelector("[data-keys], [data-wheel], textarea") !== null;
    const opens = beside || fields.every((each) => each.hasAttribute("data-pad-opens"));
    pad.hidden = opens;
    form.addEventListener("focusin", ({ target }) => {
      if (fields.includes(target)) {
        pad.hidden = false;
        use(target);
      } else if (opens && target.matches("input, select, textarea")) {
        pad.hidden = true;
        use(field);
      }
    });
    use(field);
    const before = form.querySelector("[data-next]") ?? [...form.querySelectorAll(".button-primary")].pop();
    if (before && !opens) before.before(pad);
    else form.append(pad);
    return pad;
  }

  function wheels(lists) {
    const form = lists.closest("form");
    const typed = form.querySelector("[data-typed]");
    const pad = form.querySelector(".pad");
    const other = form.querySelector("[data-by-digits]");
    const [year, month, day] = lists.querySelectorAll("select");
    const show = (byWheel) => {
      lists.hidden = !byWheel;
      for (const part of [typed, pad]) if (part) part.hidden = byWheel;
    };
    const turn = (select, at) => {
      const height = select.options[0]?.offsetHeight ?? 0;
      select.scrollTop = Math.max(0, (at - 3) * height);
    };
    const days = () => {
      const last = year.value && month.value ? new Date(Number(year.value), Number(month.value), 0).getDate() : 31;
      for (const option of day.options) option.hidden = option.disabled = Number(option.value) > last;
      if (Number(day.value) > last) day.value = String(last);
    };
    year.addEventListener("change", days);
    month.addEventListener("change", days);
    other.hidden = false;
    other.addEventListener("click", () => {
      const byWheel = lists.hidden;
      [other.textContent, other.dataset.other] = [other.dataset.other, other.textContent];
      show(byWheel);
      if (byWheel) change(typed.querySelector("input"), "");
      else {
        for (const list of [year, month, day]) list.selectedIndex = -1;
        typed.querySelector("input").focus();
      }
    });
    show(!typed.querySelector("input").value || typed.querySelector("input").value.includes("-"));
    if (!lists.hidden) typed.querySelector("input").value = "";
    const near = year.selectedIndex >= 0 ? year.selectedIndex : [...year.options].findIndex((each) => each.value === year.dataset.near);
    turn(year, near);
    for (const list of [month, day]) if (list.selectedIndex > 0) turn(list, list.selectedIndex);
    days();
  }

  /* Three lists in the place of a field for a date; the field, which is sent, keeps its eight digits. */
  function wheelsFor(field) {
    const now = new Date().getFullYear();
    const [from, to] = [Number(field.dataset.from) || now - 110, Number(field.dataset.to) || now + 20];
    const named = document.documentElement.lang === "en" ? ["Year", "Month", "Day"] : ["年", "月", "日"];
    const numbers = [to - from + 1, 12, 31].map((many, which) => Array.from({ length: many }, (_, at) => (which === 0 ? to - at : at + 1)));
    const known = /^(\d{4})-?(\d{2})-?(\d{2})$/.exec(field.value)?.slice(1).map(Number) ?? [];
    const lists = document.createElement("div");
    lists.className = "wheels";
    const selects = numbers.map((choices, which) => {
      const label = document.createElement("label");
      const name = document.createElement("span");
      name.textContent = named[which];
      const select = document.createElement("select");
      select.size = 5;
      for (const choice of choices) select.append(new Option(String(choice), String(choice), false, choice === known[which]));
      label.append(name, select);
      lists.append(label);
      return select;
    });
    const [year, month, day] = selects;
    lists.addEventListener("change", () => {
      const last = year.value && month.value ? new Date(Number(year.value), Number(month.value), 0).getDate() : 31;
      for (const option of day.options) option.hidden = option.disabled = Number(option.value) > last;
      if (Number(day.value) > last) day.value = String(last);
      const parts = [year.value.padStart(4, "0"), month.value.padStart(2, "0"), day.value.padStart(2, "0")];
      change(field, selects.every((each) => each.value) ? parts.join("") : "");
    });
    field.before(lists);
    field.type = "hidden";
    const near = year.selectedIndex >= 0 ? year.selectedIndex : to - now;
    year.scrollTop = Math.max(0, (near - 2) * (year.options[0]?.offsetHeight ?? 0));
  }

  function page() {
    const forms = new Map();
    for (const field of document.querySelectorAll("input[data-pad]")) {
      if (!field.form || field.form.hasAttribute("data-has-pad")) continue;
      forms.set(field.form, [...(forms.get(field.form) ?? []), field]);
    }
    for (const [form, fields] of forms) {
      form.setAttribute("data-has-pad", "");
      padFor(form, fields);
    }
    for (const field of document.querySelectorAll('input[data-wheel="date"]:not([data-turning])')) {
      field.setAttribute("data-turning", "");
      wheelsFor(field);
    }
    for (const lists of document.querySelectorAll("[data-wheels]:not([data-turning])")) {
      lists.setAttribute("data-turning", "");
      wheels(lists);
    }
  }

  document.addEventListener("kiosk:page", page);
  /* Keys that reach no field belong to the scanner. */
  document.addEventListener("keydown", (event) => {
    const scanner = document.querySelector("[data-scanner]");
    const writing = document.activeElement?.matches("input, select, textarea");
    if (scanner && !writing && event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey) scanner.focus({ preventScroll: true });
  });
  page();
})();
