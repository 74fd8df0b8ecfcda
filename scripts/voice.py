"""Render what the lobby display says where its browser has no voice: fragments of speech, one file a language.

Needs Debian's espeak-ng and opus-tools; run it only when a fragment is added, and commit what it writes:
src/onetrip/web/static/web/voice/<language>.opus and <language>.json (where each fragment begins and how long it is, in
seconds). The fragments stand one after another in one file, with silence between them, so that the browser can join
them without a gap (Opus keeps samples to the microsecond; MP3 would not).
"""

from __future__ import annotations

import array
import json
import string
import subprocess
import sys
import tempfile
import wave
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "src/onetrip/web/static/web/voice"
RATE = 22_050
BETWEEN = RATE // 10
"""Samples of silence between two fragments."""

QUIET = 260
"""Samples below this are silence, and cut away at both ends of a fragment."""

EASE = RATE // 200
"""Samples over which a fragment comes and goes, so that it does not click."""

CHINESE = {
    **{str(number): sign for number, sign in enumerate("零一二三四五六七八九")},
    "10": "十",
    "please": "请",
    "number": "号",
    "to": "到",
    "window": "号窗口",
}
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_TEENS = ("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
ENGLISH = {
    **{
        str(number): word
        for number, word in enumerate(["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"])
    },
    **{str(10 + place): word for place, word in enumerate(_TEENS)},
    **{str(20 + 10 * place): word for place, word in enumerate(_TENS)},
    "number": "Number",
    "window": "window",
}
LETTERS = {letter: letter for letter in string.ascii_uppercase}
VOICES = {"zh": ("cmn", 165, CHINESE), "en": ("en-gb", 150, ENGLISH)}


def main() -> int:
    """Render both languages."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for language, (voice, speed, fragments) in VOICES.items():
        spoken = {name: _spoken(text, voice, speed) for name, text in fragments.items()}
        spoken |= {letter: _spoken(text, "en-gb", 150) for letter, text in LETTERS.items()}
        _write(language, spoken)
    return 0


def _spoken(text: str, voice: str, speed: int) -> array.array[int]:
    """The samples of one fragment without the silence around it."""
    with tempfile.NamedTemporaryFile(suffix=".wav") as file:
        subprocess.run(["espeak-ng", "-v", voice, "-s", str(speed), "-a", "170", "-w", file.name, text], check=True)  # noqa: S603, S607
        with wave.open(file.name) as sound:
            if (sound.getframerate(), sound.getnchannels(), sound.getsampwidth()) != (RATE, 1, 2):
                raise SystemExit(f"espeak-ng gave another form of sound for {text}")
            samples = array.array("h", sound.readframes(sound.getnframes()))
    loud = [place for place, sample in enumerate(samples) if abs(sample) > QUIET]
    if not loud:
        raise SystemExit(f"{voice} says nothing for {text}")
    cut = samples[max(0, loud[0] - EASE) : loud[-1] + 2 * EASE]
    for place in range(min(EASE, len(cut))):
        cut[place] = cut[place] * place // EASE
        cut[-1 - place] = cut[-1 - place] * place // EASE
    return cut


def _write(language: str, spoken: dict[str, array.array[int]]) -> None:
    whole, places = array.array("h"), {}
    for name, samples in spoken.items():
        places[name] = [round(len(whole) / RATE, 4), round(len(samples) / RATE, 4)]
        whole.extend(samples)
        whole.extend([0] * BETWEEN)
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "voice.wav"
        with wave.open(str(plain), "wb") as sound:
            sound.setnchannels(1)
            sound.setsampwidth(2)
            sound.setframerate(RATE)
            sound.writeframes(whole.tobytes())
        target = FOLDER / f"{language}.opus"
        subprocess.run(["opusenc", "--quiet", "--bitrate", "28", "--serial", "1", str(plain), str(target)], check=True)  # noqa: S603, S607
    text = json.dumps(places, separators=(",", ":"))
    (FOLDER / f"{language}.json").write_text(text + "\n", encoding="ascii")


if __name__ == "__main__":
    sys.exit(main())
