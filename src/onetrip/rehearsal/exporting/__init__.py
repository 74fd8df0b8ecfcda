"""The centre's own events as a log for the tools of others, with nobody in it by name: `onetrip rehearse log`."""

from onetrip.rehearsal.exporting.actions import Exported, Format, export

__all__ = ["Exported", "Format", "export"]
