"""Arguments and options that several commands take, so that they have one name and one sentence everywhere."""

from pathlib import Path
from typing import Annotated

import typer

Files = Annotated[list[Path], typer.Argument(metavar="FILE...", help="Tệp quét hoặc thư mục.")]
Warehouse = Annotated[
    Path | None, typer.Option("--warehouse", metavar="DIR", help="Thư mục kho (mặc định ./kho).")
]
Jobs = Annotated[int | None, typer.Option("--jobs", "-j", min=1, help="Số tiến trình đọc.")]
Language = Annotated[str | None, typer.Option("--language", "-l", help="Ngôn ngữ Tesseract.")]
Json = Annotated[bool, typer.Option("--json", help="In JSON Lines ra stdout.")]
Wanted = Annotated[str, typer.Argument(metavar="ID", help="Mã giấy tờ hoặc mã hồ sơ lưu.")]
Officer = Annotated[
    str | None, typer.Option("--officer", help="Người ra lệnh (mặc định DIGITIZE_OFFICER).")
]
