"""posecoach: a coach for the knees-to-chest stretch."""

__version__ = "0.1.0"
