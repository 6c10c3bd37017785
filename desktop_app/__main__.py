"""``python -m desktop_app`` is the command ``mailbox-admin``."""

from desktop_app.command import run

run()
