"""What can go wrong with servers, said with what to do."""

from runtime.errors import Unavailable, WrongState
from runtime.messages import N_


class PreflightFailed(WrongState):
    """The machine is too small, or a demanded port is taken."""

    message = N_("还不能启动：%(problems)s。请处理后再运行一次。")


class ToolMissing(WrongState):
    """A program that the servers need is not installed and cannot be installed from here."""

    message = N_("缺少 %(tools)s。请先运行：%(command)s")


class DataOwnedByOther(WrongState):
    """The data folder belongs to another operating system user."""

    message = N_(
        "数据目录 %(path)s 属于用户 %(owner)s。请用该用户运行，或设置 PES_STATE_DIR 换一个目录。"
    )


class DownloadFailed(Unavailable):
    """An artifact could not be fetched, after retries."""

    message = N_("下载 %(artifact)s 失败。请检查网络或 Maven 设置后重试；详情见 %(log)s")


class ServerFailed(Unavailable):
    """A server ended or did not become healthy in time."""

    message = N_("%(name)s 没有启动成功。请查看日志 %(log)s，处理后再运行 pes up。")


class ServerUnreachable(Unavailable):
    """An existing server named by an environment variable does not answer."""

    message = N_(
        "%(name)s（%(address)s）没有应答。"
        "请检查该服务器，或去掉对应的 PES_ 环境变量以使用内置服务器。"
    )
