"""The combinations of rights in the sample data, as the JSON texts that the server sends."""

from __future__ import annotations

import json
from dataclasses import dataclass

NO_RIGHTS_STATED = "null"
EMPTY_PROPERTIES = "{}"

# Property -> FieldType and FieldLength: characters for text, bytes for numbers.
_PROPERTY_TYPES: dict[str, tuple[str, int]] = {
    "MailInFilterId": ("System.Int32", 4),
    "ServerType": ("System.Int16", 2),
    "Address": ("System.String", 255),
    "Username": ("System.String", 255),
    "Password": ("System.String", 255),
    "Server": ("System.String", 255),
    "Port": ("System.Int32", 4),
}
_DATABASE_KEYS = {
    "MailInFilterId": "Id",
    "Username": "PopUser",
    "Password": "PopPassword",
    "Server": "PopServer",
}
StatedRight = tuple[str, str] | None


@dataclass(frozen=True)
class RightsScenario:
    """The TableRight and FieldProperties of a mailbox, as JSON texts."""

    table_right: str = NO_RIGHTS_STATED
    field_properties: str = EMPTY_PROPERTIES


def table_right(mask: str, reason: str = "") -> str:
    """Return the JSON text of a TableRight."""
    return json.dumps({"Mask": mask, "Reason": reason})


def field_property(
    right: StatedRight, field_type: str = "System.String", length: int = 255
) -> dict[str, object]:
    """Return one entry of FieldProperties; `right` is (mask, reason), or None for null."""
    stated = None if right is None else {"Mask": right[0], "Reason": right[1]}
    return {"FieldRight": stated, "FieldType": field_type, "FieldLength": length}


def field_properties(
    lengths: dict[str, int] | None = None, database_keys: bool = False, **rights: StatedRight
) -> str:
    """Return the JSON text of FieldProperties: plain Update, except for the properties named."""
    lengths = lengths or {}
    stated: dict[str, object] = {}
    for name, (kind, length) in _PROPERTY_TYPES.items():
        key = _DATABASE_KEYS.get(name, name) if database_keys else name
        right = rights.get(name, ("Update", ""))
        stated[key] = field_property(right, kind, lengths.get(name, length))
    return json.dumps(stated)


def _duplicate_key_properties() -> str:
    """Return properties that state Server twice: writable as "Server", locked as "popserver"."""
    stated = json.loads(field_properties())
    stated["popserver"] = field_property(_READ_ONLY, length=219)
    return json.dumps(stated)


def _incomplete_properties() -> str:
    """Return properties with only two entries, one of them under an unknown key."""
    return json.dumps(
        {
            "address": field_property(("Update", "")),
            "UserDefinedFields.SuperOffice:1": field_property(("Read", ""), length=-1),
        }
    )


_READ_ONLY = ("Read", "[SR_ACCESS_FIELD_R_DB]")
_READ_ONLY_HINT = ("Update, UIHintReadOnly", "[SR_ACCESS_MAILBOX_POLICY]")
_HIDDEN = ("None", "[SR_ACCESS_FIELD_R_DB]")
_UNRESTRICTED_PROPERTIES = field_properties()

