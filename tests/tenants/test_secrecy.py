"""Sealed fields open only in their place; masks show little."""

import json

import pytest

from pes.servers import Addresses
from runtime.settings import reset_settings, settings
from tenants import secrecy
from tenants.secrecy import CannotDecrypt, decrypt, encrypt, keyed_hash, new_key_ring


def test_a_value_opens_in_its_own_cell_only(deployment: Addresses) -> None:
    sealed = encrypt(430100, "seeker", "name", 7, "欧阳·娜仁花")
    assert decrypt(430100, "seeker", "name", 7, sealed) == "欧阳·娜仁花"
    for cell in (
        (430200, "seeker", "name", 7),
        (430100, "employer", "name", 7),
        (430100, "seeker", "phone", 7),
        (430100, "seeker", "name", 8),
    ):
        with pytest.raises(CannotDecrypt):
            decrypt(*cell, sealed)


def test_equal_values_look_different(deployment: Addresses) -> None:
    first, second = (encrypt(430100, "seeker", "name", 7, "王") for _ in range(2))
    assert first != second
    assert "王".encode() not in first


def test_rotation_keeps_old_values_readable(
    deployment: Addresses, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealed = encrypt(430100, "seeker", "name", 7, "王")
    found = keyed_hash(430100, "phone", "13800000000")
    ring = json.loads(settings().key_ring)
    ring["keys"]["k2"] = json.loads(new_key_ring())["keys"]["k1"]
    ring["current"] = "k2"
    monkeypatch.setenv("PES_KEY_RING", json.dumps(ring))
    reset_settings()
    try:
        assert decrypt(430100, "seeker", "name", 7, sealed) == "王"
        assert secrecy.key_name(encrypt(430100, "seeker", "name", 7, "王")) == "k2"
        assert keyed_hash(430100, "phone", "13800000000") == found
    finally:
        monkeypatch.undo()
        reset_settings()


def test_keyed_hashes_do_not_compare_across_tenants(deployment: Addresses) -> None:
    assert keyed_hash(430100, "phone", "13800000000") != keyed_hash(430200, "phone", "13800000000")
    assert keyed_hash(430100, "phone", "13800000000") != keyed_hash(430100, "id", "13800000000")


@pytest.mark.parametrize(
    ("mask", "text", "shown"),
    [
        (secrecy.mask_name, "王小明", "王**"),
        (secrecy.mask_name, "𠮷田", "𠮷*"),
        (secrecy.mask_name, "", ""),
        (secrecy.mask_phone, "13812345678", "138****5678"),
        (secrecy.mask_phone, "12", "****"),
        (secrecy.mask_id_number, "11010519491231002X", "110*************2X"),
        (secrecy.mask_id_number, "H123", "*****"),
    ],
)
def test_masks(mask, text: str, shown: str) -> None:
    assert mask(text) == shown
