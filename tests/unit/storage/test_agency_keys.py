"""A key file is made whole and private, read only so, and the newest key in it is the one that writes."""

from pathlib import Path

import pytest
from encryption_factories import AGENCY, OTHER, a_key

from digitize.errors import AgencyKeyMissing, AgencyKeysUnusable, AgencyKeyThere
from storage.agency_keys import AgencyKeys, NoKeys, WritingKeys


def test_a_key_that_was_made_is_found(tmp_path: Path) -> None:
    key = a_key(tmp_path / "khoa")
    keys = AgencyKeys(tmp_path / "khoa")
    assert keys.newest(AGENCY) == keys.find(AGENCY, key.id) == key
    assert keys.newest(OTHER) is None
    assert keys.find(OTHER, key.id) is None


def test_files_and_folder_are_their_owners_alone(tmp_path: Path) -> None:
    a_key(tmp_path / "khoa")
    assert (tmp_path / "khoa").stat().st_mode & 0o777 == 0o700
    assert [one.stat().st_mode & 0o777 for one in (tmp_path / "khoa").iterdir()] == [0o600]


def test_a_second_key_is_made_only_on_purpose_and_the_first_still_reads(tmp_path: Path) -> None:
    first = a_key(tmp_path)
    with pytest.raises(AgencyKeyThere):
        a_key(tmp_path)
    second = a_key(tmp_path, is_rotation=True)
    keys = AgencyKeys(tmp_path)
    assert keys.newest(AGENCY) == second
    assert keys.find(AGENCY, first.id) == first


def test_a_key_made_meanwhile_is_seen(tmp_path: Path) -> None:
    a_key(tmp_path)
    keys = AgencyKeys(tmp_path)
    assert keys.newest(OTHER) is None
    made = a_key(tmp_path, OTHER)
    assert keys.newest(OTHER) == made


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644])
def test_a_file_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    a_key(tmp_path)
    (tmp_path / f"{AGENCY}.keys").chmod(mode)
    with pytest.raises(AgencyKeysUnusable, match=f"mode {mode:04o}"):
        AgencyKeys(tmp_path).all()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("digitize agency keys 1", "digitize agency keys 2"),
        (f"agency {AGENCY}", f"agency {OTHER}"),
        ("=", "=="),
        (" ", "  "),
        ("+00:00", "+25:00"),
    ],
)
def test_a_file_that_was_changed_is_refused_without_telling_its_keys(
    tmp_path: Path, old: str, new: str
) -> None:
    a_key(tmp_path)
    path = tmp_path / f"{AGENCY}.keys"
    secret = path.read_text().split()[-1]
    path.write_text(path.read_text().replace(old, new))
    with pytest.raises(AgencyKeysUnusable) as refused:
        AgencyKeys(tmp_path).all()
    assert secret not in str(refused.value)
    assert refused.value.__suppress_context__ or refused.value.__context__ is None


@pytest.mark.parametrize("kept", range(0, 120, 7))
def test_a_file_that_was_cut_off_is_refused(tmp_path: Path, kept: int) -> None:
    a_key(tmp_path)
    path = tmp_path / f"{AGENCY}.keys"
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(AgencyKeysUnusable):
        AgencyKeys(tmp_path).all()


def test_a_key_that_is_another_than_it_says_is_refused(tmp_path: Path) -> None:
    key = a_key(tmp_path)
    path = tmp_path / f"{AGENCY}.keys"
    path.write_text(path.read_text().replace(key.id, "0" * 16))
    with pytest.raises(AgencyKeysUnusable, match="a key that is not"):
        AgencyKeys(tmp_path).all()


@pytest.mark.parametrize("agency", ["", "../x", "a/b", ".x", "é", "a\n"])
def test_what_is_no_code_gets_no_file(tmp_path: Path, agency: str) -> None:
    with pytest.raises(AgencyKeysUnusable):
        a_key(tmp_path / "khoa", agency)
    assert not (tmp_path / "khoa").exists()


def test_what_a_killed_maker_left_is_no_key(tmp_path: Path) -> None:
    a_key(tmp_path)
    (tmp_path / f".{AGENCY}.keys.0123").write_text("half")
    (tmp_path / ".x.keys").write_text("half")
    assert set(AgencyKeys(tmp_path).all()) == {AGENCY}


def test_a_folder_that_is_not_there_is_a_missing_key(tmp_path: Path) -> None:
    with pytest.raises(AgencyKeyMissing):
        AgencyKeys(tmp_path / "khoa").newest(AGENCY)


# -- who writes with what


def writing(folder: Path, *, may_be_plain: bool) -> WritingKeys:
    return WritingKeys(keys=AgencyKeys(folder), may_be_plain=may_be_plain)


def test_every_holder_has_a_key_in_it_or_nothing_is_written(tmp_path: Path) -> None:
    key = a_key(tmp_path)
    keys = writing(tmp_path, may_be_plain=False)
    assert list(keys.for_writing(lambda: [AGENCY])) == [key]
    with pytest.raises(AgencyKeyMissing, match=OTHER):
        keys.for_writing(lambda: [AGENCY, OTHER])
    with pytest.raises(AgencyKeyMissing, match="no row"):
        keys.for_writing(list)


def test_where_it_is_allowed_papers_without_key_are_written_as_they_are(tmp_path: Path) -> None:
    key = a_key(tmp_path)
    keys = writing(tmp_path, may_be_plain=True)
    assert list(keys.for_writing(lambda: [AGENCY, OTHER])) == [key]
    assert list(keys.for_writing(lambda: [OTHER])) == []


def test_a_machine_without_keys_writes_nothing_where_its_house_encrypts() -> None:
    with pytest.raises(AgencyKeyMissing):
        NoKeys(is_needed=lambda: True).for_writing(list)
    assert list(NoKeys(is_needed=lambda: False).for_writing(list)) == []


def test_a_file_that_vanishes_is_unusable_not_unknown(tmp_path: Path) -> None:
    (tmp_path / f"{AGENCY}.keys").symlink_to(tmp_path / "nowhere")
    with pytest.raises(AgencyKeysUnusable):
        AgencyKeys(tmp_path).all()
