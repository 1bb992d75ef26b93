"""The command line: words into settings and arguments, errors into exit codes; what commands do is in `workers/commands`.

The entry point stands above all rooms: it alone in `digitize/` imports from `workers` and `config`, and nothing imports it.
Each command imports what it does when it is called: a search must not wait for image libraries to load.
"""

import sys
from collections.abc import Callable
from importlib.machinery import ModuleSpec
from pathlib import Path
from typing import Annotated

import typer
from typer.exceptions import TyperException

from config.settings import fault_point, load_settings
from digitize import __version__
from digitize.errors import DigitizeError
from digitize.fault_point import arm
from workers.commands.exit_codes import ExitCode, exit_code
from workers.commands.output import say, say_error
from workers.commands.parts import RecordPart

app = typer.Typer(
    help="Số hóa giấy tờ: từ tệp quét thành hồ sơ đã ký số, tìm được, kiểm chứng được.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
check = typer.Typer(help="Giấy tờ chờ người kiểm tra: xem, sửa, duyệt, loại.")
app.add_typer(check, name="check")
sheets = typer.Typer(help="In tờ phân tách và tờ bìa hồ sơ (PDF có mã QR).", no_args_is_help=True)
app.add_typer(sheets, name="sheets")
station = typer.Typer(help="Trạm quét ở quầy: theo dõi thư mục quét, gửi về máy chủ.")
app.add_typer(station, name="station")

stations = typer.Typer(help="Các trạm quét được gửi tệp về máy chủ này.", no_args_is_help=True)
app.add_typer(stations, name="stations")

Files = Annotated[list[Path], typer.Argument(metavar="FILE...", help="Tệp quét hoặc thư mục.")]
Warehouse = Annotated[
    Path | None, typer.Option("--warehouse", metavar="DIR", help="Thư mục kho (mặc định ./kho).")
]
Jobs = Annotated[int | None, typer.Option("--jobs", "-j", min=1, help="Số tiến trình đọc.")]
Language = Annotated[str | None, typer.Option("--language", "-l", help="Ngôn ngữ Tesseract.")]
Json = Annotated[bool, typer.Option("--json", help="In JSON Lines ra stdout.")]
Wanted = Annotated[str, typer.Argument(metavar="ID", help="Mã giấy tờ hoặc mã hồ sơ lưu.")]


def main() -> None:
    """The console script. Errors of ours become a sentence and an exit code; nothing else is caught."""
    _speak_utf8()
    _spare_children_this_module()
    sys.exit(_run())


def _run() -> int:
    try:
        arm(fault_point())
        return int(app(standalone_mode=False) or ExitCode.OK)
    except TyperException as error:
        say(error.format_message())
        return ExitCode.BAD_ARGUMENTS
    except typer.Abort:
        return ExitCode.INTERRUPTED
    except DigitizeError as error:
        say_error(error)
        return exit_code(error)


@app.command("read")
def read(
    files: Files, *, jobs: Jobs = None, language: Language = None, as_json: Json = False
) -> None:
    """Đọc tệp: tách, làm sạch, nhận dạng, phân loại, bóc tách; không lưu gì."""
    settings = load_settings({"jobs": jobs, "language": language})
    _prepare_children()
    from workers.commands import read as read_command

    _end(read_command.read(settings, files, as_json=as_json))


@app.command("run")
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
    _prepare_children()
    from workers.commands import run as run_command

    _end(run_command.run(settings, paths, as_json=as_json))


@app.command("import")
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
        _end(importing.report(settings, report, table=table, as_json=as_json))
    if register is None or files is None:
        raise typer.BadParameter("cần REGISTER và --files, hoặc --report")
    paths = importing.ImportPaths(register=register, files=files, mapping=mapping, table=table)
    act = importing.dry_run if dry_run else importing.import_register
    _end(act(settings, paths, as_json=as_json))


@app.command("find")
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
    _end(record_commands.find(settings, " ".join(words), limit=limit, as_json=as_json))


@app.command("show")
def show(wanted: Wanted, *, warehouse: Warehouse = None, as_json: Json = False) -> None:
    """Xem một hồ sơ: loại, các trường, lịch sử."""
    from workers.commands import records as record_commands

    _end(record_commands.show(load_settings({"warehouse": warehouse}), wanted, as_json=as_json))


@app.command("get")
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
    _end(record_commands.get(load_settings({"warehouse": warehouse}), wanted, part=part, out=out))


@app.command("verify")
def verify(files: Files, *, warehouse: Warehouse = None, as_json: Json = False) -> None:
    """Kiểm chứng: tệp này có phải bản của kho, còn nguyên vẹn, chữ ký có hợp lệ."""
    from workers.commands import verify as verify_command

    _end(verify_command.verify(load_settings({"warehouse": warehouse}), files, as_json=as_json))


@app.command("audit")
def audit(*, warehouse: Warehouse = None, as_json: Json = False) -> None:
    """Đối soát: sổ cái, mã băm của mọi tệp, và mọi trang đều có chỗ."""
    from workers.commands import audit as audit_command

    _end(audit_command.audit(load_settings({"warehouse": warehouse}), as_json=as_json))


@app.command("train")
def train(
    *,
    warehouse: Warehouse = None,
    history: Annotated[
        bool, typer.Option("--history", help="Chỉ xem các lần huấn luyện và điểm số.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Huấn luyện nhận biết loại giấy tờ từ những giấy tờ người kiểm tra đã duyệt."""
    from workers.commands import train as train_command

    settings = load_settings({"warehouse": warehouse})
    work = train_command.history if history else train_command.train
    _end(work(settings, as_json=as_json))


@app.command("doctor")
def doctor(*, warehouse: Warehouse = None, as_json: Json = False) -> None:
    """Kiểm tra máy: có đủ chương trình, dữ liệu, phông chữ, quyền ghi không."""
    from workers.commands import doctor as doctor_command

    _end(doctor_command.doctor(load_settings({"warehouse": warehouse}), as_json=as_json))


@app.command("serve")
def serve(
    *,
    host: Annotated[str | None, typer.Option("--host", help="Địa chỉ lắng nghe.")] = None,
    port: Annotated[
        int | None, typer.Option("--port", min=0, max=65535, help="Cổng; 0: cổng trống bất kỳ.")
    ] = None,
    warehouse: Warehouse = None,
    jobs: Jobs = None,
) -> None:
    """Chạy máy chủ: nhận tệp từ các trạm quét, đọc, ký số, lưu kho."""
    settings = load_settings(
        {"serve_host": host, "serve_port": port, "warehouse": warehouse, "jobs": jobs}
    )
    _prepare_children()
    from web.serving import serve as serve_here

    _end(serve_here(settings))


@stations.command("add")
def stations_add(
    station_id: Annotated[str, typer.Argument(metavar="ID", help="Mã trạm: a-z, 0-9, dấu gạch.")],
    *,
    name: Annotated[str, typer.Option("--name", help="Tên trạm, ví dụ: Quầy 3.")] = "",
    agency: Annotated[str | None, typer.Option("--agency", help="Mã cơ quan của trạm.")] = None,
    warehouse: Warehouse = None,
    as_json: Json = False,
) -> None:
    """Thêm một trạm quét và in khóa của nó (chỉ một lần)."""
    from workers.commands import stations as stations_command

    settings = load_settings({"warehouse": warehouse, "agency_code": agency})
    _end(stations_command.add(settings, station_id, name=name, as_json=as_json))


@stations.command("list")
def stations_list(*, warehouse: Warehouse = None, as_json: Json = False) -> None:
    """Liệt kê các trạm quét."""
    from workers.commands import stations as stations_command

    settings = load_settings({"warehouse": warehouse})
    _end(stations_command.list_all(settings, as_json=as_json))


@stations.command("revoke")
def stations_revoke(
    station_id: Annotated[str, typer.Argument(metavar="ID", help="Mã trạm.")],
    *,
    warehouse: Warehouse = None,
) -> None:
    """Thu hồi khóa của một trạm quét; có hiệu lực ngay."""
    from workers.commands import stations as stations_command

    _end(stations_command.revoke(load_settings({"warehouse": warehouse}), station_id))


@app.command("version")
def version() -> None:
    """In phiên bản."""
    typer.echo(__version__)


@app.command("dossier")
def dossier(
    code: Annotated[str, typer.Argument(metavar="CODE", help="Mã hồ sơ.")],
    *,
    warehouse: Warehouse = None,
    as_json: Json = False,
) -> None:
    """Xem một hồ sơ thủ tục: đã nhận gì, còn thiếu gì, trùng gì."""
    from workers.commands import dossiers as dossier_command

    settings = load_settings({"warehouse": warehouse})
    _end(dossier_command.show(settings, code, as_json=as_json))


@sheets.command("separator")
def sheets_separator(
    *,
    count: Annotated[int, typer.Option("--count", min=1, max=999, help="Số tờ cần in.")] = 10,
    out: Annotated[Path, typer.Option("-o", "--out", help="Tệp PDF ghi ra.")],
) -> None:
    """In các tờ phân tách: mỗi tờ đặt trước một giấy tờ."""
    from workers.commands import sheets as sheets_command

    _end(sheets_command.print_separators(count=count, out=out))


@sheets.command("cover")
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

    _end(
        sheets_command.print_covers(
            load_settings(),
            dossier_code=dossier_code,
            procedure_code=procedure_code,
            components=[code.strip() for text in components or [] for code in text.split(",")],
            out=out,
        )
    )


@check.callback(invoke_without_command=True)
def check_list(
    context: typer.Context, *, warehouse: Warehouse = None, as_json: Json = False
) -> None:
    """Liệt kê giấy tờ chờ kiểm tra và lý do."""
    from workers.commands import check as check_command

    if context.invoked_subcommand is None:
        _end(check_command.waiting(load_settings({"warehouse": warehouse}), as_json=as_json))


@check.command("show")
def check_show(wanted: Wanted, *, warehouse: Warehouse = None, as_json: Json = False) -> None:
    """Xem một giấy tờ chờ kiểm tra."""
    from workers.commands import check as check_command

    _end(check_command.show(load_settings({"warehouse": warehouse}), wanted, as_json=as_json))


@check.command("correct")
def check_correct(
    wanted: Wanted,
    values: Annotated[
        list[str] | None, typer.Argument(metavar="KEY=VALUE...", help="Trường và giá trị đúng.")
    ] = None,
    *,
    type_code: Annotated[str | None, typer.Option("--type", help="Mã loại giấy tờ đúng.")] = None,
    as_printed: Annotated[
        bool, typer.Option("--as-printed", help="Chấp nhận giá trị sai quy cách như in trên giấy.")
    ] = False,
    warehouse: Warehouse = None,
) -> None:
    """Sửa trường hoặc loại theo đúng giấy tờ; KEY= (để trống) xóa trường."""
    from workers.commands import check as check_command

    _end(
        check_command.correct(
            load_settings({"warehouse": warehouse}),
            wanted,
            values=dict(_key_value(pair) for pair in values or []),
            type_code=type_code,
            as_printed=as_printed,
        )
    )


@check.command("approve")
def check_approve(wanted: Wanted, *, warehouse: Warehouse = None) -> None:
    """Duyệt: giấy tờ được ký số và lưu kho ngay."""
    from workers.commands import check as check_command

    _end(check_command.approve(load_settings({"warehouse": warehouse}), wanted))


@check.command("reject")
def check_reject(
    wanted: Wanted,
    *,
    reason: Annotated[
        str, typer.Option(help="Mã lý do: rescan, not_ours, duplicate, secret_paper.")
    ] = "rescan",
    warehouse: Warehouse = None,
) -> None:
    """Loại: giấy tờ không được lưu kho; tệp và trang vẫn được giữ."""
    from workers.commands import check as check_command

    _end(check_command.reject(load_settings({"warehouse": warehouse}), wanted, code=reason))


def _prepare_children() -> None:
    """They load image libraries and model while this process loads what the command itself needs."""
    from workers.reading_pool import prepare_pool

    prepare_pool()


@station.callback(invoke_without_command=True)
def station_run(context: typer.Context) -> None:
    """Chạy trạm quét: gửi mọi tệp máy quét ghi ra, giữ tệp nguồn đến khi máy chủ xác nhận."""
    from workers.commands import station as station_command

    if context.invoked_subcommand is None:
        _end(station_command.run(load_settings()))


@station.command("run")
def station_run_named() -> None:
    """Chạy trạm quét (như `digitize station`)."""
    from workers.commands import station as station_command

    _end(station_command.run(load_settings()))


@station.command("status")
def station_status(*, as_json: Json = False) -> None:
    """Trạm đang giữ gì, cần quét lại gì, mạng ra sao, máy chủ đã nhận gì."""
    from workers.commands import station as station_command

    _end(station_command.status(load_settings(), as_json=as_json))


def _end(code: ExitCode) -> None:
    raise typer.Exit(int(code))


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


def _key_value(pair: str) -> tuple[str, str]:
    key, separator, value = pair.partition("=")
    if not separator:
        raise typer.BadParameter(f"{pair}: cần dạng KEY=VALUE")
    return key, value


def _spare_children_this_module() -> None:
    """A child process runs the console script again, imports and all, unless the main module has the name of a package's."""
    sys.modules["__main__"].__spec__ = ModuleSpec("digitize.__main__", loader=None)


def _speak_utf8() -> None:
    """Vietnamese goes out as UTF-8 whatever the locale of the terminal says."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure: Callable[..., None] | None = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")
