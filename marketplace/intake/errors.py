"""What can be wrong with a file that is to be taken in. Rows have their own reasons."""

from runtime.errors import Invalid, NotFound, Unavailable, WrongState
from runtime.messages import N_


class FileMissing(Invalid):
    """No file under that name."""

    message = N_("没有找到文件“%(name)s”。请检查路径和文件名。")


class FileIsFolder(Invalid):
    """A folder under that name."""

    message = N_("“%(name)s”是文件夹，不是文件。请指明文件夹里的一个文件。")


class FileTypeUnknown(Invalid):
    """Neither a table nor JSON lines."""

    message = N_("不支持文件“%(name)s”的格式。请另存为 .csv、.csv.gz、.xlsx 或 .jsonl 后再导入。")


class OldWorkbook(Invalid):
    """An .xls file, or a workbook locked with a password: both are OLE containers."""

    message = N_(
        "“%(name)s”是旧版 .xls 或加了密码的工作簿。请去掉密码，另存为 .xlsx 或 .csv 后再导入。"
    )


class FileDamaged(Invalid):
    """It breaks off, or is not what its name says."""

    message = N_("文件“%(name)s”已损坏或不完整，读不下去。请重新导出或重新传输一份再导入。")


class FileTooLarge(Invalid):
    """More than we unpack: a large file, or one made to fill the memory."""

    message = N_("文件“%(name)s”解开后超过 %(limit)d MB。请拆成几个小文件，分别导入。")


class FileEmpty(Invalid):
    """A file without rows."""

    message = N_("文件“%(name)s”里没有数据行。请确认内容已写入并保存。")


class WorkbookEmpty(FileEmpty):
    """A workbook without cells in any visible sheet."""

    message = N_("文件“%(name)s”里没有数据行。请确认内容在可见的工作表中，并已保存。")


class EncodingUnknown(Invalid):
    """Bytes that are text in no encoding we know."""

    message = N_("认不出文件“%(name)s”的文字编码。请另存为“CSV UTF-8”后再导入。")


class HeaderMissing(Invalid):
    """Neither names nor contents tell which column is which."""

    message = N_(
        "没有看出文件“%(name)s”各列是什么（缺少：%(missing)s）。请在第一行写上列名，"
        "或用 --map 指明各列，可用的列有：%(columns)s。"
    )


class MapMissing(Invalid):
    """No mapping under that name."""

    message = N_("没有找到列对应表“%(name)s”。请检查 --map 后的路径和文件名。")


class MapInvalid(Invalid):
    """The typed mapping is not a JSON object of field names and columns."""

    message = N_('列对应表“%(name)s”应是一个 JSON 对象，例如 {"title": "岗位名称"}。请修改后再试。')


class MapFieldUnknown(Invalid):
    """The typed mapping names a field that the contract lacks."""

    message = N_("列对应表里没有“%(field_name)s”这个字段。可用的字段有：%(known)s。")


class MapColumnUnknown(Invalid):
    """The typed mapping names a column that the file lacks."""

    message = N_("文件里没有“%(column)s”这一列（字段 %(field_name)s）。现有的列：%(columns)s。")


class ImportInterrupted(Unavailable):
    """The database stayed away; what was taken stays taken."""

    message = N_(
        "数据库连接中断，已导入 %(done)d 行。数据库恢复后再执行同一条命令，会从断点接着导入。"
    )


class ImportNotFound(NotFound):
    """No such import in this tenant."""

    message = N_("没有找到这次导入。请从导入列表重新进入。")


class ImportMovedOn(WrongState):
    """The import was started already."""

    message = N_("这次导入已经开始，不能再修改各列。请查看结果，或重新上传文件。")


class UploadGone(WrongState):
    """Uploaded files are deleted when their import has ended."""

    message = N_("上传的文件已在导入结束后删除。如需再次导入，请重新上传。")
