"""Field encryption with a key ring, keyed hashes for look-up, and masking.

AES-256-GCM; the associated data binds a ciphertext to its tenant, table, column and row, so
one that was moved elsewhere does not open. A keyed hash (HMAC-SHA-256, key per tenant and
field) finds a value without opening it. Keys come from the deployment, never the database.
"""

import base64
import hashlib
import hmac
import json
import secrets
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from runtime.errors import ServiceError
from runtime.messages import N_
from runtime.settings import settings

NONCE_BYTES = 12


class CannotDecrypt(ServiceError):
    """The ciphertext was moved, damaged, or its key is not in the ring."""

    message = N_("这条加密信息无法打开。请联系系统运维人员检查密钥。")


@lru_cache(maxsize=4)
def _ring(raw: str) -> tuple[str, dict[str, bytes]]:
    ring = json.loads(raw)
    return ring["current"], {name: base64.b64decode(key) for name, key in ring["keys"].items()}


def new_key_ring() -> str:
    """Return a fresh key ring with one random 256-bit key, as the settings hold it."""
    key = base64.b64encode(secrets.token_bytes(32)).decode()
    return json.dumps({"current": "k1", "keys": {"k1": key}})


@lru_cache(maxsize=4096)
def _derive(master: bytes, info: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=info.encode()).derive(master)


def derived_key(tenant_id: int, purpose: str) -> bytes:
    """Return the key of a tenant for `purpose` that outlives key rotation (first key)."""
    _, keys = _ring(settings().key_ring)
    return _derive(keys[min(keys)], f"{purpose}|{tenant_id}")


def _aad(tenant_id: int, table: str, column: str, row_id: int) -> bytes:
    return f"{tenant_id}|{table}|{column}|{row_id}".encode()


def encrypt(tenant_id: int, table: str, column: str, row_id: int, text: str) -> bytes:
    """Encrypt `text` for one cell with the ring's current key.

    Returns the key's name (length byte + ASCII), nonce and ciphertext, in one piece.
    """
    name, keys = _ring(settings().key_ring)
    nonce = secrets.token_bytes(NONCE_BYTES)
    cipher = AESGCM(_derive(keys[name], f"field|{tenant_id}"))
    sealed = cipher.encrypt(nonce, text.encode(), _aad(tenant_id, table, column, row_id))
    return bytes([len(name)]) + name.encode() + nonce + sealed


def decrypt(tenant_id: int, table: str, column: str, row_id: int, sealed: bytes) -> str:
    """Open what `encrypt` made for the same cell. Raises CannotDecrypt."""
    _, keys = _ring(settings().key_ring)
    name = key_name(sealed)
    rest = sealed[1 + len(name) :]
    if name not in keys:
        raise CannotDecrypt
    cipher = AESGCM(_derive(keys[name], f"field|{tenant_id}"))
    try:
        aad = _aad(tenant_id, table, column, row_id)
        return cipher.decrypt(rest[:NONCE_BYTES], rest[NONCE_BYTES:], aad).decode()
    except InvalidTag:
        raise CannotDecrypt from None


def key_name(sealed: bytes) -> str:
    """Return the name of the key that `sealed` was made with: rotation looks for old ones."""
    return sealed[1 : 1 + sealed[0]].decode("ascii", "replace")


def keyed_hash(tenant_id: int, field: str, text: str) -> str:
    """Return a look-up hash of `text` (hex), comparable only within a tenant and field."""
    key = derived_key(tenant_id, f"lookup|{field}")
    return hmac.new(key, text.strip().encode(), hashlib.sha256).hexdigest()


def mask_name(name: str) -> str:
    """Show the first character only: 王小明 → 王**."""
    return name[:1] + "*" * max(len(name) - 1, 1) if name else ""


def mask_phone(phone: str) -> str:
    """Show the first three and last four digits: 138****5678."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 7 else "****"  # noqa: PLR2004 - 3 + 4


def mask_id_number(number: str) -> str:
    """Show the first three and last two characters of an identity number."""
    return f"{number[:3]}{'*' * (len(number) - 5)}{number[-2:]}" if len(number) > 5 else "*****"  # noqa: PLR2004 - 3 + 2
