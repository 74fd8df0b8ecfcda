"""The recogniser: where text stands, which way up it is, what it says. RapidOCR with the models of its wheel, offline.

Loading takes half a second and 200 MB, so one is kept for a process, and only a process that reads papers loads it (see
`worker`); nothing else in the house imports this module.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from onetrip.reading.pictures import Picture

Quads = npt.NDArray[np.float32]
"""Places of lines of text: number, four corners clockwise from where reading begins, x and y."""

THREADS = 2
LONGEST_SEEN = 960
"""Pixels of the longer side in which text is looked for; it is read from the page as large as it is. See docs/reading.md."""
_BATCH = 6


class Engine:
    """Not for several threads at once: `lock` is held by whoever reads a page."""

    def __init__(self) -> None:
        import rapidocr

        models = Path(rapidocr.__file__).parent / "models"
        cv2.setNumThreads(THREADS)
        self.lock = threading.Lock()
        self._rapid: Any = rapidocr.RapidOCR(
            params={
                "Global.log_level": "critical",
                # Named one by one, else it would fetch from the network a model that it does not find.
                "Det.model_path": _model(models, "det"),
                "Cls.model_path": _model(models, "cls"),
                "Rec.model_path": _model(models, "rec"),
                "EngineConfig.onnxruntime.intra_op_num_threads": THREADS,
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
                "Det.limit_type": "max",
                "Det.limit_side_len": LONGEST_SEEN,
                "Rec.rec_batch_num": _BATCH,
            }
        )

    def places(self, page: Picture) -> Quads:
        """Where lines of text stand on a page."""
        found = self._rapid(page, use_det=True, use_cls=False, use_rec=False)
        boxes = getattr(found, "boxes", None)
        if boxes is None or not len(boxes):
            return np.zeros((0, 4, 2), np.float32)
        return np.asarray(boxes, dtype=np.float32)

    def read(self, crops: Sequence[Picture]) -> list[tuple[str, float]]:
        """What each line says, and how sure the recogniser is of it, 0 to 1."""
        if not crops:
            return []
        read = self._rapid.recognize_txt(list(crops))
        return [(str(text), float(score)) for text, score in zip(read.txts, read.scores, strict=True)]

    def upside_down(self, crops: Sequence[Picture]) -> list[float]:
        """For each line how surely it stands on its head: from -1, upright, to 1."""
        if not crops:
            return []
        _, result = self._rapid.cls_and_rotate([crop.copy() for crop in crops])
        return [float(score) if str(label).startswith("180") else -float(score) for label, score in result.cls_res]


def _model(folder: Path, task: str) -> str:
    """The model for a task in the wheel. Raises FileNotFoundError, in words, where the wheel has none."""
    found = sorted(folder.glob(f"*_{task}_*.onnx"))
    if not found:
        raise FileNotFoundError(f"rapidocr is installed without its model for {task}: {folder}")
    return str(found[0])


@cache
def engine() -> Engine:
    """The one of this process, loaded when it is first asked for."""
    return Engine()


def crop(page: Picture, quad: npt.NDArray[np.float32]) -> Picture:
    """A line of text cut out and laid flat."""
    wide = max(1, round(max(np.linalg.norm(quad[0] - quad[1]), np.linalg.norm(quad[2] - quad[3]))))
    tall = max(1, round(max(np.linalg.norm(quad[0] - quad[3]), np.linalg.norm(quad[1] - quad[2]))))
    target = np.array([[0, 0], [wide, 0], [wide, tall], [0, tall]], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(np.asarray(quad, dtype=np.float32), target)
    flat = cv2.warpPerspective(
        page, matrix, (int(wide), int(tall)), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(flat, dtype=np.uint8)
