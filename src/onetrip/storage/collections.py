"""What the house keeps beside its tables. A collection stands here, its folder in the settings (`PICTURES_ROOT`, …)."""

from __future__ import annotations

from onetrip.storage.store import Store

PICTURES = Store("pictures")
"""Of papers at the machines of the hall (`kiosk.Picture`), and signatures."""

PHOTOGRAPHS = Store("photographs")
"""Of papers of a case, taken at a window (`cases.Photograph`)."""

RESULTS = Store("results")
"""Files that departments send as the result of a case (`departments.ResultFile`)."""

COURSES = Store("courses")
"""Pictures that editors add to courseware (`training.CourseEdition`)."""

ALL = (PICTURES, PHOTOGRAPHS, RESULTS, COURSES)
