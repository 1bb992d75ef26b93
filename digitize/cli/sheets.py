"""The counter's commands for sheets to print and lay between papers."""

from pathlib import Path
from typing import Annotated

import typer

from config.settings import load_settings
from digitize.cli.process import end

commands = typer.Typer(help="In tờ phân tách và tờ bìa hồ sơ (PDF có mã QR).", no_args_is_help=True)


@commands.command("separator")
def sheets_separator(
    *,
    count: Annotated[int, typer.Option("--count", min=1, max=999, help="Số tờ cần in.")] = 10,
    out: Annotated[Path, typer.Option("-o", "--out", help="Tệp PDF ghi ra.")],
) -> None:
    """In các tờ phân tách: mỗi tờ đặt trước một giấy tờ."""
    from workers.commands import sheets as sheets_command

    end(sheets_command.print_separators(count=count, out=out))


@commands.command("cover")
def sheets_cover(
    *,
    dossier_code: Annotated[str, typer.Option("--dossier", metavar="CODE", help="Mã hồ sơ.")],
    procedure_code: Annotated[
        str, typer.Option("--procedure", metavar="CODE", help="Mã thủ tục hành chính.")
    ] = "",
    components: Annotated[
        list[str] | None,
        typer.Option("--components", help="Mã thành phần hồ sơ, cách nhau bằng dấu phẩy."),
    ] = None,
    out: Annotated[Path, typer.Option("-o", "--out", help="Tệp PDF ghi ra.")],
) -> None:
    """In các tờ bìa của một hồ sơ: một tờ chung và mỗi thành phần một tờ."""
    from workers.commands import sheets as sheets_command

    end(
        sheets_command.print_covers(
            load_settings(),
            dossier_code=dossier_code,
            procedure_code=procedure_code,
            components=[code.strip() for text in components or [] for code in text.split(",")],
            out=out,
        )
    )
