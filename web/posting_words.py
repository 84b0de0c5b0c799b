"""States of a posting and what happened to it, in words."""

from collections.abc import Sequence

from marketplace.postings import PostingStatus
from runtime.messages import N_
from tenants.audit import AuditEntry
from web.formats import moment
from web.translate import gettext

S = PostingStatus
STATUS_WORDS: dict[PostingStatus, tuple[str, str]] = {
    S.DRAFT: (N_("草稿"), ""),
    S.SUBMITTED: (N_("待审核"), "info"),
    S.RETURNED: (N_("已退回，请修改"), "warning"),
    S.APPROVED: (N_("已通过，未到开始日期"), "success"),
    S.PUBLISHED: (N_("已发布"), "success"),
    S.PAUSED: (N_("已暂停"), "warning"),
    S.EXPIRED: (N_("已到期"), ""),
    S.FILLED: (N_("已招满"), ""),
    S.WITHDRAWN: (N_("已撤回"), ""),
}
ACTION_WORDS = {
    "posting.created": N_("新建草稿"),
    "posting.imported": N_("从文件导入"),
    "posting.edited": N_("修改"),
    "posting.submitted": N_("提交审核"),
    "posting.approved": N_("审核通过"),
    "posting.returned": N_("退回修改"),
    "posting.published": N_("发布"),
    "posting.paused": N_("暂停"),
    "posting.expired": N_("到期下线"),
    "posting.filled": N_("招满关闭"),
    "posting.withdrawn": N_("撤回"),
}


def timeline(entries: Sequence[AuditEntry]) -> list[dict[str, str]]:
    """Return the story of a posting from its audit entries, newest first, for `ui.timeline`."""
    return [
        {"when": moment(entry.at), "what": gettext(ACTION_WORDS.get(entry.action, entry.action))}
        for entry in reversed(entries)
    ]
