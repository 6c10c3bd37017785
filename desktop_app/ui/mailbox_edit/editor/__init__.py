"""The parts of the edit window around the form: notice, conflicts, locks, and what is sent."""
