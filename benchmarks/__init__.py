"""Benchmarks: commands, never timed tests. What they print is what the README states."""
