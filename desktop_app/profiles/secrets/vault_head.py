"""The first line of the vault: everything about it that is not secret, and a checksum.

The line is read only in the one spelling in which it is written, so that every changed byte of the
file is damage, and is told as damage.
"""

from __future__ import annotations

import hashlib
import json
from base64 import b64decode, b64encode
from dataclasses import dataclass, field

from desktop_app.core.errors import SecretStoreError, SecretStoreFailure

FORMAT = "Mailbox Admin vault 2"
FORMER_FORMAT = "Mailbox Admin vault 1"
SALT_BYTES = 16
KEY_BYTES = 32
MAX_MEMORY_KIB = 256 * 1024
MAX_PASSES = 8
MAX_GENERATION = 1 << 53
MAX_ID_LENGTH = 64

JsonObject = dict[str, object]


@dataclass(frozen=True, slots=True)
class KdfCost:
    """The cost of one guess of the passphrase; by default 64 MiB and about 0.3 s."""

    memory_kib: int = 64 * 1024
    passes: int = 3
    lanes: int = 4

    @property
    def is_acceptable(self) -> bool:
        """Whether any desktop computer can open a file with this cost, in seconds."""
        fits = 32 <= self.memory_kib <= MAX_MEMORY_KIB and 8 * self.lanes <= self.memory_kib
        return fits and 1 <= self.passes <= MAX_PASSES and 1 <= self.lanes <= 16


@dataclass(frozen=True, slots=True)
class VaultKeys:
    """The keys derived from a passphrase, and the salt and cost of the derivation."""

    salt: bytes
    cost: KdfCost
    key: bytes = field(repr=False)
    proof: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class VaultHead:
    """What the first line says. ``generation`` counts the writes of the vault ``vault_id``.

    A generation of 0 is a file of version 1, whose ``vault_id`` comes from its salt.
    """

    salt: bytes
    cost: KdfCost
    proof: bytes
    vault_id: str
    generation: int

    @property
    def is_former(self) -> bool:
        """Whether the file has version 1 of the format."""
        return self.generation == 0

    @property
    def authenticated(self) -> bytes:
        """The bytes that are authenticated with the secrets."""
        return _canonical(self._fields())

    def _fields(self) -> JsonObject:
        fields: JsonObject = {
            "format": FORMER_FORMAT if self.is_former else FORMAT,
            "kdf": "argon2id",
            "salt": b64encode(self.salt).decode(),
            "memory_kib": self.cost.memory_kib,
            "passes": self.cost.passes,
            "lanes": self.cost.lanes,
            "proof": b64encode(self.proof).decode(),
        }
        if not self.is_former:
            fields |= {"vault": self.vault_id, "generation": self.generation}
        return fields

    def line(self, sealed: bytes) -> bytes:
        """Return the first line of a file with this encrypted part, without its end."""
        fields = {**self._fields(), "length": len(sealed)}
        summed = sealed if self.is_former else _canonical(fields) + b"\n" + sealed
        return _canonical({**fields, "sha256": hashlib.sha256(summed).hexdigest()})


def join_vault(head: VaultHead, sealed: bytes) -> bytes:
    """Return the file with this head and this encrypted part."""
    return head.line(sealed) + b"\n" + sealed


def split_vault(data: bytes) -> tuple[VaultHead, bytes]:
    """Return head and encrypted part. Raises SecretStoreError: DAMAGED."""
    line, newline, sealed = data.partition(b"\n")
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError):
        raise _damaged("no head") from None
    if not newline or not isinstance(fields, dict):
        raise _damaged("no vault")
    head = _parse_head(fields)
    if fields.get("length") != len(sealed):
        raise _damaged("length")
    if head.line(sealed) != line:
        raise _damaged("checksum")
    return head, sealed


def _parse_head(fields: JsonObject) -> VaultHead:
    """Return what the first line says. Raises SecretStoreError."""
    salt, proof = (_decode_base64(fields.get(key)) for key in ("salt", "proof"))
    cost = KdfCost(*(_integer(fields, key) for key in ("memory_kib", "passes", "lanes")))
    if len(salt) != SALT_BYTES or len(proof) != KEY_BYTES:
        raise _damaged("head")
    if fields.get("kdf") != "argon2id" or not cost.is_acceptable:
        raise _damaged("cost")
    if fields.get("format") == FORMER_FORMAT:
        return VaultHead(salt, cost, proof, salt.hex(), 0)
    vault_id, generation = fields.get("vault"), _integer(fields, "generation")
    if fields.get("format") != FORMAT or not isinstance(vault_id, str):
        raise _damaged("no vault")
    if len(vault_id) > MAX_ID_LENGTH or not 1 <= generation <= MAX_GENERATION:
        raise _damaged("head")
    return VaultHead(salt, cost, proof, vault_id, generation)


def _integer(fields: JsonObject, key: str) -> int:
    found = fields.get(key)
    if type(found) is not int:
        raise _damaged("head")
    return found


def _decode_base64(text: object) -> bytes:
    try:
        return b64decode(str(text), validate=True)
    except ValueError:
        return b""


def _canonical(fields: JsonObject) -> bytes:
    return json.dumps(fields, sort_keys=True).encode("ascii")


def _damaged(what: str) -> SecretStoreError:
    return SecretStoreError(SecretStoreFailure.DAMAGED, what)
