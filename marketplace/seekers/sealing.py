"""Sealing and opening what identifies a person, and the hashes that find it again."""

from dataclasses import dataclass
from typing import Any

from marketplace.seekers.models import DocumentType, Seeker
from tenants.secrecy import decrypt, encrypt, keyed_hash, mask_id_number, mask_name, mask_phone

TABLE = "seeker"
NAMELESS = "求职者"


@dataclass(frozen=True)
class Contact:
    """A person's identity in the clear. Never log it, never put it in a queue."""

    name: str
    phone: str
    id_number: str
    document_type: DocumentType
    address: str

    def masked(self) -> "Contact":
        """Return the same with everything but a hint hidden."""
        return Contact(
            name=mask_name(self.name),
            phone=mask_phone(self.phone) if self.phone else "",
            id_number=mask_id_number(self.id_number) if self.id_number else "",
            document_type=self.document_type,
            address="****" if self.address else "",
        )


def open_contact(seeker: Seeker) -> Contact:
    """Return the person's identity in the clear: the caller has checked and audited."""
    return Contact(
        name=_open(seeker, "name", seeker.name_enc),
        phone=_open(seeker, "phone", seeker.phone_enc),
        id_number=_open(seeker, "id_number", seeker.id_number_enc),
        document_type=seeker.document_type,
        address=_open(seeker, "address", seeker.address_enc),
    )


def open_name(seeker: Seeker) -> str:
    """Return the person's name alone, to keep it out of what others read."""
    return _open(seeker, "name", seeker.name_enc)


def contact_columns(
    tenant_id: int, seeker_id: int, name: str | None, phone: str | None, address: str | None
) -> dict[str, Any]:
    """Return the columns of name, phone and address: sealed, hashed, masked."""
    return {
        "name_enc": _seal(tenant_id, seeker_id, "name", name),
        "phone_enc": _seal(tenant_id, seeker_id, "phone", phone),
        "address_enc": _seal(tenant_id, seeker_id, "address", address),
        "name_hash": name_hash(tenant_id, name) if name else None,
        "phone_hash": phone_hash(tenant_id, phone) if phone else None,
        "surname_masked": mask_name(name) if name else NAMELESS,
    }


def document_columns(tenant_id: int, seeker_id: int, number: str | None) -> dict[str, Any]:
    """Return the columns of a document's number: sealed and hashed."""
    return {
        "id_number_enc": _seal(tenant_id, seeker_id, "id_number", number),
        "id_hash": id_hash(tenant_id, number) if number else None,
    }


def name_hash(tenant_id: int, name: str) -> str:
    """Return the look-up hash of a name in its normal form."""
    return keyed_hash(tenant_id, "seeker.name", name)


def phone_hash(tenant_id: int, phone: str) -> str:
    """Return the look-up hash of a phone number in its normal form."""
    return keyed_hash(tenant_id, "seeker.phone", phone)


def id_hash(tenant_id: int, number: str) -> str:
    """Return the look-up hash of a document's number in its normal form."""
    return keyed_hash(tenant_id, "seeker.id_number", number)


def _seal(tenant_id: int, seeker_id: int, column: str, text: str | None) -> bytes | None:
    return encrypt(tenant_id, TABLE, column, seeker_id, text) if text else None


def _open(seeker: Seeker, column: str, sealed: bytes | None) -> str:
    return decrypt(seeker.tenant_id, TABLE, column, seeker.id, sealed) if sealed else ""
