"""The world outside: videos, the pose model, files, pictures.

Adapters may import ``posecoach.core``; the core never imports an adapter.
"""
