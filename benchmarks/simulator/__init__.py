"""A world of our own in which learning can be tried: hidden tastes, looks that fade, a drift.

`python -m benchmarks.simulator` runs it and writes docs/simulator/; docs/simulator.md says what
it assumes.
"""
