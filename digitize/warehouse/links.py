"""What the text of a paper says of another paper: that it replaces, repeals, withdraws, amends, corrects or reissues it.

Only what the paper itself does counts: `Quyết định này thay thế Quyết định số …`, `Điều 1. Bãi bỏ Quyết định số …`, the subject
line of a decision, the form of a certificate (`Cấp lại lần 2`). What it merely cites (`Căn cứ Nghị định … sửa đổi, bổ sung …`),
asks for or provides for in general gives nothing. A proposal is for a person: a link changes nothing until it is confirmed.

Wordings: Nghị định 30/2020/NĐ-CP and the drafting rules of legal papers for what ends another paper's force, the forms of civil
status and land certificates for issuing again. Compared are folded letters, since scanning loses tone marks.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from digitize.extract.dates import parse_date
from digitize.extract.references import parse_reference
from digitize.model import Box
from digitize.text import fold, nfc, squeeze
from digitize.warehouse.life import LifeState
from digitize.warehouse.sentences import Sentence, sentences_of

MAX_SENTENCE = 400


class LinkKind(StrEnum):
    REPLACES = "replaces"  # thay thế
    REISSUES = "reissues"  # cấp lại, cấp đổi, đăng ký thay đổi
    REPEALS = "repeals"  # bãi bỏ, hủy bỏ
    WITHDRAWS = "withdraws"  # thu hồi
    AMENDS = "amends"  # sửa đổi, bổ sung; a part of it replaced or repealed
    CORRECTS = "corrects"  # đính chính


EFFECTS = {
    LinkKind.REPLACES: LifeState.SUPERSEDED,
    LinkKind.REISSUES: LifeState.SUPERSEDED,
    LinkKind.REPEALS: LifeState.REVOKED,
    LinkKind.WITHDRAWS: LifeState.REVOKED,
    LinkKind.AMENDS: LifeState.AMENDED,
    LinkKind.CORRECTS: LifeState.CORRECTED,
}
"""What the other paper becomes when a person confirms the link."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidLink:
    """What one sentence says of one other paper."""

    kind: LinkKind
    number: str
    """Of the other paper: `38/2007/TT-BTC`, `BM 123456`; empty where it says none (`Cấp lại lần 2`)."""
    day: str
    """Its day, ISO 8601; empty where it says none."""
    page_number: int
    """Among the document's pages, from 1."""
    sentence: str
    lines: tuple[int, int]
    """First and last line of the sentence among the page's lines, from 0."""
    box: Box | None = None


def links_in(pages: Sequence[str], *, type_code: str, family: str) -> tuple[SaidLink, ...]:
    """Every other paper that this one changes, each once, in the order of the text.

    `pages`: the text of each page, a line a line. The type decides what a paper can do: an application asks, a report tells.
    """
    kinds = _kinds_of(type_code, family)
    found: dict[tuple[LinkKind, str], SaidLink] = {}
    for page_number, text in enumerate(pages, start=1):
        for sentence in sentences_of(nfc(text)):
            for link in _links_of(sentence, page_number, is_certificate=family in _CERTIFICATES):
                if link.kind in kinds:
                    found.setdefault((link.kind, link.number), link)
    return tuple(found.values())


_CERTIFICATES = frozenset({"civil_status", "identity", "land", "business", "licence"})
_ONLY_TELL = frozenset(
    {
        *(
            "bao_cao",
            "to_trinh",
            "bien_ban",
            "chuong_trinh",
            "ke_hoach",
            "phuong_an",
            "de_an",
            "du_an",
        ),
        *(
            "giay_moi",
            "giay_gioi_thieu",
            "giay_nghi_phep",
            "phieu_gui",
            "phieu_chuyen",
            "phieu_bao",
        ),
        "thu_cong",
    }
)
_LETTERS = frozenset({"cong_van", "thong_bao", "cong_dien"})


def _kinds_of(type_code: str, family: str) -> frozenset[LinkKind]:
    if family in {"application", "counter"} or type_code in _ONLY_TELL:
        return frozenset()
    if type_code in _LETTERS:
        return frozenset({LinkKind.CORRECTS, LinkKind.WITHDRAWS, LinkKind.REPLACES})
    return frozenset(LinkKind)


