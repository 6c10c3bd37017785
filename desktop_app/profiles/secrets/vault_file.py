"""The vault as bytes, encrypted with a passphrase.

The file is one line of JSON, the head, then the encrypted secrets. The head says how the keys are
derived (Argon2id), which vault this is and how often it was written. It holds a proof that the
passphrase is right, which tells a forged file from a wrong passphrase, and a checksum of the whole
file, which tells damage from both. The head is authenticated with the secrets (AES-256-GCM).

Version 1 of the format had no checksum over its head and no generation. It is still read.

cryptography is imported by the functions that need it: nothing else here is slow.
"""

from __future__ import annotations

import hmac
import json
import os
import unicodedata

from desktop_app.core.errors import SecretStoreError, SecretStoreFailure
from desktop_app.profiles.secrets.vault_head import (
    KEY_BYTES,
    SALT_BYTES,
    KdfCost,
    VaultHead,
    VaultKeys,
    join_vault,
    split_vault,
)

MAX_BYTES = 16 * 1024 * 1024
NONCE_BYTES = 12
TAG_BYTES = 16

VaultSecrets = dict[str, tuple[str, str]]
"""By keyring entry name: the origin that the secret was entered for, and the secret."""


def new_keys(passphrase: str, cost: KdfCost) -> VaultKeys:
    """Derive keys from a new passphrase, with a new salt. Slow on purpose."""
    return _derive(passphrase, os.urandom(SALT_BYTES), cost)


def encrypt_vault(secrets: VaultSecrets, keys: VaultKeys, vault_id: str, generation: int) -> bytes:
    """Return the bytes of a vault that holds these secrets, in the newest format."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # lazy: start

    plain = json.dumps(secrets).encode("ascii")
    nonce = os.urandom(NONCE_BYTES)
    head = VaultHead(keys.salt, keys.cost, keys.proof, vault_id, generation)
    sealed = nonce + AESGCM(keys.key).encrypt(nonce, plain, head.authenticated)
    return join_vault(head, sealed)


def decrypt_vault(data: bytes, passphrase: str) -> tuple[VaultSecrets, VaultKeys]:
    """Return the secrets of a vault, and its keys. Raises SecretStoreError.

    The kind is DAMAGED, WRONG_PASSPHRASE or TAMPERED: written by someone without the passphrase.
    """
    head, _ = split_vault(data)
    for spelt in _passphrase_forms(passphrase):
        keys = _derive(spelt, head.salt, head.cost)
        if hmac.compare_digest(keys.proof, head.proof):
            return decrypt_with_keys(data, keys), keys
    raise SecretStoreError(SecretStoreFailure.WRONG_PASSPHRASE)


def _passphrase_forms(passphrase: str) -> list[str]:
    """Return the passphrase as typed, then in NFC and NFD: keyboards compose é differently."""
    forms = (unicodedata.normalize("NFC", passphrase), unicodedata.normalize("NFD", passphrase))
    return list(dict.fromkeys((passphrase, *forms)))


def decrypt_with_keys(data: bytes, keys: VaultKeys) -> VaultSecrets:
    """Return the secrets of a vault with these keys. Raises SecretStoreError."""
    from cryptography.exceptions import InvalidTag  # lazy: start
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # lazy: start

    head, sealed = split_vault(data)
    if len(sealed) < NONCE_BYTES + TAG_BYTES:
        raise SecretStoreError(SecretStoreFailure.TAMPERED)
    nonce, rest = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
    try:
        return _parse_secrets(AESGCM(keys.key).decrypt(nonce, rest, head.authenticated))
    except InvalidTag:
        raise SecretStoreError(SecretStoreFailure.TAMPERED) from None


def read_head(data: bytes) -> VaultHead:
    """Check that the bytes are a complete vault, and return its head.

    That is all that can be told without the passphrase. Raises SecretStoreError.
    """
    return split_vault(data)[0]


def _parse_secrets(plain: bytes) -> VaultSecrets:
    """Return the secrets; what does not have the form of secrets was not written by this program.

    Raises SecretStoreError.
    """
    try:
        entries = json.loads(plain).items()
        return {str(user): (str(origin), str(secret)) for user, (origin, secret) in entries}
    except (ValueError, TypeError, AttributeError, RecursionError):
        raise SecretStoreError(SecretStoreFailure.TAMPERED) from None


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
