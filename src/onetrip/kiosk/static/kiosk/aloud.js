/* One sentence of each page, read aloud for who has pressed "read aloud": [data-spoken][data-aloud="yes"]. Where the machine
   has no voice for the language the sentence stands there to be read, and [data-no-voice] says that it will not be heard.
   "kiosk:say" {detail: sentence} is said besides. */
(() => {
  "use strict";
  const LONGEST = 20000; // ms; some browsers never say that a sentence has ended
  const LATE = 1500; // ms in which browsers load their voices

  function voiceFor(tag) {
    const short = tag.slice(0, 2);
    const voices = globalThis.speechSynthesis?.getVoices() ?? [];
    return voices.find((voice) => voice.lang.replace("_", "-").startsWith(short));
  }

  function say(sentence) {
    const voice = voiceFor(document.documentElement.lang || "zh-CN");
    if (!voice || !sentence) return;
    speechSynthesis.cancel();
    const spoken = new SpeechSynthesisUtterance(sentence);
    Object.assign(spoken, { voice, lang: voice.lang, rate: 0.9 });
    speechSynthesis.speak(spoken);
    setTimeout(() => { if (speechSynthesis.speaking) speechSynthesis.cancel(); }, LONGEST);
  }

  const wanted = () => document.querySelector('[data-spoken][data-aloud="yes"]');
  const page = () => { if (wanted()) say(wanted().textContent.trim()); };
  function silent() {
    const place = document.querySelector("[data-no-voice]");
    if (place) place.hidden = !wanted() || voiceFor(document.documentElement.lang || "zh-CN") !== undefined;
  }
  document.addEventListener("kiosk:page", () => { page(); if (performance.now() > LATE) silent(); });
  document.addEventListener("kiosk:say", (event) => { if (wanted()) say(event.detail); });
  document.addEventListener("kiosk:wipe", () => globalThis.speechSynthesis?.cancel());
  globalThis.speechSynthesis?.addEventListener?.("voiceschanged", page, { once: true }); // browsers load the list late
  globalThis.speechSynthesis?.addEventListener?.("voiceschanged", silent);
  setTimeout(silent, LATE);
  page();
})();
