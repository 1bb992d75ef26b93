"""Search over filed records: what finds what, in which order, with which snippet."""

import unicodedata
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from storage_factories import filed

from digitize.rows import Hit
from storage.catalogue import SqlCatalogue
from storage.database import open_postgres
from storage.folding import query_terms
from storage.snippets import SNIPPET_CHARS, snippet


@pytest.fixture(params=["sqlite", "postgres"])
def catalogue(request: pytest.FixtureRequest) -> Iterator[SqlCatalogue]:
    opened = _opened(request, "postgres_url")
    yield opened
    opened.close()


def _opened(request: pytest.FixtureRequest, postgres_fixture: str) -> SqlCatalogue:
    if request.param == "sqlite":
        return SqlCatalogue.in_memory()
    return SqlCatalogue(open_postgres(request.getfixturevalue(postgres_fixture)))


def file_texts(catalogue: SqlCatalogue, *texts: str) -> None:
    for number, text in enumerate(texts):
        filed(catalogue, content=f"scan {number}", title="Văn thư", text=text)


def bodies(catalogue: SqlCatalogue, words: str) -> list[str]:
    return [hit.snippet for hit in catalogue.find(words)]


@pytest.mark.parametrize(
    "words",
    [
        "hòa giải",
        "hoà giải",
        "HÒA GIẢI",
        "hoa giai",
        "giai hoa",
        "Hòa",
        "hoa gi\u200bải".replace("\u200b", ""),
    ],
)
def test_signs_case_order_and_tone_placement_do_not_matter(
    catalogue: SqlCatalogue, words: str
) -> None:
    file_texts(catalogue, "Biên bản hoà giải ở cơ sở", "Tờ trình")
    for form in ("NFC", "NFD"):
        assert bodies(catalogue, unicodedata.normalize(form, words)) == [
            "Biên bản hoà giải ở cơ sở"
        ]


def test_d_finds_the_barred_d(catalogue: SqlCatalogue) -> None:
    file_texts(catalogue, "Quyền sử dụng đất ở Đồng Hới")
    assert bodies(catalogue, "dat dong hoi") == bodies(catalogue, "ĐẤT ĐỒNG HỚI") != []


def test_exact_signs_come_before_folded_ones(catalogue: SqlCatalogue) -> None:
    file_texts(catalogue, "bán nhà", "ban nhà", "bản nhà bản nhà bản nhà", "bạn nhà")
    assert bodies(catalogue, "ban nhà")[0] == "ban nhà"
    assert bodies(catalogue, "bản nhà")[0].startswith("bản nhà")
    assert len(bodies(catalogue, "ban")) == 4


def test_all_words_must_occur(catalogue: SqlCatalogue) -> None:
    file_texts(catalogue, "giấy khai sinh", "giấy chứng nhận", "khai sinh trễ hạn")
    assert bodies(catalogue, "khai giấy") == ["giấy khai sinh"]


def test_a_word_is_not_found_inside_another(catalogue: SqlCatalogue) -> None:
    file_texts(catalogue, "khai sinh")
    assert bodies(catalogue, "kha") == []


REFERENCES = [
    "Số: 2311/QĐ-UBND ngày 23",
    "Số: 12311/QĐ-UBND ngày 24",
    "Số: 2311/QĐ-UBND-NC ngày 25",
    "Số 2311 nêu tại QĐ của UBND",
    "2311/QĐ-UBND2",
]


@pytest.mark.parametrize("words", ["2311/QĐ-UBND", "2311/qđ-ubnd", "2311/QD-UBND", "2311/QĐ–UBND"])
def test_a_reference_finds_exactly_that_reference(catalogue: SqlCatalogue, words: str) -> None:
    for number, text in enumerate(REFERENCES):
        filed(catalogue, content=f"scan {number}", title="Văn thư", text=text, reference="")
    assert bodies(catalogue, words) == ["Số: 2311/QĐ-UBND ngày 23"]


def test_a_word_in_the_title_weighs_more_than_in_the_text(catalogue: SqlCatalogue) -> None:
    filed(catalogue, content="a", title="Tờ trình", text="đất đai " * 3 + "giấy " * 20)
    titled = filed(catalogue, content="b", title="Giấy đất đai", text="giấy " * 30)
    filed(catalogue, content="c", title="Tờ trình", text="đất đai " * 3 + "giấy " * 20)
    assert catalogue.find("đất đai")[0].record == titled


