"""All errors shown to the user; each file has its texts in ui/text/errors/, under the same name.

Every error has ``detail``, technical text for a "details" box that never holds a secret, and
``may_have_run``: whether the server may have executed the request although no answer proves it.
"""

from desktop_app.core.errors.authentication import *
from desktop_app.core.errors.base import *
from desktop_app.core.errors.local import *
from desktop_app.core.errors.network import *
from desktop_app.core.errors.server import *
