"""A city and a centre with databases of their own, and a line between them that breaks at every step."""

from __future__ import annotations

from tests.nodes.town import Town


def test_a_node_that_has_joined_holds_what_the_city_held_of_it(healed: Town) -> None:
    healed.wait_until_equal()
    assert healed.centre.ask("SELECT count(*) FROM centres_window") == [(16,)]
