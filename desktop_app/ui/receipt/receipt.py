"""What has just succeeded, to be shown over the list for some seconds."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_app.services.saving.save import SaveResult

WHOLE_PROGRAM = ""
"""In place of a profile's id: the receipt holds for the whole program."""
SHOWN_MS = 20_000
"""Milliseconds that a receipt of one sentence is shown."""
MS_PER_LETTER = 60
"""Milliseconds that each letter of the notes adds: time to read them."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """A translated sentence on what has just succeeded in one profile, or in the whole program.

    ``notes`` are further translated lines, such as what could not be verified. ``saved`` is the
    save of one mailbox, which can be opened and perhaps undone. ``bulk_run_key`` is the key of
    several saves in the journal; ``can_undo_run`` says whether they can be reviewed for an undo.
    ``is_failure`` marks what did not succeed: the receipt stays until the user closes it.
    """

    text: str
    profile_id: str = WHOLE_PROGRAM
    notes: tuple[str, ...] = ()
    saved: SaveResult | None = None
    bulk_run_key: str = ""
    can_undo_run: bool = False
    is_failure: bool = False

    @property
    def full_text(self) -> str:
        """The sentence and the notes, each on a line."""
        return "\n".join((self.text, *self.notes))

    @property
    def shown_ms(self) -> int:
        """How many milliseconds the receipt is shown."""
        return SHOWN_MS + MS_PER_LETTER * sum(map(len, self.notes))
