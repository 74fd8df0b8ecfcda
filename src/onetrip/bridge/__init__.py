"""The devices of one place in the hall, spoken to in their own protocols: a process of its own, `onetrip-bridge`.

Pure: it knows nothing of the web framework or the database. The house is reached over HTTP like by any other program
(docs/devices.md), so that a vendor may write a bridge of its own.
"""

PROTOCOL = 1
"""Version of every message of a bridge: to the page beside it and to card readers."""
