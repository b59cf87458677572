"""What the mannequin does: timelines, the films made of them, and their truth."""
