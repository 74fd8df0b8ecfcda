/* When the number on this page is called, the phone says so: it trembles, chimes where the browser lets it, and the
   title carries the window. */
(() => {
  "use strict";
  const standing = document.getElementById("standing");
  if (!standing) return;
  const stateOf = () => standing.querySelector("[data-state]")?.dataset.state;
  const plain = document.title;
  let before = stateOf();
  let audio = null;

  // Browsers make no sound before the page was touched once.
  addEventListener("pointerdown", () => { audio ??= new AudioContext(); audio.resume(); }, { once: true });

  function chime() {
    if (!audio || audio.state !== "running") return;
    for (const [place, pitch] of [880, 660, 880].entries()) {
      const tone = audio.createOscillator();
      const loudness = audio.createGain();
      const at = audio.currentTime + place * 0.35;
      tone.frequency.value = pitch;
      loudness.gain.setValueAtTime(0.4, at);
      loudness.gain.exponentialRampToValueAtTime(0.0001, at + 0.6);
      tone.connect(loudness).connect(audio.destination);
      tone.start(at);
      tone.stop(at + 0.7);
    }
  }

  document.addEventListener("htmx:afterSettle", () => {
    const now = stateOf();
    if (now === "called") document.title = `${standing.querySelector("strong")?.textContent ?? ""} · ${plain}`;
    else document.title = plain;
    if (now === "called" && before !== "called") {
      navigator.vibrate?.([400, 200, 400, 200, 800]);
      chime();
      scrollTo({ top: 0 });
    }
    before = now;
  });
})();
