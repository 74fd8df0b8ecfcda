/* The voice of the lobby display. Each "onetrip:call" event {ticket: "A093", window: 3} is announced: a chime, then the
   sentence in every language of <body data-speak="zh en">, one after another, never two at once. An event may bring its
   sentences itself as {zh, en}. What is being said stands in [data-speak-caption]; "onetrip:spoken" follows it.
   [data-speak-mute] keeps the display silent (remembered); [data-speak-start] appears when the browser wants a press
   before it makes a sound. Without a voice on the machine voice.js speaks; without that there is the chime and the caption.
   <body data-volume="80"> says how loud. calls.js keeps what has not been announced over a reload. "onetrip:seen" {ticket, window, calls} is a call that the page shows: it is announced if it was not heard. */
(() => {
  "use strict";
  const body = document.body;
  const languages = (body.dataset.speak || "zh").split(/\s+/);
  const MUTE = "onetrip-mute";
  const LONGEST = 15000; // ms; some browsers never say that a sentence has ended
  const WITHOUT_VOICE = 1500; // ms for which a caption stands when nobody speaks it
  const DIGITS = "零一二三四五六七八九";
  const volume = Math.min(100, Math.max(0, Number(body.dataset.volume || 100))) / 100;
  const calls = globalThis.onetripCalls;
  let speaking = false;
  let audio = null;
  let muted = false;
  try {
    muted = localStorage.getItem(MUTE) === "1";
  } catch {
    /* storage closed: loud until told otherwise */
  }

  function note(call, times) {
    calls.add(call, times, speaking);
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
    for (let call = calls.first(); call; call = calls.first()) {
      if (!muted) await chime();
      for (const language of languages) {
        await say(call[language] ?? sentences[language](call), language, call);
      }
      calls.done();
      body.dispatchEvent(new CustomEvent("onetrip:spoken", { detail: call }));
    }
    for (const caption of document.querySelectorAll("[data-speak-caption]")) caption.textContent = "";
    speaking = false;
  }

  /* <body data-windows="1 2 3">: the windows of this hall; calls to others are announced elsewhere. */
  const ours = (body.dataset.windows || "").split(" ").filter(Boolean);
  body.addEventListener("onetrip:call", ({ detail }) => {
    if (!ours.length || ours.includes(String(detail.window))) note(detail, calls.times(detail) + 1);
  });
  body.addEventListener("onetrip:seen", ({ detail }) => { if (calls.times(detail) < detail.calls) note(detail, detail.calls); });

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
  calls.recall(document.querySelectorAll("[data-calls]"));
  announce();
})();