SCENARIOS: dict[str, RightsScenario] = {
    "nothing stated": RightsScenario(),
    "everything": RightsScenario(table_right("FULL"), _UNRESTRICTED_PROPERTIES),
    "URI": RightsScenario(table_right("URI"), _UNRESTRICTED_PROPERTIES),
    "Select, Update": RightsScenario(table_right("Select, Update"), _UNRESTRICTED_PROPERTIES),
    "null field properties": RightsScenario(table_right("FULL"), "null"),
    "empty dictionary": RightsScenario(table_right("FULL"), EMPTY_PROPERTIES),
    "none": RightsScenario(
        table_right("None", "[SR_ACCESS_MAILBOX_NONE]"), _UNRESTRICTED_PROPERTIES
    ),
    "row read-only": RightsScenario(
        table_right("Select", "[SR_ACCESS_MAILBOX_READONLY]"), _UNRESTRICTED_PROPERTIES
    ),
    "field read-only": RightsScenario(
        table_right("FULL"), field_properties(Server=_READ_ONLY, Port=_READ_ONLY)
    ),
    "field read-only by hint": RightsScenario(
        table_right("FULL"), field_properties(Address=_READ_ONLY_HINT, ServerType=_READ_ONLY_HINT)
    ),
    "mandatory": RightsScenario(
        table_right("FULL"),
        field_properties(
            Address=("Update, UIHintMandatory", "[SR_MANDATORY_FIELD_2711]"),
            Server=("Update, UIHintMandatory", "[SR_MANDATORY_FIELD_2712]"),
            Port=("Update, UIHintMandatory", "[SR_MANDATORY_FIELD_2713]"),
        ),
    ),
    "hidden": RightsScenario(
        table_right("FULL"), field_properties(Username=_HIDDEN, Port=_HIDDEN, Password=_HIDDEN)
    ),
    "write-only": RightsScenario(
        table_right("FULL"), field_properties(Username=("Write", ""), Password=("Write", ""))
    ),
    "null field rights": RightsScenario(
        table_right("FULL"),
        field_properties(Address=None, Username=None, Password=None, Server=None, Port=None),
    ),
    "some names unknown": RightsScenario(
        table_right("Select, Update, Sparkle"),
        field_properties(Server=("Update, Sparkle", ""), Port=("Read, Glimmer", "")),
    ),
    "no name known in a field": RightsScenario(
        table_right("FULL"), field_properties(Server=("Sparkle, Glimmer", ""))
    ),
    "no name known in the row": RightsScenario(
        table_right("Sparkle, Glimmer"), _UNRESTRICTED_PROPERTIES
    ),
    "database keys": RightsScenario(
        table_right("UR"),
        field_properties(database_keys=True, lengths={"Server": 219}, Username=_READ_ONLY),
    ),
    "two keys for one field": RightsScenario(table_right("FULL"), _duplicate_key_properties()),
    "RestrictedUpdate": RightsScenario(
        table_right("RI, RestrictedUpdate", "[SR_ACCESS_ASSOCCONT_DELETE]"),
        field_properties(ServerType=_READ_ONLY, Address=_READ_ONLY),
    ),
    "Uninitialized": RightsScenario(table_right("Uninitialized"), _UNRESTRICTED_PROPERTIES),
    "empty masks": RightsScenario(table_right(""), field_properties(Server=("", ""))),
    "odd lengths": RightsScenario(
        table_right("FULL"),
        field_properties(lengths={"Address": 0, "Username": -1, "Server": 219, "Password": 49}),
    ),
    "some keys missing": RightsScenario(table_right("FULL"), _incomplete_properties()),
    "password locked": RightsScenario(
        table_right("FULL"), field_properties(Password=("None", "[SR_ACCESS_MAILBOX_POLICY]"))
    ),
    "both hints": RightsScenario(
        table_right("URU"), field_properties(Username=("Update, UIHints", "[SR_ACCESS_MANDATORY]"))
    ),
    "FULL fields": RightsScenario(
        table_right("FULL"), field_properties(Address=("FULL", ""), Port=("Update, Nullable", ""))
    ),
    "locked and mandatory": RightsScenario(
        table_right("FULL"),
        field_properties(Server=("Read, UIHintMandatory", "[SR_ACCESS_MANDATORY]")),
    ),
}

# The rights of the default entity for a new mailbox, and those of a mailbox once it is saved.
DEFAULT_ENTITY_SCENARIO = RightsScenario(
    table_right("URI"),
    field_properties(Address=("Update, UIHintMandatory", "[SR_MANDATORY_FIELD_2711]")),
)
CREATE_FORBIDDEN_SCENARIO = RightsScenario(
    table_right("Select, Update", "[SR_ACCESS_MAILBOX_INSERT]"),
    DEFAULT_ENTITY_SCENARIO.field_properties,
)
CREATED_SCENARIO = SCENARIOS["URI"]
