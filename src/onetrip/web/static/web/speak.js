/* The voice of the lobby display. Each "onetrip:call" event {ticket: "A093", window: 3} is announced: a chime, then the
   sentence in every language of <body data-speak="zh en">, one after another, never two at once. An event may bring its
   sentences itself as {zh, en}. What is being said stands in [data-speak-caption]; "onetrip:spoken" follows it.
   [data-speak-mute] keeps the display silent (remembered); [data-speak-start] appears when the browser wants a press
   before it makes a sound. Without a voice on the machine voice.js speaks; without that there is the chime and the caption.
   <body data-volume="80"> says how loud. A call that is made again while it still waits its turn is announced once. What
   has not been announced survives a reload (in this window's session storage; a call is a number and a window, nobody's
   data). "onetrip:seen" {ticket, window, calls} is a call that the page shows: it is announced if it was not heard. */
(() => {
  "use strict";
  const body = document.body;
  const languages = (body.dataset.speak || "zh").split(/\s+/);
  const MUTE = "onetrip-mute";
  const LONGEST = 15000; // ms; some browsers never say that a sentence has ended
  const WITHOUT_VOICE = 1500; // ms for which a caption stands when nobody speaks it
  const DIGITS = "零一二三四五六七八九";
  const volume = Math.min(100, Math.max(0, Number(body.dataset.volume || 100))) / 100;
  const STORE = "onetrip-calls";
  const STALE = 120000; // ms after which a call that nobody announced is not worth announcing
  const MOST_HEARD = 80;
  let waiting = []; // the one being announced first
  let heard = {}; // times each number was called to a window, by "A093@3"
  let speaking = false;
  let audio = null;
  let muted = false;
  try {
    muted = localStorage.getItem(MUTE) === "1";
  } catch {
    /* storage closed: loud until told otherwise */
  }

  const keyOf = ({ ticket, window: door }) => `${ticket}@${door}`;

  function keep() {
    const newest = Object.entries(heard).slice(-MOST_HEARD);
    heard = Object.fromEntries(newest);
    try { sessionStorage.setItem(STORE, JSON.stringify({ waiting, heard })); } catch { /* storage closed */ }
  }

  /* True when this window has heard nothing before: then what the page shows is old, and is not announced. */
  function recall() {
    try {
      const kept = JSON.parse(sessionStorage.getItem(STORE));
      if (!kept) return true;
      waiting = kept.waiting.filter((call) => Date.now() - call.at < STALE);
      heard = kept.heard;
      return false;
    } catch {
      return true;
    }
  }

  function note(call, times) {
    const key = keyOf(call);
    delete heard[key]; // the newest stand last
    heard[key] = times;
    const inLine = waiting.slice(speaking ? 1 : 0).some((other) => keyOf(other) === key);
    if (!inLine) waiting.push({ ...call, at: Date.now() });
    keep();
    announce();
  }

  const pause = (ms) => new Promise((done) => { setTimeout(done, ms); });

  /* Read out one by one, as people in a hall listen for them: A 零九三. */
  const sentences = {
    zh: ({ ticket, window: door }) => `请${ticket.replace(/\d/g, (digit) => DIGITS[digit])}号，到${door}号窗口`,
    en: ({ ticket, window: door }) => `Number ${[...ticket].join(" ")}, window ${door}`,
  };

  function needPress() {
    for (const button of document.querySelectorAll("[data-speak-start]")) {
      button.hidden = muted || !audio || audio.state === "running";
    }
  }

  async function chime() {
    audio ??= new AudioContext();
    // resume() stays open until somebody presses: the calls must not wait for it.
    if (audio.state !== "running") await Promise.race([audio.resume().catch(() => {}), pause(300)]);
    needPress();
    if (audio.state !== "running") return;
    const start = audio.currentTime;
    for (const [number, pitch] of [880, 660].entries()) {
      const tone = audio.createOscillator();
      const loudness = audio.createGain();
      const at = start + number * 0.45;
      tone.frequency.value = pitch;
      loudness.gain.setValueAtTime(0.0001, at);
      loudness.gain.exponentialRampToValueAtTime(Math.max(0.001, 0.5 * volume), at + 0.02);
      loudness.gain.exponentialRampToValueAtTime(0.0001, at + 0.9);
      tone.connect(loudness).connect(audio.destination);
      tone.start(at);
      tone.stop(at + 1);
    }
    await pause(1200);
  }

  function voiceFor(tag) {
    const short = tag.slice(0, 2);
    const voices = globalThis.speechSynthesis?.getVoices() ?? [];
    const named = (voice) => voice.lang.replace("_", "-");
    return voices.find((voice) => named(voice) === tag) ?? voices.find((voice) => named(voice).startsWith(short));
  }

  async function say(sentence, language, call) {
    const tag = language === "en" ? "en-GB" : "zh-CN";
    for (const caption of document.querySelectorAll("[data-speak-caption]")) {
      caption.lang = tag;
      caption.textContent = sentence;
    }
    const voice = voiceFor(tag);
    if (muted || (!voice && !(audio && await globalThis.onetripVoice?.say(audio, call, language, volume)))) {
      await pause(WITHOUT_VOICE);
      return;
    }
    if (!voice) return;
    const spoken = new SpeechSynthesisUtterance(sentence);
    Object.assign(spoken, { voice, lang: voice.lang, rate: 0.9, volume });
    const ended = new Promise((done) => { spoken.onend = done; spoken.onerror = done; });
    speechSynthesis.speak(spoken);
    await Promise.race([ended, pause(LONGEST)]);
    speechSynthesis.cancel();
  }

  async function announce() {
    if (speaking) return;
    speaking = true;
    while (waiting.length > 0) {
      const call = waiting[0];
      if (!muted) await chime();
      for (const language of languages) {
        await say(call[language] ?? sentences[language](call), language, call);
      }
      waiting.shift();
      keep();
      body.dispatchEvent(new CustomEvent("onetrip:spoken", { detail: call }));
    }
    for (const caption of document.querySelectorAll("[data-speak-caption]")) caption.textContent = "";
    speaking = false;
  }

  /* <body data-windows="1 2 3">: the windows of this hall; calls to others are announced elsewhere. */
  const ours = (body.dataset.windows || "").split(" ").filter(Boolean);
  body.addEventListener("onetrip:call", ({ detail }) => {
    if (!ours.length || ours.includes(String(detail.window))) note(detail, (heard[keyOf(detail)] ?? 0) + 1);
  });
  body.addEventListener("onetrip:seen", (event) => {
    const { detail } = event;
    if ((heard[keyOf(detail)] ?? 0) < detail.calls) note(detail, detail.calls);
  });

  const showMute = () => {
    for (const button of document.querySelectorAll("[data-speak-mute]")) button.setAttribute("aria-pressed", String(muted));
    needPress();
  };
  document.addEventListener("click", async (event) => {
    if (event.target.closest("[data-speak-mute]")) {
      muted = !muted;
      try { localStorage.setItem(MUTE, muted ? "1" : "0"); } catch { /* until the page is left */ }
      if (muted) globalThis.speechSynthesis?.cancel();
      showMute();
    }
    if (event.target.closest("[data-speak-start]")) { await audio?.resume(); needPress(); }
  });
  globalThis.speechSynthesis?.getVoices(); // browsers load the list on the first question
  audio = new AudioContext();
  showMute();
  if (recall()) {
    for (const shown of document.querySelectorAll("[data-calls]")) {
      heard[keyOf({ ticket: shown.dataset.ticket, window: shown.dataset.window })] = Number(shown.dataset.calls);
    }
    keep();
  }
  announce();
})();
