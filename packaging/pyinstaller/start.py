"""Where the packaged program starts."""

from desktop_app.command import run

run()
