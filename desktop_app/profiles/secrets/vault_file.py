"""The vault as bytes: sealed with a passphrase, and opened with nothing lost or guessed.

One line of JSON, then the sealed secrets. The line says how the key is derived (Argon2id), how
long the sealed part is and its SHA-256, so that damage is told from a wrong passphrase; and a
proof that the passphrase is right, so that a forged file is told from both. The line is
authenticated with the secrets (AES-256-GCM).

cryptography is imported by the functions that need it: nothing else here is slow.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import unicodedata
from base64 import b64decode, b64encode
from dataclasses import dataclass, field

from desktop_app.core.errors import SecretStoreFault, SecretStoreTrouble

FORMAT = "Mailbox Admin vault 1"
MAX_BYTES = 16 * 1024 * 1024
SALT = 16
NONCE = 12
KEY = 32

Secrets = dict[str, tuple[str, str]]
"""By entry: the binding that the secret was entered for, and the secret."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one guess of the passphrase costs: 64 MiB and about 0.3 s."""

    memory_kib: int = 64 * 1024
    passes: int = 3
    lanes: int = 4

    @property
    def bearable(self) -> bool:
        """Whether a file that asks for this can be opened on a desktop."""
        fits = 32 <= self.memory_kib <= 1024 * 1024 and 8 * self.lanes <= self.memory_kib
        return fits and 1 <= self.passes <= 32 and 1 <= self.lanes <= 16


@dataclass(frozen=True, slots=True)
class Lock:
    """A passphrase turned into keys, with what is needed to do it again."""

    salt: bytes
    cost: Cost
    key: bytes = field(repr=False)
    proof: bytes = field(repr=False)


def new_lock(passphrase: str, cost: Cost) -> Lock:
    """Keys for a passphrase that is new here. Slow on purpose."""
    return _derive(passphrase, os.urandom(SALT), cost)


def seal(secrets: Secrets, lock: Lock) -> bytes:
    """The bytes of a vault that holds these secrets."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    plain = json.dumps(secrets).encode("ascii")
    nonce = os.urandom(NONCE)
    head = _head(lock)
    sealed = nonce + AESGCM(lock.key).encrypt(nonce, plain, _bytes(head))
    sums = {"length": len(sealed), "sha256": hashlib.sha256(sealed).hexdigest()}
    return _bytes({**head, **sums}) + b"\n" + sealed


def unseal(data: bytes, passphrase: str) -> tuple[Secrets, Lock]:
    """What a vault holds, and its keys. Raises SecretStoreTrouble.

    DAMAGED, WRONG_PASSPHRASE, or FORGED: someone without the passphrase has written it.
    """
    head, _ = _parts(data)
    salt, cost, proof = _how(head)
    for spelt in _spellings(passphrase):
        lock = _derive(spelt, salt, cost)
        if hmac.compare_digest(lock.proof, proof):
            return unseal_with(data, lock), lock
    raise SecretStoreTrouble(SecretStoreFault.WRONG_PASSPHRASE)


def _spellings(passphrase: str) -> list[str]:
    """As it was typed, then in Unicode's two forms: another keyboard may put é together otherwise
    than the one on which the vault was made.
    """
    forms = (unicodedata.normalize("NFC", passphrase), unicodedata.normalize("NFD", passphrase))
    return list(dict.fromkeys((passphrase, *forms)))


def unseal_with(data: bytes, lock: Lock) -> Secrets:
    """What a vault of these keys holds. Raises SecretStoreTrouble."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    head, sealed = _parts(data)
    bound = _bytes({key: head[key] for key in _head(lock)})
    try:
        plain = AESGCM(lock.key).decrypt(sealed[:NONCE], sealed[NONCE:], bound)
    except InvalidTag:
        raise SecretStoreTrouble(SecretStoreFault.FORGED) from None
    return {user: (bound_to, secret) for user, (bound_to, secret) in json.loads(plain).items()}


def check(data: bytes) -> None:
    """Whether the bytes are a whole vault, as far as can be told without the passphrase.

    Raises SecretStoreTrouble.
    """
    _how(_parts(data)[0])


def _derive(passphrase: str, salt: bytes, cost: Cost) -> Lock:
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    derive = Argon2id(
        salt=salt,
        length=2 * KEY,
        iterations=cost.passes,
        lanes=cost.lanes,
        memory_cost=cost.memory_kib,
    )
    both = derive.derive(passphrase.encode("utf-8", "surrogatepass"))
    proof = hmac.digest(both[KEY:], b"the passphrase is right", "sha256")
    return Lock(salt, cost, both[:KEY], proof)


def _head(lock: Lock) -> dict[str, object]:
    return {
        "format": FORMAT,
        "kdf": "argon2id",
        "salt": b64encode(lock.salt).decode(),
        "memory_kib": lock.cost.memory_kib,
        "passes": lock.cost.passes,
        "lanes": lock.cost.lanes,
        "proof": b64encode(lock.proof).decode(),
    }


def _parts(data: bytes) -> tuple[dict[str, object], bytes]:
    line, newline, sealed = data.partition(b"\n")
    try:
        head = json.loads(line)
    except (ValueError, RecursionError):
        raise SecretStoreTrouble(SecretStoreFault.DAMAGED, "no head") from None
    if not newline or not isinstance(head, dict) or head.get("format") != FORMAT:
        raise SecretStoreTrouble(SecretStoreFault.DAMAGED, "no vault")
    if head.get("length") != len(sealed):
        raise SecretStoreTrouble(SecretStoreFault.DAMAGED, "length")
    if head.get("sha256") != hashlib.sha256(sealed).hexdigest():
        raise SecretStoreTrouble(SecretStoreFault.DAMAGED, "checksum")
    return head, sealed


def _how(head: dict[str, object]) -> tuple[bytes, Cost, bytes]:
    """Salt, cost and proof: damaged unless they are what ``_head`` writes."""
    numbers = [head.get(key) for key in ("memory_kib", "passes", "lanes")]
    salt, proof = (_decoded(head.get(key)) for key in ("salt", "proof"))
    whole = [n for n in numbers if type(n) is int]
    if len(whole) < len(numbers) or len(salt) != SALT or len(proof) != KEY:
        raise SecretStoreTrouble(SecretStoreFault.DAMAGED, "head")
    cost = Cost(*whole)
    if head.get("kdf") != "argon2id" or not cost.bearable:
        raise SecretStoreTrouble(SecretStoreFault.DAMAGED, "cost")
    return salt, cost, proof


def _decoded(text: object) -> bytes:
    try:
        return b64decode(str(text), validate=True)
    except ValueError:
        return b""


def _bytes(head: dict[str, object]) -> bytes:
    return json.dumps(head, sort_keys=True).encode("ascii")
