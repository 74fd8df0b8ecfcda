"""Parts of the group `planning`: what a plan and its questions cost, each with its figures."""
