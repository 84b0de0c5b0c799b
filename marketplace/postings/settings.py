"""What a tenant may change about postings."""

from runtime.messages import N_
from tenants.settings import TenantSetting

REVIEW_DAYS = TenantSetting(
    "postings.review_days", int, default=3, label=N_("岗位审核期限（工作日）"), minimum=1, maximum=3
)
LONGEST_VALIDITY_DAYS = TenantSetting(
    "postings.longest_validity_days",
    int,
    default=180,
    label=N_("岗位最长有效期（天）"),
    minimum=7,
    maximum=365,
)
