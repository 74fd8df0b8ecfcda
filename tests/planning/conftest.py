"""How these tests are run."""

from hypothesis import settings

# Several people's tests share a machine; how long one example takes says nothing about the plan.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
