"""Where the packaged program starts."""

import sys

from desktop_app.command import main

sys.exit(main())
