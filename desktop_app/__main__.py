"""``python -m desktop_app`` is the command ``mailbox-admin``."""

import sys

from desktop_app.command import main

sys.exit(main())
