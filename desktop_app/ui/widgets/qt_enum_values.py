"""Widget properties and Qt enum numbers for the first paint: ``setProperty(*PLAIN_TEXT)``.

PySide creates all 110 enumerations of the namespace ``Qt`` on the first use of one, which takes 11
ms at program start. The numbers are those of qnamespace.h; a test checks them.
"""

from __future__ import annotations

PLAIN_TEXT = ("textFormat", 0)
CENTRED = ("alignment", 4)
SELECTABLE = ("textInteractionFlags", 1)
NO_MENU = ("contextMenuPolicy", 4)
TEXT_BESIDE_ICON = ("toolButtonStyle", 2)
ICON_ONLY = ("toolButtonStyle", 0)
IN_ALL_WINDOWS = ("shortcutContext", 2)
DISPLAY_ROLE = 0
