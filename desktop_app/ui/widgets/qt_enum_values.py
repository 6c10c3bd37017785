"""What the first paint sets of widgets, by property and number: ``label.setProperty(*PLAIN_TEXT)``.

PySide makes all 110 enumerations of the namespace ``Qt`` when the first of them is used, which
takes a start 11 ms. The numbers are Qt's own (qnamespace.h), and a test holds them.
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
