"""What the doctor says of the database behind the catalogue."""

from pathlib import Path

from pydantic import SecretStr

from config.settings import Settings
from tests.servers.postgres import free_port
from workers.commands.doctor_database import database_findings


def found(address: str) -> dict[str, tuple[bool, str]]:
    settings = Settings(warehouse=Path("nowhere"), database=SecretStr(address))
    return {one.name: (one.is_ok, one.detail) for one in database_findings(settings)}


def test_a_server_is_named_with_its_version_and_its_habits(postgres_url: str) -> None:
    said = found(postgres_url)
    assert said["database"][0]
    assert said["database"][1].startswith("PostgreSQL 1")
    assert not said["database: durable"][0], "the tests' server forgets the disk"
    assert said["database: order"] == (True, "")


def test_a_server_that_does_not_answer_is_a_fault_that_repeats_no_password() -> None:
    is_ok, detail = found(f"postgresql://an:bi-mat@127.0.0.1:{free_port()}/kho")["database"]
    assert not is_ok
    assert "bi-mat" not in detail


def test_an_embedded_warehouse_has_no_server() -> None:
    assert found("") == {}
