"""``python -m posecoach``."""

from posecoach.cli import main

if __name__ == "__main__":
    main()
