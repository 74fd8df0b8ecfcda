"""What was seen, in words for whoever holds the paper: what is wrong with the picture and what to do about it.

One cause is said, the one to mend first: whoever is told four things does none. The voice is that of the design: what
happened, what to do, nobody blamed.
"""

from __future__ import annotations

from collections.abc import Mapping

from onetrip.reading.fields import Read
from onetrip.reading.formats import plain
from onetrip.reading.kinds import BY_KEY, KIND_NAMES, LABELS, Asked, Page
from onetrip.reading.light import DIM, TOO_DIM, Glare
from onetrip.reading.looked import SURE, Finding
from onetrip.reading.sight import Sight
from onetrip.reading.telling import weight_of
from onetrip.rules.text import Text

BLURRED = 0.17
"""Sharpness under which the picture is said to be out of focus, where something could not be read. Set on the training set."""
FALTERING = 0.85
"""How sure the recogniser is of its lines on the whole, under which the picture is likelier to be the cause."""
FAR = 0.16
"""Share of the picture under which the page is said to be far away, where something could not be read."""

NOT_A_PICTURE: Mapping[str, Finding] = {
    "not-a-picture": Finding(
        "wrong",
        "not-a-picture",
        Text(
            "这个文件打不开，不是图片。请重新拍一张。",
            "This file cannot be opened as a picture. Please take a new one.",
        ),
    ),
    "too-large": Finding(
        "wrong",
        "too-large",
        Text("图片太大了。请用普通清晰度重拍一张。", "The picture is too large. Please take one at normal quality."),
    ),
    "too-small": Finding(
        "wrong",
        "too-small",
        Text("图片太小，看不清字。请重新拍一张。", "The picture is too small to read. Please take a new one."),
    ),
}
BLACK = Finding(
    "wrong",
    "black",
    Text(
        "画面是黑的。请看看镜头有没有挡住、灯有没有亮。", "The picture is black. Is the lens covered, or the lamp off?"
    ),
)
BLANK = Finding(
    "look",
    "blank",
    Text(
        "这一面没看到字。请看看是不是放反了；放平不动，等对好焦再拍。",
        "No print is to be seen on this side. Is it the right side up? Hold it still until it is in focus.",
    ),
)
PARTLY = Finding(
    "look",
    "partly",
    Text(
        "只看到一部分。请看看有没有挡住、拍全了没有。",
        "Only part of it is to be seen. Is it covered, or outside the picture?",
    ),
)
PARTLY_THERE = 1.5
_AFTER_THE_FIRST_PAGE: Mapping[str, Text] = {
    "": Text(
        "这是户口簿首页，还要本人那一页。",
        "This is the first page of the booklet; your own page is needed as well.",
    ),
    "child": Text(
        "这是户口簿首页，还要孩子那一页。",
        "This is the first page of the booklet; the child's page is needed as well.",
    ),
    "family": Text(
        "这是户口簿首页，还要孩子和监护人的那几页。",
        "This is the first page of the booklet; the pages of the child and of the guardian are needed as well.",
    ),
}
"""By whose booklet is asked for."""
EMPTY = Finding(
    "wrong",
    "empty",
    Text("没有看到纸。请把纸平放在镜头下。", "There is no paper. Please lay it flat under the camera."),
)


def advise(sight: Sight, asked: Asked | None, page_asked: str) -> list[Finding]:
    """Everything to say about picture and page, the gravest first; the fields' own values are compared elsewhere."""
    page = sight.told.page
    if page is None:
        return [_nothing_known(sight, asked)]
    findings = _which_paper(page, asked, page_asked)
    if sight.told.beside is not None:
        findings.append(
            Finding(
                "look",
                "two-papers",
                Text("看见两张纸。请一次放一张。", "There are two papers. Please lay down one at a time."),
            )
        )
    wrong_paper = any(each.code == "other-paper" for each in findings)
    if not wrong_paper:
        findings += _unread(sight, page)
    if sight.turned:
        findings.append(
            Finding(
                "ok", "turned", Text("纸放倒了，已经转正了看。", "The paper lay turned; we read it the right way up.")
            )
        )
    if not any(each.severity != "ok" for each in findings):
        findings.insert(0, Finding("ok", "read", Text("看清了。", "Read clearly.")))
    return findings


