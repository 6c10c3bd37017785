"""What can go wrong, as types; each file has its words in ui/text/errors/, under the same name.

Every type carries ``detail``, technical text for a "details" box that never holds a secret, and
``may_have_run``: whether the server may have executed the request although we got no proof.
"""

from desktop_app.core.errors.authentication import *
from desktop_app.core.errors.base import *
from desktop_app.core.errors.local import *
from desktop_app.core.errors.network import *
from desktop_app.core.errors.server import *
