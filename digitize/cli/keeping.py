"""The operator's commands for what is kept: copies of it, proof that it is unchanged, how long, and what must stay longer."""

from pathlib import Path
from typing import Annotated

import typer

from config.settings import load_settings
from digitize.cli.arguments import Json, Officer, Wanted, Warehouse
from digitize.cli.process import end

SetName = Annotated[
    str | None, typer.Option("--set", metavar="NAME", help="Bản nào (mặc định: mới nhất).")
]


def backup(
    folder: Annotated[Path, typer.Argument(metavar="TO", help="Thư mục trên đĩa khác.")],
    *,
    with_keys: Annotated[
        bool,
        typer.Option("--with-keys", help="Kèm khóa ký số, mã hóa bằng cụm mật khẩu."),
    ] = False,
    kept: Annotated[
        int, typer.Option("--keep", min=0, help="Chỉ giữ chừng này bản mới nhất; 0: giữ hết.")
    ] = 0,
    warehouse: Warehouse = None,
    as_json: Json = False,
) -> None:
    """Sao lưu kho: mọi dòng, mọi tệp, dấu vân tay của khóa; chạy được khi máy chủ đang làm việc."""
    from workers.commands import backup as backup_command

    settings = load_settings({"warehouse": warehouse})
    end(backup_command.backup(settings, folder, with_keys=with_keys, kept=kept, as_json=as_json))


def restore(
    folder: Annotated[Path, typer.Argument(metavar="FROM", help="Thư mục sao lưu.")],
    *,
    set_name: SetName = None,
    check: Annotated[
        bool, typer.Option("--check", help="Chỉ đọc lại và so mã băm, không ghi gì.")
    ] = False,
    warehouse: Warehouse = None,
    as_json: Json = False,
) -> None:
    """Phục hồi vào một kho trống rồi đối soát; dừng giữa chừng thì chạy lại đúng lệnh này."""
    from workers.commands import backup as backup_command

    settings = load_settings({"warehouse": warehouse})
    if check:
        end(backup_command.check(settings, folder, set_name=set_name, as_json=as_json))
    end(backup_command.restore(settings, folder, set_name=set_name, as_json=as_json))


def fixity(
    *,
    days: Annotated[
        int | None,
        typer.Option("--days", min=0, help="Đọc lại những gì lâu hơn chừng này ngày chưa đọc."),
    ] = None,
    limit: Annotated[
        int | None, typer.Option("--limit", min=1, help="Nhiều nhất chừng này tệp quét.")
    ] = None,
    warehouse: Warehouse = None,
    as_json: Json = False,
) -> None:
    """Đọc lại từng tệp trong kho và so mã băm, tệp lâu chưa đọc nhất trước; dừng lúc nào cũng được."""
    from workers.commands import fixity as fixity_command

    settings = load_settings({"warehouse": warehouse})
    end(fixity_command.fixity(settings, days=days, limit=limit, as_json=as_json))


def retention(*, warehouse: Warehouse = None, as_json: Json = False) -> None:
    """Liệt kê giấy tờ đã hết thời hạn lưu giữ và không bị giữ lại; không hủy gì."""
    from workers.commands import retention as retention_command

    settings = load_settings({"warehouse": warehouse})
    end(retention_command.retention(settings, as_json=as_json))


def hold(
    wanted: Annotated[
        str | None,
        typer.Argument(metavar="ID", help="Mã giấy tờ, hồ sơ lưu hoặc hồ sơ thủ tục."),
    ] = None,
    *,
    reason: Annotated[str, typer.Option("--reason", help="Lý do.")] = "",
    is_release: Annotated[bool, typer.Option("--release", help="Thôi giữ.")] = False,
    officer: Officer = None,
    warehouse: Warehouse = None,
    as_json: Json = False,
) -> None:
    """Giữ lại theo yêu cầu pháp lý: không ai hủy được cho đến khi thôi giữ; không có ID: liệt kê."""
    from workers.commands import retention as retention_command

    settings = load_settings({"warehouse": warehouse, "officer": officer})
    end(
        retention_command.hold(
            settings, wanted, reason=reason, is_release=is_release, as_json=as_json
        )
    )


def dispose(
    wanted: Wanted,
    *,
    reason: Annotated[str, typer.Option("--reason", help="Lý do, ví dụ số quyết định hủy.")],
    officer: Officer = None,
    warehouse: Warehouse = None,
    as_json: Json = False,
) -> None:
    """Hủy giấy tờ đã hết thời hạn: xóa các tệp của nó; dòng trong sổ và sổ cái còn lại."""
    from workers.commands import retention as retention_command

    settings = load_settings({"warehouse": warehouse, "officer": officer})
    end(retention_command.dispose(settings, wanted, reason=reason, as_json=as_json))