def _nothing_known(sight: Sight, asked: Asked | None) -> Finding:
    """The page was not recognised: because of the picture, or because it is something else."""
    spoiled = _spoiled(sight)
    if spoiled is not None and len(sight.lines) < 12:
        return spoiled
    if not sight.lines:
        return BLANK if sight.found else EMPTY
    if asked is not None and _partly_there(sight, asked):
        return PARTLY
    if asked is not None:
        name = KIND_NAMES[asked.kind]
        return Finding(
            "wrong",
            "other-paper",
            Text(
                f"这张看着不是{name.zh}。请把{name.zh}放上来。",
                f"This does not look like the {name.en}. Please lay down the {name.en}.",
            ),
        )
    return Finding(
        "look",
        "unknown-paper",
        Text("认不出这是哪种纸，请工作人员看一下。", "We do not know this paper; please have it looked at."),
    )


def _partly_there(sight: Sight, asked: Asked) -> bool:
    """Whether some of the words of the paper that is wanted were seen, too few to know it by."""
    texts = [plain(line.text) for line in sight.lines]
    return any(
        page.kind == asked.kind and weight_of(page, texts, "|".join(texts)) >= PARTLY_THERE for page in BY_KEY.values()
    )


def _which_paper(page: Page, asked: Asked | None, page_asked: str) -> list[Finding]:
    if asked is None:
        return []
    if page.kind != asked.kind:
        wanted = KIND_NAMES[asked.kind]
        return [
            Finding(
                "wrong",
                "other-paper",
                Text(
                    f"这是{page.name.zh}，这里要的是{wanted.zh}。",
                    f"This is the {page.name.en}; here the {wanted.en} is needed.",
                ),
            )
        ]
    if page_asked and page.page != page_asked:
        return [_other_page(page, BY_KEY[f"{page.kind}/{page_asked}"])]
    if not page_asked and page.kind == "household-booklet" and page.page == "first":
        return [Finding("look", "first-page", _AFTER_THE_FIRST_PAGE.get(asked.whose, _AFTER_THE_FIRST_PAGE[""]))]
    if not page_asked and page.page == "back":
        return [Finding("look", "back", Text("这是背面，请翻过来。", "This is the back; please turn it over."))]
    return []


def _other_page(page: Page, wanted: Page) -> Finding:
    if page.page == "back":
        return Finding("wrong", "back", Text("这是背面，请翻过来。", "This is the back; please turn it over."))
    if page.page == "front" and wanted.page == "back":
        return Finding("wrong", "front", Text("这是正面，请翻过来拍背面。", "This is the front; please turn it over."))
    return Finding(
        "wrong",
        "other-page",
        Text(
            f"这是{page.name.zh}{page.side.zh}，这里要{wanted.side.zh}。",
            f"This is {page.side.en} of the {page.name.en}; here {wanted.side.en} is needed.",
        ),
    )


# --- What could not be read ------------------------------------------------------------------------------------------


def _unread(sight: Sight, page: Page) -> list[Finding]:
    """Why something that must be on the page was not read; nothing where everything was."""
    read = {each.name: each for each in sight.read}
    missing = [name for name in page.needed if name not in read]
    unsure = [name for name, each in read.items() if each.confidence < SURE]
    in_glare = _glare(sight, page, read)
    if in_glare is not None and (missing or unsure or len(read) < len(page.fields)):
        return [in_glare]
    if not missing and not unsure and len(read) >= len(page.fields) - 1:
        return []
    lost = [*missing, *unsure]
    spoiled = _spoiled(sight) if lost or len(read) < 0.7 * len(page.fields) else None
    if spoiled is not None:
        return [spoiled]
    if missing:
        return [_covered(missing[0])]
    if unsure:
        label = LABELS[unsure[0]]
        return [
            Finding(
                "look",
                "unsure",
                Text(
                    f"{label.zh}看不准，请对着纸核一下。",
                    f"The {label.en} is not certain; please compare it with the paper.",
                ),
                unsure[0],
            )
        ]
    return []


def _covered(name: str) -> Finding:
    label = LABELS[name]
    return Finding(
        "look",
        "missing",
        Text(
            f"没看到{label.zh}。请看看有没有挡住、拍全了没有。",
            f"The {label.en} is not to be seen. Is it covered, or outside the picture?",
        ),
        name,
    )


