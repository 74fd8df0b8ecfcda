/* A phone takes a picture and sends it as the body of a request, made small enough on the phone itself. One at a time;
   what did not arrive can be taken again. Nothing is kept on the phone by this page. [data-waits] tells the kiosk that the
   phone is there, and the phone how long the kiosk still waits (seconds since the page was opened or a picture sent). */
(() => {
  "use strict";
  const LONG_SIDE = 2600; // pixels
  const MOST = 12 * 1024 * 1024; // bytes

  async function smaller(file) {
    try {
      const image = await createImageBitmap(file, { imageOrientation: "from-image" });
      const factor = Math.min(1, LONG_SIDE / Math.max(image.width, image.height));
      const canvas = document.createElement("canvas");
      canvas.width = Math.round(image.width * factor);
      canvas.height = Math.round(image.height * factor);
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      return await new Promise((done) => { canvas.toBlob(done, "image/jpeg", 0.9); });
    } catch {
      return file; // what this browser cannot decode, the house says in words
    }
  }

  const waits = document.querySelector("[data-waits]");
  const LAST = 60; // seconds in which the count is shown
  let sentAt = Date.now(); // the phone's clock goes on while the camera is in front; a timer does not

  function say(words) {
    waits.hidden = !words;
    waits.textContent = words;
  }

  function count() {
    const left = Math.ceil(Number(waits.dataset.waits) - (Date.now() - sentAt) / 1000);
    if (left > LAST) say("");
    else say(left > 0 ? waits.dataset.wordsWaits.replace("{n}", String(left)) : waits.dataset.wordsGone);
  }

  async function connect() {
    const token = document.querySelector('input[name="csrfmiddlewaretoken"]')?.value ?? "";
    const answer = await fetch(waits.dataset.here, { method: "POST", headers: { "X-CSRFToken": token } }).catch(() => null);
    if (answer === null || answer.ok) {
      sentAt = Date.now();
      setInterval(count, 1000);
      return;
    }
    const told = await answer.json().catch(() => ({}));
    say(told.words ?? waits.dataset.wordsUnknown);
    for (const input of document.querySelectorAll('form[data-send] input[type="file"]')) input.disabled = true;
  }
  if (waits) connect();

  for (const form of document.querySelectorAll("form[data-send]")) {
    const input = form.querySelector('input[type="file"]');
    const words = form.querySelector("[data-send-words]");
    let count = Number(form.dataset.sent);
    form.addEventListener("submit", (event) => event.preventDefault());
    input.addEventListener("change", async () => {
      const file = input.files[0];
      input.value = "";
      if (!file || form.getAttribute("aria-busy") === "true") return;
      form.setAttribute("aria-busy", "true");
      words.textContent = form.dataset.wordsSending;
      const picture = await smaller(file);
      let told = {};
      if (picture.size > MOST) told = { words: form.dataset.wordsLarge };
      else {
        try {
          const token = form.querySelector('input[name="csrfmiddlewaretoken"]').value;
          const answer = await fetch(form.dataset.send, { method: "POST", body: picture, headers: { "Content-Type": picture.type || "application/octet-stream", "X-CSRFToken": token } });
          told = await answer.json();
        } catch { /* the words below say so */ }
      }
      form.removeAttribute("aria-busy");
      if (told.kept) {
        count += 1;
        sentAt = Date.now();
        words.textContent = form.dataset.wordsSent.replace("{n}", String(count));
        if ("thenReload" in form.dataset) location.reload();
      } else words.textContent = told.words ?? form.dataset.wordsLost;
    });
  }
})();
