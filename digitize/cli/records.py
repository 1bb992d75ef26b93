"""Commands that use what is kept: find it, see it, take it out, prove it."""

from pathlib import Path
from typing import Annotated

import typer

from config.settings import load_settings
from digitize.cli.arguments import Files, Json, Wanted, Warehouse
from digitize.cli.process import end
from digitize.warehouse.life import LifeState
from workers.records.part_names import RecordPart


def find(
    words: Annotated[list[str], typer.Argument(metavar="WORDS", help="Từ cần tìm.")],
    *,
    warehouse: Warehouse = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="Số kết quả nhiều nhất.")] = 50,
    as_json: Json = False,
) -> None:
    """Tìm hồ sơ theo nội dung; có dấu hay không dấu đều được."""
    from workers.commands import records as record_commands

    settings = load_settings({"warehouse": warehouse})
    end(record_commands.find(settings, " ".join(words), limit=limit, as_json=as_json))


def show(wanted: Wanted, *, warehouse: Warehouse = None, as_json: Json = False) -> None:
    """Xem một hồ sơ, giấy tờ hoặc tệp quét: loại, các trường, lịch sử, đang chờ gì."""
    from workers.commands import showing as show_command

    end(show_command.show(load_settings({"warehouse": warehouse}), wanted, as_json=as_json))


def life(
    wanted: Annotated[
        str | None, typer.Argument(metavar="ID", help="Mã giấy tờ hoặc mã hồ sơ lưu.")
    ] = None,
    *,
    state: Annotated[
        LifeState | None, typer.Option("--state", help="Từ nay giấy tờ này là gì.")
    ] = None,
    reason: Annotated[str, typer.Option("--reason", help="Lý do, căn cứ.")] = "",
    propose: Annotated[
        bool, typer.Option("--propose", help="Đọc lại chữ của mọi hồ sơ lưu để tìm các câu ấy.")
    ] = False,
    officer: Annotated[
        str | None, typer.Option("--officer", help="Người ra lệnh (mặc định DIGITIZE_OFFICER).")
    ] = None,
    warehouse: Warehouse = None,
    as_json: Json = False,
) -> None:
    """Hiệu lực của một giấy tờ; không có ID: các câu “thay thế”, “bãi bỏ”, “đính chính” đang chờ người xác nhận."""
    from workers.commands import life as life_command

    settings = load_settings({"warehouse": warehouse, "officer": officer})
    if wanted is None:
        end(life_command.links(settings, is_proposing=propose, as_json=as_json))
    end(life_command.life(settings, wanted, state=state, reason=reason, as_json=as_json))


def get(
    wanted: Wanted,
    *,
    out: Annotated[Path | None, typer.Option("-o", "--out", help="Ghi vào tệp này.")] = None,
    original: Annotated[bool, typer.Option("--original", help="Tệp quét gốc.")] = False,
    text: Annotated[bool, typer.Option("--text", help="Văn bản đã đọc.")] = False,
    fields: Annotated[bool, typer.Option("--fields", help="Loại và các trường (JSON).")] = False,
    warehouse: Warehouse = None,
) -> None:
    """Lấy bản PDF đã ký số của một hồ sơ, hoặc phần khác của nó."""
    from workers.commands import records as record_commands

    part = _part(original=original, text=text, fields=fields)
    end(record_commands.get(load_settings({"warehouse": warehouse}), wanted, part=part, out=out))


def _part(*, original: bool, text: bool, fields: bool) -> RecordPart:
    chosen = [
        part
        for part, is_chosen in (
            (RecordPart.ORIGINAL, original),
            (RecordPart.TEXT, text),
            (RecordPart.FIELDS, fields),
        )
        if is_chosen
    ]
    if len(chosen) > 1:
        raise typer.BadParameter("--original, --text, --fields: chỉ chọn một")
    return chosen[0] if chosen else RecordPart.SEALED


def verify(files: Files, *, warehouse: Warehouse = None, as_json: Json = False) -> None:
    """Kiểm chứng: tệp này có phải bản của kho, còn nguyên vẹn, chữ ký có hợp lệ."""
    from workers.commands import verify as verify_command

    end(verify_command.verify(load_settings({"warehouse": warehouse}), files, as_json=as_json))


def dossier(
    code: Annotated[str, typer.Argument(metavar="CODE", help="Mã hồ sơ.")],
    *,
    warehouse: Warehouse = None,
    as_json: Json = False,
) -> None:
    """Xem một hồ sơ thủ tục: đã nhận gì, còn thiếu gì, trùng gì."""
    from workers.commands import dossiers as dossier_command

    settings = load_settings({"warehouse": warehouse})
    end(dossier_command.show(settings, code, as_json=as_json))
