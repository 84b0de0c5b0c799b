"""Receipts: duplicate, late, unordered, unknown and forged ones; a final status never goes back."""

from datetime import timedelta
from pathlib import Path

import pytest

from marketplace.delivery import (
    GatewayCode,
    MessageState,
    Receipt,
    ReceiptStatus,
    Taken,
    claim_due,
    hand_over,
    record_handed_over,
    take_receipt,
    tenant_of_receipt,
)
from marketplace.delivery.sending import reference_of
from runtime.clock import frozen
from runtime.errors import NotAllowed
from tests.make.delivery import NOON, gateway, send_all, sms, told
from tests.make.postings import published_posting
from tests.make.recommendations import person
from tests.world import TenantWorld

S = MessageState
DELIVERED, FAILED = ReceiptStatus.DELIVERED, ReceiptStatus.FAILED


def sent(world: TenantWorld, folder: Path) -> tuple[int, str]:
    """A message that the gateway has; returns the person's id and the attempt's reference."""
    out = gateway(folder)
    with frozen(NOON):
        seeker = person(world)
        told(world, seeker.id, published_posting(world).id)
        send_all(world, out)
    return seeker.id, out.sent()[-1]["reference"]


def take(
    world: TenantWorld, reference: str, status: ReceiptStatus, code: GatewayCode | None = None
) -> Taken:
    with frozen(NOON + timedelta(minutes=1)), world.as_system() as work:
        return take_receipt(work, Receipt(reference, status, code, work.now))


def test_a_receipt_settles_once(tenant: TenantWorld, tmp_path: Path) -> None:
    seeker_id, reference = sent(tenant, tmp_path)
    assert take(tenant, reference, DELIVERED) is Taken.RECORDED
    assert take(tenant, reference, DELIVERED) is Taken.DUPLICATE
    assert sms(tenant, seeker_id)[0].state is S.DELIVERED


def test_a_failure_after_delivery_is_late(tenant: TenantWorld, tmp_path: Path) -> None:
    seeker_id, reference = sent(tenant, tmp_path)
    take(tenant, reference, DELIVERED)
    assert take(tenant, reference, FAILED, GatewayCode.ABSENT) is Taken.LATE
    assert sms(tenant, seeker_id)[0].state is S.DELIVERED


def test_a_delivery_after_a_final_failure_is_late(tenant: TenantWorld, tmp_path: Path) -> None:
    seeker_id, reference = sent(tenant, tmp_path)
    take(tenant, reference, FAILED, GatewayCode.BLOCKED)
    assert take(tenant, reference, DELIVERED) is Taken.LATE
    assert sms(tenant, seeker_id)[0].state is S.FAILED


def test_an_absent_phone_is_tried_again_and_its_old_receipt_counts_once(
    tenant: TenantWorld, tmp_path: Path
) -> None:
    seeker_id, first = sent(tenant, tmp_path)
    assert take(tenant, first, FAILED, GatewayCode.ABSENT) is Taken.RECORDED
    assert take(tenant, first, FAILED, GatewayCode.ABSENT) is Taken.LATE
    (message,) = sms(tenant, seeker_id)
    assert (message.state, message.attempts) == (S.QUEUED, 1)

    out = gateway(tmp_path)
    with frozen(NOON + timedelta(minutes=10)):
        send_all(tenant, out)
    assert {row["reference"] for row in out.sent()} > {first}
    assert take(tenant, first, DELIVERED) is Taken.RECORDED
    assert sms(tenant, seeker_id)[0].state is S.DELIVERED


def test_a_receipt_that_overtakes_the_hand_over_stands(tenant: TenantWorld, tmp_path: Path) -> None:
    out = gateway(tmp_path)
    with frozen(NOON):
        seeker = person(tenant)
        told(tenant, seeker.id, published_posting(tenant).id)
        with tenant.as_system() as work:
            (outgoing,) = claim_due(work)
        result = hand_over(out, outgoing)
        assert take(tenant, outgoing.sms.reference, DELIVERED) is Taken.RECORDED
        with tenant.as_system() as work:
            record_handed_over(work, outgoing.message_id, result)
    assert sms(tenant, seeker.id)[0].state is S.DELIVERED


@pytest.mark.parametrize("reference", ["", "1-2-3-x", "nonsense", "a-b-c-d", "1-2-3", "١-1-1-x"])
def test_unknown_references_change_nothing(tenant: TenantWorld, reference: str) -> None:
    assert take(tenant, reference, DELIVERED) is Taken.UNKNOWN


def test_a_forged_tag_and_another_tenants_receipt_are_unknown(
    tenant: TenantWorld, other_tenant: TenantWorld, tmp_path: Path
) -> None:
    seeker_id, reference = sent(tenant, tmp_path)
    forged = reference.rpartition("-")[0] + "-" + "0" * 12
    assert take(tenant, forged, DELIVERED) is Taken.UNKNOWN
    assert take(other_tenant, reference, DELIVERED) is Taken.UNKNOWN
    missing = reference_of(tenant.code, 999_999_999, 1)
    assert take(tenant, missing, DELIVERED) is Taken.UNKNOWN
    assert sms(tenant, seeker_id)[0].state is S.SENT
    with frozen(NOON):
        receipt = Receipt(reference, DELIVERED, None, NOON)
    assert tenant_of_receipt(receipt) == tenant.code


def test_only_the_system_takes_receipts(tenant: TenantWorld, tmp_path: Path) -> None:
    _, reference = sent(tenant, tmp_path)
    with pytest.raises(NotAllowed), tenant.as_administrator() as work:
        take_receipt(work, Receipt(reference, DELIVERED, None, work.now))
