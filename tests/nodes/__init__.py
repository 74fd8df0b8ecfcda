"""The houses and the journeys of these tests say what they found where they are wrong, as tests do."""

import pytest

pytest.register_assert_rewrite("tests.nodes.journeys", "tests.nodes.town")
