"""Long runs: thousands of injected faults. ``make test`` samples them with a fixed seed.

``python -m tests.soak [rounds] [seed]`` runs them all; it ends with 1 if anything told was untrue.
"""
