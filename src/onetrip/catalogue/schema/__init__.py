"""From the texts of a catalogue to a `Catalogue`, or to everything that is wrong with them, all at once."""

from onetrip.catalogue.schema.reading import Reading as Reading
from onetrip.catalogue.schema.reading import read as read
