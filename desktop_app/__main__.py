"""``python -m desktop_app`` is the command ``mailbox-admin``."""

from desktop_app.startup_options import run

run()
