"""What a tenant may change about answers."""

from runtime.messages import N_
from tenants.settings import TenantSetting

UNDO_MINUTES = TenantSetting(
    "applications.undo_minutes",
    int,
    default=30,
    label=N_("标记不合适后可撤销的时间（分钟）"),
    minimum=5,
    maximum=1440,
)
