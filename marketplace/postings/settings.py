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
PUBLIC_DATA_CC0 = TenantSetting(
    "postings.public_data_cc0",
    bool,
    default=False,
    label=N_("公开岗位数据按 CC0 1.0 提供，任何人可自由使用"),
)