def test_fields_are_searched_too(catalogue: SqlCatalogue) -> None:
    record = filed(catalogue, text="trang không đọc được")
    assert [hit.record for hit in catalogue.find("2311/QĐ-UBND")] == [record]


INJECTIONS = [
    '"',
    '""',
    "hòa OR giải",
    "NOT hòa",
    "NEAR(hòa giải)",
    "hòa*",
    "body_folded : hoa",
    "{body_folded} : hoa",
    "((((",
    "'; DROP TABLE records; --",
    "^hòa",
    "hòa + giải",
    "\0",
    "-hòa",
]


@pytest.mark.parametrize("words", INJECTIONS)
def test_query_syntax_is_only_text(catalogue: SqlCatalogue, words: str) -> None:
    file_texts(catalogue, "hòa giải")
    wanted = {term.folded for term in query_terms(words)}
    found = bool(catalogue.find(words))
    assert found == (bool(wanted) and wanted <= {"hoa", "giai"})


WORDS = st.text("hòaàgiảđĐ \"'*():^-+/.0123_ANDORT\u0301\n\0", max_size=30)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.one_of(WORDS, st.text(max_size=30)))
def test_no_query_fails(filed_once: SqlCatalogue, words: str) -> None:
    assert isinstance(filed_once.find(words), list)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text("aàáảãạăâeêhiouưyđbcd 12/-.", min_size=1, max_size=40), data=st.data())
def test_a_text_is_found_by_any_of_its_words_without_signs(
    filed_once: SqlCatalogue, text: str, data: st.DataObject
) -> None:
    wanted = query_terms(text)
    if not wanted:
        return
    content = f"{text} {len(filed_once.records())}"
    record = filed(filed_once, content=content, title="x", text=text)
    word = data.draw(st.sampled_from(wanted))
    for query in (word.folded, text[word.start : word.end], unicodedata.normalize("NFD", text)):
        assert record in [hit.record for hit in filed_once.find(query, limit=200)]


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def filed_once(request: pytest.FixtureRequest) -> Iterator[SqlCatalogue]:
    opened = _opened(request, "postgres_url_of_a_module")
    file_texts(opened, "hòa giải 2311/QĐ-UBND", "khác")
    yield opened
    opened.close()


def test_as_many_hits_as_asked_for(catalogue: SqlCatalogue) -> None:
    file_texts(catalogue, *["đất"] * 5)
    assert len(catalogue.find("đất", limit=3)) == 3
    assert len({hit.record.id for hit in catalogue.find("dat", limit=4)}) == 4


def test_a_new_version_replaces_what_is_found(catalogue: SqlCatalogue) -> None:
    first = filed(catalogue, content="a", text="bản cũ")
    second = filed(catalogue, content="b", text="bản mới", record_id=first.id)
    assert second.version == 2
    assert catalogue.find("cũ") == []
    assert [hit.record for hit in catalogue.find("mới")] == [second]
    assert catalogue.record(first.id) == second


# ---- snippets -----------------------------------------------------------------------------------


def test_a_snippet_shows_the_words_as_printed() -> None:
    text = "đầu " * 200 + "Ủy ban nhân dân tỉnh Quảng Bình quyết định " + "cuối " * 200
    shown = snippet(text, query_terms("quang binh"))
    assert "Quảng Bình" in shown
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert len(shown) < 2 * SNIPPET_CHARS


def test_a_snippet_prefers_words_that_stand_together() -> None:
    text = "giấy. " + "một dòng khác " * 40 + "giấy khai sinh của trẻ"
    assert "giấy khai sinh" in snippet(text, query_terms("giay khai sinh"))


def test_a_snippet_of_a_text_without_the_words_is_its_beginning() -> None:
    assert snippet("Tờ trình về việc", query_terms("đất")) == "Tờ trình về việc"


@given(st.text(max_size=500), st.text(max_size=20))
def test_a_snippet_is_short_and_made_of_the_text(text: str, words: str) -> None:
    shown = snippet(text, query_terms(words))
    assert len(shown) <= 2 * SNIPPET_CHARS + 4
    inside = shown.removeprefix("… ").removesuffix(" …")
    assert inside in " ".join(text.split())


def test_a_hit_carries_record_and_snippet(catalogue: SqlCatalogue) -> None:
    record = filed(catalogue)
    assert catalogue.find("co so") == [
        Hit(record=record, snippet="Số: 2311/QĐ-UBND Quyết định về việc hòa giải ở cơ sở")
    ]
