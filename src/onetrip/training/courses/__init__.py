"""Courseware in three levels, computed from the catalogue in force: the category, the matter, example cases."""
