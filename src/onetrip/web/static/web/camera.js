/* The document camera. [data-camera] holds the picture, [data-shoot] takes it; it goes to [data-send] as the body of a
   request, and nothing of it stays in the browser. A black picture and a missing camera are said in words; the phone is
   always the other way. How the camera is goes to [data-report], so that somebody comes who can mend it. */
(() => {
  "use strict";
  const BLACK = 16; // of 255, the mean of a picture that shows nothing
  const WARM_UP = 1500; // ms; the first pictures of a camera are dark
  let stream = null;
  let reported = "";

  async function open(part) {
    const video = part.querySelector("video");
    const shoot = document.querySelector("[data-shoot]");
    const words = part.querySelector("[data-camera-words]");
    const say = (text) => { words.textContent = text ?? ""; };
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { width: { ideal: 2560 }, height: { ideal: 1440 } } });
    } catch (error) {
      say(part.dataset.wordsOff);
      report(part, error.name === "NotAllowedError" ? "refused" : "away");
      return;
    }
    video.srcObject = stream;
    await video.play().catch(() => {});
    say("");
    setTimeout(() => { if (stream) report(part, isBlack(still(video)) ? "black" : "ready"); }, WARM_UP);
    shoot.disabled = false;
    shoot.addEventListener("click", () => take(part, video, shoot, say));
  }

  function still(video) {
    const canvas = document.createElement("canvas");
    canvas.width = video.videoWidth;
    canvas.height = video.videoHeight;
    canvas.getContext("2d").drawImage(video, 0, 0);
    return canvas;
  }

  function report(part, state) {
    const address = part.dataset.report;
    if (!address || state === reported) return;
    reported = state;
    fetch(address, { method: "POST", body: JSON.stringify({ state }), headers: { "Content-Type": "application/json", "X-CSRFToken": token() } }).catch(() => { reported = ""; });
  }

  const token = () => document.querySelector('input[name="csrfmiddlewaretoken"]')?.value ?? "";

  function isBlack(canvas) {
    const small = document.createElement("canvas");
    small.width = 32;
    small.height = 18;
    const pen = small.getContext("2d", { willReadFrequently: true });
    pen.drawImage(canvas, 0, 0, 32, 18);
    const data = pen.getImageData(0, 0, 32, 18).data;
    let sum = 0;
    for (let at = 0; at < data.length; at += 4) sum += (data[at] + data[at + 1] + data[at + 2]) / 3;
    return sum / (data.length / 4) < BLACK;
  }

  async function take(part, video, shoot, say) {
    if (shoot.getAttribute("aria-busy") === "true") return;
    const canvas = still(video);
    const black = isBlack(canvas);
    report(part, black ? "black" : "ready");
    if (black) {
      say(part.dataset.wordsBlack);
      return;
    }
    shoot.setAttribute("aria-busy", "true");
    say(part.dataset.wordsSending);
    const picture = await new Promise((done) => { canvas.toBlob(done, "image/jpeg", 0.9); });
    const told = await send(part.dataset.send, picture);
    shoot.removeAttribute("aria-busy");
    if (told.kept) location.replace(location.pathname);
    else say(told.words ?? part.dataset.wordsLost);
  }

  async function send(address, picture) {
    try {
      const answer = await fetch(address, { method: "POST", body: picture, headers: { "Content-Type": "image/jpeg", "X-CSRFToken": token() } });
      if (answer.status === 404) location.reload();
      return await answer.json();
    } catch {
      return {};
    }
  }

  function close() {
    for (const track of stream?.getTracks() ?? []) track.stop();
    stream = null;
  }

  function begin() {
    const part = document.querySelector("[data-camera]");
    if (!part) { close(); return; }
    if (part.dataset.open) return;
    part.dataset.open = "1";
    open(part);
  }
  addEventListener("pagehide", close);
  document.addEventListener("htmx:load", begin);
  begin();
})();
