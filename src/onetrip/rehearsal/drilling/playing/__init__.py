"""The players of a drill: they know the house only as those whom they play, through its pages, its API and its live stream."""
