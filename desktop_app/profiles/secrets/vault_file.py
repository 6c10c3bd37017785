"""The vault as bytes, encrypted with a passphrase.

The file is one line of JSON, then the encrypted secrets. The line says how the key is derived
(Argon2id). It holds the length and SHA-256 of the encrypted part, which tell damage from a wrong
passphrase, and a proof that the passphrase is right, which tells a forged file from both. The line
is authenticated with the secrets (AES-256-GCM).

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

from desktop_app.core.errors import SecretStoreError, SecretStoreFailure

FORMAT = "Mailbox Admin vault 1"
MAX_BYTES = 16 * 1024 * 1024
SALT_BYTES = 16
NONCE_BYTES = 12
KEY_BYTES = 32

VaultSecrets = dict[str, tuple[str, str]]
"""By keyring entry name: the origin that the secret was entered for, and the secret."""


@dataclass(frozen=True, slots=True)
class KdfCost:
    """The cost of one guess of the passphrase; by default 64 MiB and about 0.3 s."""

    memory_kib: int = 64 * 1024
    passes: int = 3
    lanes: int = 4

    @property
    def is_acceptable(self) -> bool:
        """Whether a desktop computer can open a file with this cost."""
        fits = 32 <= self.memory_kib <= 1024 * 1024 and 8 * self.lanes <= self.memory_kib
        return fits and 1 <= self.passes <= 32 and 1 <= self.lanes <= 16


@dataclass(frozen=True, slots=True)
class VaultKeys:
    """The keys derived from a passphrase, and the salt and cost of the derivation."""

    salt: bytes
    cost: KdfCost
    key: bytes = field(repr=False)
    proof: bytes = field(repr=False)


def new_keys(passphrase: str, cost: KdfCost) -> VaultKeys:
    """Derive keys from a new passphrase, with a new salt. Slow on purpose."""
    return _derive(passphrase, os.urandom(SALT_BYTES), cost)


def encrypt_vault(secrets: VaultSecrets, keys: VaultKeys) -> bytes:
    """Return the bytes of a vault that holds these secrets."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # lazy: start

    plain = json.dumps(secrets).encode("ascii")
    nonce = os.urandom(NONCE_BYTES)
    head = _header(keys)
    sealed = nonce + AESGCM(keys.key).encrypt(nonce, plain, _header_bytes(head))
    sums = {"length": len(sealed), "sha256": hashlib.sha256(sealed).hexdigest()}
    return _header_bytes({**head, **sums}) + b"\n" + sealed


def decrypt_vault(data: bytes, passphrase: str) -> tuple[VaultSecrets, VaultKeys]:
    """Return the secrets of a vault, and its keys. Raises SecretStoreError.

    The kind is DAMAGED, WRONG_PASSPHRASE or TAMPERED: written by someone without the passphrase.
    """
    head, _ = _split(data)
    salt, cost, proof = _kdf_parameters(head)
    for spelt in _passphrase_forms(passphrase):
        lock = _derive(spelt, salt, cost)
        if hmac.compare_digest(lock.proof, proof):
            return decrypt_with_keys(data, lock), lock
    raise SecretStoreError(SecretStoreFailure.WRONG_PASSPHRASE)


def _passphrase_forms(passphrase: str) -> list[str]:
    """Return the passphrase as typed, then in NFC and NFD: keyboards compose é differently."""
    forms = (unicodedata.normalize("NFC", passphrase), unicodedata.normalize("NFD", passphrase))
    return list(dict.fromkeys((passphrase, *forms)))


def decrypt_with_keys(data: bytes, keys: VaultKeys) -> VaultSecrets:
    """Return the secrets of a vault with these keys. Raises SecretStoreError."""
    from cryptography.exceptions import InvalidTag  # lazy: start
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # lazy: start

    head, sealed = _split(data)
    bound = _header_bytes({key: head[key] for key in _header(keys)})
    try:
        plain = AESGCM(keys.key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bound)
    except InvalidTag:
        raise SecretStoreError(SecretStoreFailure.TAMPERED) from None
    return {user: (bound_to, secret) for user, (bound_to, secret) in json.loads(plain).items()}


def check_integrity(data: bytes) -> None:
    """Check that the bytes are a complete vault, as far as possible without the passphrase.

    Raises SecretStoreError.
    """
    _kdf_parameters(_split(data)[0])


def _derive(passphrase: str, salt: bytes, cost: KdfCost) -> VaultKeys:
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id  # lazy: start

    derive = Argon2id(
        salt=salt,
        length=2 * KEY_BYTES,
        iterations=cost.passes,
        lanes=cost.lanes,
        memory_cost=cost.memory_kib,
    )
    both = derive.derive(passphrase.encode("utf-8", "surrogatepass"))
    proof = hmac.digest(both[KEY_BYTES:], b"the passphrase is right", "sha256")
    return VaultKeys(salt, cost, both[:KEY_BYTES], proof)


def _header(keys: VaultKeys) -> dict[str, object]:
    return {
        "format": FORMAT,
        "kdf": "argon2id",
        "salt": b64encode(keys.salt).decode(),
        "memory_kib": keys.cost.memory_kib,
        "passes": keys.cost.passes,
        "lanes": keys.cost.lanes,
        "proof": b64encode(keys.proof).decode(),
    }


def _split(data: bytes) -> tuple[dict[str, object], bytes]:
    line, newline, sealed = data.partition(b"\n")
    try:
        head = json.loads(line)
    except (ValueError, RecursionError):
        raise SecretStoreError(SecretStoreFailure.DAMAGED, "no head") from None
    if not newline or not isinstance(head, dict) or head.get("format") != FORMAT:
        raise SecretStoreError(SecretStoreFailure.DAMAGED, "no vault")
    if head.get("length") != len(sealed):
        raise SecretStoreError(SecretStoreFailure.DAMAGED, "length")
    if head.get("sha256") != hashlib.sha256(sealed).hexdigest():
        raise SecretStoreError(SecretStoreFailure.DAMAGED, "checksum")
    return head, sealed


def _kdf_parameters(header: dict[str, object]) -> tuple[bytes, KdfCost, bytes]:
    """Return salt, cost and proof. Raises SecretStoreError for an invalid header."""
    numbers = [header.get(key) for key in ("memory_kib", "passes", "lanes")]
    salt, proof = (_decode_base64(header.get(key)) for key in ("salt", "proof"))
    whole = [n for n in numbers if type(n) is int]
    if len(whole) < len(numbers) or len(salt) != SALT_BYTES or len(proof) != KEY_BYTES:
        raise SecretStoreError(SecretStoreFailure.DAMAGED, "head")
    cost = KdfCost(*whole)
    if header.get("kdf") != "argon2id" or not cost.is_acceptable:
        raise SecretStoreError(SecretStoreFailure.DAMAGED, "cost")
    return salt, cost, proof


def _decode_base64(text: object) -> bytes:
    try:
        return b64decode(str(text), validate=True)
    except ValueError:
        return b""


def _header_bytes(header: dict[str, object]) -> bytes:
    return json.dumps(header, sort_keys=True).encode("ascii")
