"""The operator's commands: proof that nothing is lost, training, what the machine lacks."""

from typing import Annotated

import typer

from config.settings import load_settings
from digitize import __version__
from digitize.cli.arguments import Json, Warehouse
from digitize.cli.process import end


def audit(*, warehouse: Warehouse = None, as_json: Json = False) -> None:
    """Đối soát: sổ cái, mã băm của mọi tệp, và mọi trang đều có chỗ."""
    from workers.commands import audit as audit_command

    end(audit_command.audit(load_settings({"warehouse": warehouse}), as_json=as_json))


def migrate(
    *,
    to: Annotated[
        str | None,
        typer.Option("--to", metavar="URL", help="PostgreSQL đích (mặc định DIGITIZE_DATABASE)."),
    ] = None,
    bucket: Annotated[
        str | None,
        typer.Option(
            "--bucket", help="Bucket S3 đích (mặc định DIGITIZE_BUCKET; trống: tệp ở lại)."
        ),
    ] = None,
    warehouse: Warehouse = None,
    as_json: Json = False,
) -> None:
    """Chuyển kho một máy lên cụm, rồi đối soát kho đích; dừng lúc nào cũng được, chạy lại là làm tiếp; kho cũ còn nguyên."""
    from workers.commands import migrate as migrate_command

    settings = load_settings({"warehouse": warehouse})
    end(migrate_command.migrate(settings, to=to, bucket=bucket, as_json=as_json))


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
    end(work(settings, as_json=as_json))


def doctor(*, warehouse: Warehouse = None, as_json: Json = False) -> None:
    """Kiểm tra máy: có đủ chương trình, dữ liệu, phông chữ, quyền ghi không."""
    from workers.commands import doctor as doctor_command

    end(doctor_command.doctor(load_settings({"warehouse": warehouse}), as_json=as_json))


def version() -> None:
    """In phiên bản."""
    typer.echo(__version__)
