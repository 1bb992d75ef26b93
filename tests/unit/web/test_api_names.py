"""What the API's description calls its values: by one name each, and not by the module they are written in."""

from pathlib import Path

from web_factories import app_of, open_warehouse


def test_no_two_rooms_call_different_values_alike(tmp_path: Path) -> None:
    with open_warehouse(tmp_path / "kho") as services:
        names = app_of(services).openapi()["components"]["schemas"]
    assert [name for name in names if "__" in name] == []
