"""The commands for the archive: filed papers into a bag, a bag into this warehouse."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from config.settings import load_settings
from digitize.archive.metadata import Profile
from digitize.cli.arguments import Json, Warehouse
from digitize.cli.process import end

commands = typer.Typer(help="Gói lưu trữ (BagIt): xuất và nhập lại.", no_args_is_help=True)
_FORMATS = ["%Y-%m-%d"]


@commands.command("export")
def archive_export(
    *,
    out: Annotated[Path, typer.Option("-o", "--output", metavar="DIR", help="Thư mục mới.")],
    dossier: Annotated[str | None, typer.Option(help="Mã hồ sơ.")] = None,
    agency: Annotated[str | None, typer.Option(help="Mã cơ quan.")] = None,
    filed_from: Annotated[
        datetime | None, typer.Option("--from", formats=_FORMATS, help="Vào kho từ ngày.")
    ] = None,
    filed_to: Annotated[
        datetime | None, typer.Option("--to", formats=_FORMATS, help="Vào kho đến hết ngày.")
    ] = None,
    profile: Annotated[Profile, typer.Option(help="Bộ siêu dữ liệu.")] = Profile.CV_7197,
    warehouse: Warehouse = None,
    as_json: Json = False,
) -> None:
    """Xuất giấy tờ đã vào kho thành một gói BagIt với siêu dữ liệu XML và CSV."""
    from workers.commands import archive

    end(
        archive.export(
            load_settings({"warehouse": warehouse}),
            out,
            dossier=dossier,
            agency=agency,
            filed_from=filed_from.date() if filed_from else None,
            filed_to=filed_to.date() if filed_to else None,
            profile=profile,
            as_json=as_json,
        )
    )


@commands.command("import")
def archive_import(
    bag: Annotated[Path, typer.Argument(metavar="DIR", help="Thư mục của gói.")],
    *,
    warehouse: Warehouse = None,
    as_json: Json = False,
) -> None:
    """Nhập lại một gói vào kho này; gói đã nhập rồi thì không đổi gì."""
    from workers.commands import archive

    end(archive.take_in(load_settings({"warehouse": warehouse}), bag, as_json=as_json))