def _spoiled(sight: Sight) -> Finding | None:
    """The one thing about the picture to mend first."""
    if sight.brightness < TOO_DIM:
        return Finding(
            "look",
            "dark",
            Text(
                "太暗，看不清。请把灯打开，或者换个亮的地方。",
                "It is too dark to read. Please turn on the lamp or find more light.",
            ),
        )
    if sight.glare is not None:
        return _glare_in_words(sight.glare.as_it_lay(sight.turned), None)
    if sight.cut:
        return Finding(
            "look",
            "cut-off",
            Text(
                "纸没有拍全。请往中间挪一点。",
                "Part of the paper is outside the picture. Please move it to the middle.",
            ),
        )
    if sight.found and sight.share < FAR:
        return Finding(
            "look",
            "far",
            Text(
                "离得太远，字太小。请把纸靠近镜头。",
                "It is too far away and the print too small. Please move the paper closer.",
            ),
        )
    sure = sum(line.confidence for line in sight.lines) / max(1, len(sight.lines))
    if sight.lines and (sight.sharpness < BLURRED or (sight.sharpness < 1.6 * BLURRED and sure < FALTERING)):
        return Finding(
            "look",
            "blurred",
            Text(
                "有点糊，看不清。请放平不动，再拍一张。",
                "It is blurred. Please hold it flat and still, and take it again.",
            ),
        )
    if sight.brightness < DIM * 0.75:
        return Finding(
            "look",
            "dark",
            Text(
                "有点暗，看不清。请把灯打开，或者换个亮的地方。",
                "It is rather dark. Please turn on the lamp or find more light.",
            ),
        )
    return None


# --- Glare -----------------------------------------------------------------------------------------------------------


def _glare(sight: Sight, page: Page, read: Mapping[str, Read]) -> Finding | None:
    """Glare, named by the field that lies in it where that can be told."""
    if sight.glare is None:
        return None
    wide, tall = sight.size
    spot = sight.glare
    middle = ((spot.left + spot.right) / 2 * wide, (spot.top + spot.bottom) / 2 * tall)
    lost = [name for name in page.fields if name not in read or read[name].confidence < SURE]
    near = _label_nearest(sight, spot, lost, middle)
    return _glare_in_words(spot.as_it_lay(sight.turned), near)


def _label_nearest(sight: Sight, spot: Glare, lost: list[str], middle: tuple[float, float]) -> str | None:
    """Of the fields that were not read the one whose label stands in the rows of the spot; None where none does."""
    tall = sight.size[1]
    rows = (spot.top * tall, spot.bottom * tall)
    for name in lost:
        word = LABELS[name].zh
        for line in sight.lines:
            if (
                word in line.text.replace(" ", "")
                and rows[0] - line.height < line.middle < rows[1] + line.height
                and line.box[0] < middle[0]
            ):
                return name
    return None


def _glare_in_words(spot: Glare, field: str | None) -> Finding:
    """The light stays where it is when the paper moves: paper goes away from the side the spot is on, as it lies there."""
    across = (spot.left + spot.right) / 2
    left = across >= 0.5
    where = LABELS[field] if field else _region(spot)
    return Finding(
        "look",
        "glare",
        Text(
            f"{where.zh}那里反光，看不清。请把纸往{'左' if left else '右'}挪一点。",
            f"The {where.en} is in glare. Please move the paper a little to the {'left' if left else 'right'}.",
        ),
        field or "",
    )


def _region(spot: Glare) -> Text:
    across, down = (spot.left + spot.right) / 2, (spot.top + spot.bottom) / 2
    column = 0 if across < 0.36 else 2 if across > 0.64 else 1
    row = 0 if down < 0.36 else 2 if down > 0.64 else 1
    return _REGIONS[row][column]


_REGIONS = (
    (Text("左上角", "upper left corner"), Text("上边", "upper part"), Text("右上角", "upper right corner")),
    (Text("左边", "left side"), Text("中间", "middle"), Text("右边", "right side")),
    (Text("左下角", "lower left corner"), Text("下边", "lower part"), Text("右下角", "lower right corner")),
)
