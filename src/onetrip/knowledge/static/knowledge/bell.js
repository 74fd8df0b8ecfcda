/* A helper's screen rings when somebody calls: two soft tones for each new [data-bell], once. Whether it rings is the
   choice of whoever sits there ([data-bell-switch], kept in this browser); what is to be seen is there in any case. */
(() => {
  "use strict";
  const STORE = "onetrip-bell";
  const known = new Set();
  let audio = null;
  let rings = false;
  try {
    rings = localStorage.getItem(STORE) === "on";
  } catch {
    /* storage may be closed to us; then it is silent until asked */
  }

  function tone(at, pitch) {
    const source = audio.createOscillator();
    const volume = audio.createGain();
    source.frequency.value = pitch;
    volume.gain.setValueAtTime(0.15, at);
    volume.gain.exponentialRampToValueAtTime(0.001, at + 0.5);
    source.connect(volume).connect(audio.destination);
    source.start(at);
    source.stop(at + 0.5);
  }

  function ring() {
    audio ??= new AudioContext();
    audio.resume();
    tone(audio.currentTime, 660);
    tone(audio.currentTime + 0.25, 880);
  }

  function look() {
    const fresh = [...document.querySelectorAll("[data-bell]")].map((one) => one.dataset.bell).filter((id) => !known.has(id));
    for (const id of fresh) known.add(id);
    if (fresh.length && rings) ring();
  }

  function show() {
    for (const button of document.querySelectorAll("[data-bell-switch]")) {
      button.hidden = false;
      button.setAttribute("aria-pressed", String(rings));
    }
  }

  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-bell-switch]")) return;
    rings = !rings;
    try {
      localStorage.setItem(STORE, rings ? "on" : "off");
    } catch {
      /* kept until the page is left */
    }
    show();
    if (rings) ring(); // so that they hear what it will be like, and the browser allows it from now on
  });
  document.addEventListener("htmx:afterSettle", look);
  for (const one of document.querySelectorAll("[data-bell]")) known.add(one.dataset.bell);
  show();
})();
