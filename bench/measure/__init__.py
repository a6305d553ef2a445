"""Pairs of timings, the processes that are timed, and what becomes of the figures."""
