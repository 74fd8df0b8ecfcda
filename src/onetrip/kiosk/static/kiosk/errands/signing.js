/* Signing on the screen: pointer events draw on a canvas ([data-signing]), [data-signed] sends it, [data-sign-again]
   clears it. The same ink for finger, pen and mouse. */
(() => {
  "use strict";
  function begin() {
    const part = document.querySelector("[data-signing]");
    if (!part || part.dataset.open) return;
    part.dataset.open = "1";
    const canvas = part.querySelector("canvas");
    const words = part.querySelector("[data-signing-words]");
    const done = document.querySelector("[data-signed]");
    const again = document.querySelector("[data-sign-again]");
    const pen = canvas.getContext("2d");
    let last = null;

    function clear() {
      pen.fillStyle = "#fff";
      pen.fillRect(0, 0, canvas.width, canvas.height);
      pen.lineWidth = 9;
      pen.lineCap = pen.lineJoin = "round";
      pen.strokeStyle = "#000";
      done.disabled = true;
      words.textContent = "";
    }
    const at = (event) => {
      const box = canvas.getBoundingClientRect();
      return [((event.clientX - box.left) * canvas.width) / box.width, ((event.clientY - box.top) * canvas.height) / box.height];
    };
    canvas.addEventListener("pointerdown", (event) => { canvas.setPointerCapture(event.pointerId); last = at(event); });
    canvas.addEventListener("pointermove", (event) => {
      if (!last) return;
      for (const each of event.getCoalescedEvents?.() ?? [event]) {
        const to = at(each);
        pen.beginPath();
        pen.moveTo(...last);
        pen.lineTo(...to);
        pen.stroke();
        last = to;
      }
      done.disabled = false;
    });
    for (const kind of ["pointerup", "pointercancel"]) canvas.addEventListener(kind, () => { last = null; });
    again.addEventListener("click", clear);
    done.addEventListener("click", async () => {
      if (done.getAttribute("aria-busy") === "true") return;
      done.setAttribute("aria-busy", "true");
      const picture = await new Promise((drawn) => { canvas.toBlob(drawn, "image/png"); });
      const token = document.querySelector('input[name="csrfmiddlewaretoken"]')?.value ?? "";
      let told = {};
      try {
        const answer = await fetch(part.dataset.send, { method: "POST", body: picture, headers: { "Content-Type": "image/png", "X-CSRFToken": token } });
        told = await answer.json();
      } catch { /* the words below say so */ }
      done.removeAttribute("aria-busy");
      if (told.kept) location.replace(part.dataset.next);
      else words.textContent = told.words ?? part.dataset.wordsLost;
    });
    clear();
  }
  document.addEventListener("htmx:load", begin);
  begin();
})();
