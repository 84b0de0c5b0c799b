"""What a tenant may change about fairs."""

from runtime.messages import N_
from tenants.settings import TenantSetting

NEARBY_KM = TenantSetting(
    "fairs.nearby_km",
    int,
    default=20,
    label=N_("招聘会匹配周边人员的范围（公里）"),
    minimum=1,
    maximum=200,
)
