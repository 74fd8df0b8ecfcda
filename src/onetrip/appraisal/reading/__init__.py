"""A month of a centre read from what every room has put on record; see `months.read`."""

from onetrip.appraisal.reading.months import Span as Span
from onetrip.appraisal.reading.months import coefficients_of as coefficients_of
from onetrip.appraisal.reading.months import forget as forget
from onetrip.appraisal.reading.months import proposals as proposals
from onetrip.appraisal.reading.months import read as read
from onetrip.appraisal.reading.months import span_of as span_of
