"""Two people who agree decide; one alone, or two who differ, do not."""

from datetime import timedelta

import pytest
from storage_factories import NOW

from digitize.second_entry import Entry, Standing, has_entered, weighed


def entry(account: str, value: str, *, minute: int = 0, key: str = "personal_id") -> Entry:
    at = NOW + timedelta(minutes=minute)
    return Entry(field_key=key, account=account, value=value, version=4, at=at)


@pytest.mark.parametrize(
    ("entries", "standing", "value"),
    [
        ([], Standing.MISSING, None),
        ([entry("an", "1")], Standing.MISSING, None),
        ([entry("an", "1"), entry("an", "1", minute=1)], Standing.MISSING, None),
        ([entry("an", "1"), entry("binh", "1")], Standing.AGREED, "1"),
        ([entry("an", ""), entry("binh", "")], Standing.AGREED, ""),
        ([entry("an", "1"), entry("binh", "2")], Standing.DIFFERS, None),
        ([entry("an", "1"), entry("binh", "2"), entry("chi", "2")], Standing.AGREED, "2"),
        ([entry("an", "1"), entry("binh", "2"), entry("chi", "3")], Standing.DIFFERS, None),
        ([entry("an", "2", minute=2), entry("an", "1"), entry("binh", "2")], Standing.AGREED, "2"),
    ],
)
def test_a_field_stands_as_its_people_say(
    entries: list[Entry], standing: Standing, value: str | None
) -> None:
    found = weighed(entries, ["personal_id"])["personal_id"]
    assert (found.standing, found.value) == (standing, value)


def test_who_entered_one_of_two_fields_has_not_entered_them() -> None:
    entries = [entry("an", "1")]
    assert has_entered(entries, "an", ["personal_id"])
    assert not has_entered(entries, "an", ["personal_id", "reference"])
    assert not has_entered(entries, "binh", ["personal_id"])
