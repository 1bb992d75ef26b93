"""Commands that take papers in: look at them, do the whole job, bring old results with their register."""

from pathlib import Path
from typing import Annotated

import typer

from config.settings import load_settings
from digitize.cli.arguments import Files, Jobs, Json, Language, Warehouse
from digitize.cli.process import end
from workers.loading import loading


def read(
    files: Files,
    *,
    explain: Annotated[
        bool,
        typer.Option("--explain", help="Vẽ lại từng bước máy đã làm với một tệp; cần --out."),
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="Thư mục mới hoặc trống cho ảnh giải thích."),
    ] = None,
    jobs: Jobs = None,
    language: Language = None,
    as_json: Json = False,
) -> None:
    """Đọc tệp: tách, làm sạch, nhận dạng, phân loại, bóc tách; không lưu gì."""
    if explain != (out is not None):
        raise typer.BadParameter("--explain và --out DIR đi cùng nhau")
    if explain and (len(files) != 1 or files[0].is_dir()):
        raise typer.BadParameter("--explain: mỗi lần một tệp")
    settings = load_settings({"jobs": jobs, "language": language})
    with loading():
        from workers.commands import read as read_command

    end(read_command.read(settings, files, as_json=as_json, explain_into=out))


def run(
    paths: Files,
    *,
    warehouse: Warehouse = None,
    jobs: Jobs = None,
    language: Language = None,
    as_json: Json = False,
) -> None:
    """Làm trọn việc: nhận, đọc, bóc tách, ký số, lưu kho."""
    settings = load_settings({"warehouse": warehouse, "jobs": jobs, "language": language})
    with loading():
        from workers.commands import run as run_command

    end(run_command.run(settings, paths, as_json=as_json))


def import_register(
    register: Annotated[
        Path | None, typer.Argument(metavar="REGISTER", help="Sổ đăng ký: CSV hoặc Excel.")
    ] = None,
    *,
    files: Annotated[
        Path | None, typer.Option("--files", metavar="DIR", help="Thư mục chứa các tệp của sổ.")
    ] = None,
    mapping: Annotated[
        Path | None,
        typer.Option("--mapping", help="Tệp TOML: cột nào là gì (mặc định cạnh sổ)."),
    ] = None,
    table: Annotated[
        Path | None, typer.Option("--csv", help="Ghi kết quả đối soát vào tệp CSV này.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Chỉ nói sẽ làm gì.")] = False,
    report: Annotated[
        str | None, typer.Option("--report", metavar="BATCH", help="In lại đối soát của lô này.")
    ] = None,
    warehouse: Warehouse = None,
    jobs: Jobs = None,
    as_json: Json = False,
) -> None:
    """Nhập kết quả cũ theo sổ đăng ký; dừng lúc nào cũng được, chạy lại là làm tiếp; cuối cùng đối soát."""
    from workers.commands import importing

    settings = load_settings({"warehouse": warehouse, "jobs": jobs})
    if report is not None:
        end(importing.report(settings, report, table=table, as_json=as_json))
    if register is None or files is None:
        raise typer.BadParameter("cần REGISTER và --files, hoặc --report")
    paths = importing.ImportPaths(register=register, files=files, mapping=mapping, table=table)
    act = importing.dry_run if dry_run else importing.import_register
    end(act(settings, paths, as_json=as_json))
