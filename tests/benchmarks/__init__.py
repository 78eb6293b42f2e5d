"""Benchmarks: each figure beside its baseline or allowance, measured in the same run. Nothing here passes or fails.

`make bench` runs all; `python -m tests.benchmarks NAME …` some.
"""
