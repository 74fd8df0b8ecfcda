"""Specimens of papers that belong to nobody, and a camera that photographs them badly. For trials and demonstrations."""

from onetrip.reading.specimens.camera import Shot as Shot
from onetrip.reading.specimens.camera import photograph as photograph
from onetrip.reading.specimens.papers import Order as Order
from onetrip.reading.specimens.papers import Specimen as Specimen
from onetrip.reading.specimens.people import Person as Person
from onetrip.reading.specimens.people import person as person
