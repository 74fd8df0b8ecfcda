/* A signature at the window: where something can point, the pad is shown and what is drawn goes with the form. Without
   this script, or where nobody signs, the remark stands instead. */
(() => {
  "use strict";
  const canvas = document.querySelector("[data-sign-pad]");
  if (!canvas || !window.matchMedia("(any-pointer: coarse), (any-pointer: fine)").matches) return;
  const form = canvas.closest("form");
  const field = form.querySelector("[data-signature]");
  const pen = canvas.getContext("2d");
  let last = null;
  let drawn = false;

  function clear() {
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.lineWidth = 7;
    pen.lineCap = pen.lineJoin = "round";
    pen.strokeStyle = "#000";
    drawn = false;
    field.value = "";
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
    drawn = true;
  });
  for (const kind of ["pointerup", "pointercancel"]) {
    canvas.addEventListener(kind, () => {
      last = null;
      if (drawn) field.value = canvas.toDataURL("image/png");
    });
  }
  form.querySelector("[data-sign-again]").addEventListener("click", clear);
  canvas.closest("[data-pad-only]").hidden = false;
  clear();
})();
