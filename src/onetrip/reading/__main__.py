"""`python -m onetrip.reading FILE [EXPECTED]`: what is read from one picture, in both languages. Nothing is kept."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from onetrip.reading.desk import look
from onetrip.reading.looked import SURE, Looked


def told(looked: Looked) -> list[str]:
    """A look as lines of text."""
    lines = [
        f"{looked.kind_name.zh} {looked.kind_name.en} ({looked.kind}{'/' if looked.page else ''}{looked.page})  {looked.seconds:.2f} s"
    ]
    for field in looked.fields:
        mark = " " if field.confidence >= SURE else "?"
        lines.append(
            f" {mark} {field.label.zh} {field.name}: {field.value}  {field.confidence:.2f}{' 推 repaired' if field.repaired else ''}"
        )
    lines += [f" [{finding.severity}] {finding.text.zh} {finding.text.en}" for finding in looked.findings]
    return lines


def main(words: list[str]) -> int:
    """Print what is read; 2 where the file cannot be opened."""
    if not 1 <= len(words) <= 2:
        print("python -m onetrip.reading FILE [EXPECTED]", file=sys.stderr)  # noqa: T201 - a command line
        return 2
    try:
        image = Path(words[0]).read_bytes()
    except OSError as error:
        print(f"{words[0]}: {error.strerror}", file=sys.stderr)  # noqa: T201
        return 2
    for line in told(look(image, words[1] if len(words) == 2 else None, {}, date.today())):  # noqa: DTZ011 - the day on this machine's clock
        print(line)  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
