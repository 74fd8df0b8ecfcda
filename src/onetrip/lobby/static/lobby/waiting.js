/* When the number on this page comes near ([data-soon] ahead: third in line) and when it is called, the phone says so: the
   title carries it, it trembles where it may, and after [data-remind] was pressed once it chimes, and shows a notice where
   the browser lets it, also while another page is in front. The page itself moves by live.js and htmx; what stands beside
   the number is there while it is in one of the states of its [data-while].
   All phones of a hall hear of a change in the same moment, and must not all ask in it: each asks at a moment of its own, soon
   after a call, which moves the line, later after anything else, and at once when its own number is called. */
(() => {
  "use strict";
  const standing = document.getElementById("standing");
  if (!standing) return;
  const english = document.documentElement.lang === "en";
  const words = english
    ? { on: "Sound is on", says: "You hear two tones when you are third in line, three when you are called. Keep this page open.",
        soon: (n) => (n === 0 ? "You are next" : n === 1 ? "1 person ahead" : `${n} people ahead`), off: "Sound when my turn is near" }
    : { on: "声音开了", says: "前面剩两位时响两声，叫到您时响三声。这一页别关。",
        soon: (n) => (n === 0 ? "下一个就是您" : `前面还有 ${n} 位`), off: "快到的时候响一声" };
  const remind = document.querySelector(".remind");
  const button = document.querySelector("[data-remind]");
  const says = document.querySelector("[data-remind-says]");
  const soon = Number(remind?.dataset.soon ?? 2);
  const plain = document.title;
  let audio = null;

  const SOON = [300, 3000]; // ms, from and to
  const LATER = [8000, 16000];
  const OVER = ["done", "left", "old"];
  let asking = { at: Infinity, timer: 0 };

  const look = () => {
    clearTimeout(asking.timer);
    asking = { at: Infinity, timer: 0 };
    document.body.dispatchEvent(new CustomEvent("onetrip:look", { detail: {} }));
  };

  function lookWithin([from, to]) {
    const pause = from + Math.random() * (to - from);
    if (OVER.includes(read().state) || Date.now() + pause >= asking.at) return;
    clearTimeout(asking.timer);
    asking = { at: Date.now() + pause, timer: setTimeout(look, pause) };
  }

  document.body.addEventListener("onetrip:call", ({ detail }) => (detail.ticket === standing.dataset.number ? look() : lookWithin(SOON)));
  document.body.addEventListener("onetrip:hall", () => lookWithin(read().state === "waiting" ? LATER : SOON));

  const read = () => {
    const card = standing.querySelector("[data-state]");
    return { state: card?.dataset.state, ahead: card?.dataset.ahead === undefined ? null : Number(card.dataset.ahead) };
  };
  const isNear = (at) => at.state === "waiting" && at.ahead !== null && at.ahead <= soon;

  function chime(...pitches) {
    if (!audio || audio.state !== "running") return;
    for (const [place, pitch] of pitches.entries()) {
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

  /* A notice over other pages; only where it was allowed, and never with anything but the number in it. */
  function notice(text) {
    if (!document.hidden || typeof Notification === "undefined" || Notification.permission !== "granted") return;
    try {
      new Notification(plain, { body: text, tag: "onetrip-turn" });
    } catch {
      /* some phones show notices from a worker only; title, sound and trembling remain */
    }
  }

  function tell(text, trembling, pitches) {
    standing.dataset.told = text;
    navigator.vibrate?.(trembling);
    chime(...pitches);
    notice(text);
  }

  function title(at) {
    if (at.state === "called") document.title = `${standing.querySelector("strong")?.textContent ?? ""} · ${plain}`;
    else if (isNear(at)) document.title = `${words.soon(at.ahead)} · ${plain}`;
    else document.title = plain;
  }

  function showBeside(at) {
    for (const part of document.querySelectorAll("[data-while]")) part.hidden = !part.dataset.while.split(" ").includes(at.state);
  }

  if (button) {
    // Browsers make no sound before a page was touched, and ask about notices only when something was pressed.
    button.addEventListener("click", async () => {
      audio ??= new AudioContext();
      await audio.resume();
      button.setAttribute("aria-pressed", "true");
      button.textContent = words.on;
      says.textContent = words.says;
      chime(660, 880);
      if (typeof Notification !== "undefined" && Notification.permission === "default") await Notification.requestPermission();
    });
  }
  addEventListener("pointerdown", () => { audio ??= new AudioContext(); audio.resume(); }, { once: true });

  let before = read();
  title(before);
  showBeside(before);
  document.addEventListener("htmx:afterSettle", () => {
    const now = read();
    title(now);
    showBeside(now);
    if (now.state === "called" && before.state !== "called") {
      tell(document.title, [400, 200, 400, 200, 800], [880, 660, 880]);
      scrollTo({ top: 0 });
    } else if (isNear(now) && !isNear(before)) {
      tell(words.soon(now.ahead), [300, 200, 300], [660, 880]);
    }
    before = now;
  });
})();
