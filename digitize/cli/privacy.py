"""Commands for personal data: what a sensitive paper is opened for, all that is held about one person, what goes by itself."""

from pathlib import Path
from typing import Annotated

import typer

from config.settings import load_settings
from digitize.cli.arguments import Json, Wanted, Warehouse
from digitize.cli.process import end


def purpose(
    wanted: Wanted,
    choice: Annotated[
        str,
        typer.Argument(metavar="PURPOSE", help="dossier, check, owner, inspection hoặc authority."),
    ],
    *,
    dossier: Annotated[str, typer.Option("--dossier", help="Mã hồ sơ.")] = "",
    reason: Annotated[str, typer.Option("--reason", help="Lý do.")] = "",
    warehouse: Warehouse = None,
) -> None:
    """Cho biết mục đích mở một giấy tờ có dữ liệu nhạy cảm; sau đó `show`, `get` mở được trong ít phút."""
    from workers.commands import privacy

    settings = load_settings({"warehouse": warehouse})
    end(privacy.purpose(settings, wanted, choice, dossier=dossier, reason=reason))


def person(
    *,
    out: Annotated[
        Path | None, typer.Option("-o", "--out", help="Ghi vào tệp này, chỉ mình bạn đọc được.")
    ] = None,
    warehouse: Warehouse = None,
) -> None:
    """Mọi thứ đang giữ về một người (JSON); số được hỏi hoặc đọc từ stdin, không bao giờ là tham số của lệnh."""
    from workers.commands import privacy

    end(privacy.person(load_settings({"warehouse": warehouse}), out=out))


def sweep(*, warehouse: Warehouse = None, as_json: Json = False) -> None:
    """Xóa những gì tự hết hạn (bản nháp, phiên, mục đích đã nói…); `serve` tự làm mỗi giờ."""
    from workers.commands import privacy

    end(privacy.sweep(load_settings({"warehouse": warehouse}), as_json=as_json))
