"""The demonstration: a centre, its invented people, and a morning in its hall."""

PASSWORD = "onetrip-demo"  # noqa: S105 -- the demonstration accounts' password is printed and stands in the README
