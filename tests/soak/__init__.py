"""Long runs: thousands of injected faults. ``make test`` samples them with a fixed seed.

``python -m tests.soak [rounds] [seed]`` runs them all: saves whose answer goes wrong, writes of
the data folder that are killed, and the story of a change set, killed at every request and write.
It ends with 1 if anything told was untrue, or lost.
"""