_VERBS = (
    (r"thay\s?the(?: cho)?|thay cho", LinkKind.REPLACES),
    (r"bai\s?bo|huy\s?bo", LinkKind.REPEALS),
    (r"thu\s?hoi", LinkKind.WITHDRAWS),
    (r"sua\s?doi,? (?:va )?bo\s?sung|sua\s?doi|bo\s?sung|dieu\s?chinh", LinkKind.AMENDS),
    (r"dinh\s?chinh", LinkKind.CORRECTS),
    (r"cap (?:lai|doi)", LinkKind.REISSUES),
)
_VERB = "|".join(f"(?:{pattern})" for pattern, _ in _VERBS)
_PAPER = (
    r"(?:quyet dinh|thong tu(?: lien tich)?|nghi dinh|nghi quyet|chi thi|cong van|thong bao|huong dan|van ban"
    r"|luat[^.;:\d]{0,80}?|phap lenh[^.;:\d]{0,80}?|ke hoach|quy che|quy dinh"
    r"|(?:ban chinh |ban sao )?(?:giay (?:chung nhan|phep|xac nhan|khai sinh|uy quyen|to)|chung chi|trich luc|phieu|bang)"
    r"[^.;:\d]{0,120}?|gcn[a-z-]*)"
)
_OWN = (
    r"(?:quyet dinh|thong tu(?: lien tich)?|nghi dinh|nghi quyet|chi thi|thong bao|cong van|van ban|luat|phap lenh"
    r"|giay[^.;:]{0,60}?|gcn[a-z-]*|chung chi[^.;:]{0,60}?|phieu[^.;:]{0,40}?) nay\b"
)
_ENUMERATOR = r"(?:(?:dieu|khoan|muc) \d+[a-z]?\s*[.:]?|\d+(?:\.\d+)*\s*[.)]|[a-z]\s*\)|[-+*•–])"
_OPENING = re.compile(
    rf"^(?:{_ENUMERATOR}\s*){{0,3}}(?P<about>(?:v/v|ve viec)\s*:?\s*)?(?:nay )?(?P<verb>{_VERB})\b"
)
_BY_ITSELF = re.compile(rf"\b{_OWN}(?P<between>[^.;:]{{0,220}}?)\b(?P<verb>{_VERB})\b")
_ENDED_BY = re.compile(
    r"\b(?P<verb>het hieu luc|het hieu luc thi hanh|bi bai bo|bi thay the|duoc thay the)\b[^.;]{0,80}?\bnay\b"
)
_CITES = re.compile(
    r"^[-+*•–\s]*(?:can cu|xet|theo|thuc hien|tren co so|sau khi|ho so|thanh phan|truong hop|neu|[\"“”'])"
)
_PASSIVE = re.compile(r"\b(?:duoc|bi|da|de nghi|yeu cau|khong)\s*$")
_NUMBER = re.compile(
    rf"\b(?P<paper>{_PAPER})\s*(?:,?\s*(?:co )?(?:(?:so|ma so|so phat hanh|so hieu|so vao so[^\d]{{0,30}})\s*:?\s*))"
    r"(?P<number>\d{1,6}(?:\.\d{3})?[a-z]?(?:\s?/\s?\d{4})?\s?/\s?[a-z][a-z0-9&]*(?:\s?-\s?(?!ngay)[a-z0-9&]+)*"
    r"|[a-z]{1,3} ?\d{5,9}|\d{2,12}(?:/\d{4})?)"
    r"(?P<after>\s*,?\s*(?:(?:do [^.;,\d]{2,60})?\b(?:cap|ban hanh|ky|lap)\s*)?"
    r"ngay\s*\d{1,2}\s*(?:thang|[/.-])\s*\d{1,2}\s*(?:nam|[/.-])\s*\d{4})?"
)
_PART = re.compile(
    r"\b(?:dieu|khoan|diem|muc|phu luc|mot so|mot phan|cum tu|noi dung|doan|chuong|mau|bieu|kem theo)\b"
)
_WHOLE_GAP = re.compile(
    r"^(?:\s|,|\bva\b|\bhuy\b|\bhuy bo\b|\bbai bo\b|\bthu hoi\b|\btoan bo\b|\bhieu luc\b|\bcac\b|\bcho\b|\bcua\b|\btai\b|\btu\b"
    r"|\blan(?: thu)?\b|\bla\b|\bban (?:chinh|goc)\b|\bthay the\b|\d{1,2}\b|:)*$"
)
_PART_GAP = re.compile(
    r"(?:[^.;:]|(?<=\d)\.(?=\d)){0,220}"
    r"(?:\b(?:cua|tai|trong|theo|doi voi)|\b(?:dieu|khoan|diem|muc|phan|chuong|phu luc) [\w.]{1,6}|,)\s*$|^\s*$"
)
_CUT = re.compile(r"\d+/\d{4}/[A-ZĐ]{1,4}")
"""A normative number whose agency was not read: it names a hundred papers."""
_LIST = re.compile(r"(?:,|\bva\b|;|\bcung\b)\s*(?:cac\s*)?$")
_REISSUED = re.compile(
    r"^\W*(?:ban )?(?:cap lai|cap doi)\b|^\W*dang ky thay doi lan (?:thu)?\W*(?P<nth>\d{1,3})"
)
_TITLED = re.compile(r"\bcap (?:lai|doi)(?: lan (?:thu )?\d{1,2})?\W*$")
"""At the end of a heading: `GIẤY KHAI SINH (CẤP LẠI)`."""
_SHORT = 90
"""Letters of the line of a form; a longer one is a sentence of something else."""


