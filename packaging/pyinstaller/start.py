"""Where the packaged program starts."""

from desktop_app.startup_options import run

run()
