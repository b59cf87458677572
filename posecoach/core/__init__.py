"""The judgement: pure functions and small state machines over landmarks.

Imports numpy and the standard library, nothing else; knows no clock, file, camera or
drawing. ``tests/test_architecture.py`` holds that rule.
"""