def _links_of(sentence: Sentence, page_number: int, *, is_certificate: bool) -> Iterator[SaidLink]:
    text = squeeze(sentence.text)
    folded = fold(text)
    if _CITES.match(folded):
        return
    found = list(_others(text, folded, may_be_title=page_number == 1))
    if not found and is_certificate and _is_reissue(text, folded):
        found = [(LinkKind.REISSUES, "", "")]
    for kind, number, day in found:
        yield SaidLink(
            kind=kind,
            number=number,
            day=day,
            page_number=page_number,
            sentence=text[:MAX_SENTENCE],
            lines=sentence.lines,
        )


def _others(text: str, folded: str, *, may_be_title: bool) -> Iterator[tuple[LinkKind, str, str]]:
    """Kind, number and day of each other paper."""
    if ended := _ENDED_BY.search(folded):
        kind = LinkKind.REPEALS if "bai bo" in ended["verb"] else LinkKind.REPLACES
        first = _NUMBER.search(folded[: ended.start()])
        if first is not None and _is_subject(folded[: first.start()]):
            yield from _listed(text, folded[: ended.start()], first.start(), kind)
        return
    acts = _OPENING.match(folded) or _BY_ITSELF.search(folded)
    if acts is None or (acts.groupdict().get("about") and not may_be_title):
        return  # behind page 1 a subject line is another paper's, in a list of papers
    kind = _kind_of(acts["verb"])
    if kind is not LinkKind.REISSUES and _PASSIVE.search(acts.groupdict().get("between") or ""):
        return
    first = _NUMBER.search(folded, acts.end())
    if first is None:
        return
    gap = folded[acts.end() : first.start()]
    if _PART.search(gap) or kind in {LinkKind.AMENDS, LinkKind.CORRECTS}:
        if not _PART_GAP.match(gap):
            return
        kind = LinkKind.CORRECTS if kind is LinkKind.CORRECTS else LinkKind.AMENDS
    elif not _WHOLE_GAP.match(gap):
        return
    yield from _listed(text, folded, first.start(), kind)


def _listed(
    text: str, folded: str, start: int, kind: LinkKind
) -> Iterator[tuple[LinkKind, str, str]]:
    """The paper that begins at `start`, and those that a comma or `và` adds; not those that these are about."""
    end = start
    for found in _NUMBER.finditer(folded, start):
        if found.start() != start and not _LIST.search(folded[end : found.start()]):
            return
        number = _number(text[found.start("number") : found.end("number")])
        if not _CUT.fullmatch(number):
            yield kind, number, _day(found, text)
        end = found.end()


def _number(printed: str) -> str:
    if "/" in printed and (reference := parse_reference(printed)):
        return reference.text
    return squeeze(printed).upper()


def _day(found: re.Match[str], text: str) -> str:
    if found["after"] is None:
        return ""
    day = parse_date(text[found.start("after") : found.end("after")]) or ""
    return day if len(day) == len("2026-01-31") else ""


def _kind_of(verb: str) -> LinkKind:
    return next(kind for pattern, kind in _VERBS if re.fullmatch(pattern, verb))


def _is_subject(before: str) -> bool:
    """Does the sentence begin with the paper that ends, but for its number and `các`?"""
    return re.fullmatch(rf"(?:{_ENUMERATOR}\s*){{0,3}}(?:cac\s*)?", before) is not None


def _is_reissue(text: str, folded: str) -> bool:
    is_titled = text.isupper() and _TITLED.search(folded) is not None
    return len(folded) <= _SHORT and (is_titled or _REISSUED.match(folded) is not None)
