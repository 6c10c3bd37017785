"""Long runs: thousands of injected faults. ``make test`` samples them with a fixed seed.

``python -m tests.soak [rounds] [seed]`` runs them all: saves whose answer goes wrong, and writes of
the data folder that are killed. It ends with 1 if anything told was untrue, or lost.
"""
