/* Speech for a machine without a voice: fragments rendered beforehand (scripts/voice.py), joined without a gap.
   globalThis.onetripVoice.say(audio, call, language, loudness) resolves when the call has been spoken, to false when
   there are no fragments for it. The script's own tag says where the sound and the places of the fragments are:
   data-zh-sound, data-zh-places, data-en-sound, data-en-places. */
(() => {
  "use strict";
  const files = { ...(document.currentScript ?? document.querySelector("script[data-zh-sound]")).dataset };
  const BREATH = 0.04; // s between two fragments
  const loaded = {};

  async function load(audio, language) {
    const [sound, places] = await Promise.all([fetch(files[`${language}Sound`]), fetch(files[`${language}Places`])]);
    if (!sound.ok || !places.ok) throw new Error("no voice");
    return { buffer: await audio.decodeAudioData(await sound.arrayBuffer()), places: await places.json() };
  }

  /* 12 is 十二 and twelve, 34 is 三十四 and thirty four; from 100 on digit by digit, as numbers on doors are read. */
  function spelled(number, language) {
    const text = String(number);
    if (number >= 100 || number < 10) return [...text];
    const tens = Math.floor(number / 10);
    const ones = number % 10 ? [String(number % 10)] : [];
    if (language === "zh") return [...(tens > 1 ? [String(tens)] : []), "10", ...ones];
    return number < 20 ? [text] : [String(tens * 10), ...ones];
  }

  function fragments({ ticket, window: door }, language) {
    const signs = [...String(ticket).toUpperCase()];
    return language === "zh"
      ? ["please", ...signs, "number", "to", ...spelled(door, "zh"), "window"]
      : ["number", ...signs, "window", ...spelled(door, "en")];
  }

  async function say(audio, call, language, loudness) {
    if (audio.state !== "running" || !files[`${language}Sound`]) return false;
    loaded[language] ??= load(audio, language).catch(() => { delete loaded[language]; return null; });
    const voice = await loaded[language];
    const names = fragments(call, language);
    if (!voice || names.some((name) => !voice.places[name])) return false;
    const gain = audio.createGain();
    gain.gain.value = loudness;
    gain.connect(audio.destination);
    let at = audio.currentTime + 0.05;
    let last = null;
    for (const name of names) {
      const [from, length] = voice.places[name];
      last = audio.createBufferSource();
      last.buffer = voice.buffer;
      last.connect(gain);
      last.start(at, from, length);
      at += length + BREATH;
    }
    const most = (at - audio.currentTime) * 1000 + 1000;
    await Promise.race([
      new Promise((done) => { last.onended = done; }),
      new Promise((done) => { setTimeout(done, most); }),
    ]);
    return true;
  }

  globalThis.onetripVoice = { say, fragments };
})();
