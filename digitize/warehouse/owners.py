"""Type and fields of a paper into whose it is, or why nobody can be sure: then a person says.

Certain is an owner only where the paper has the number, the number keeps its rule and agrees with the rest of the paper, it
was read surely or confirmed, and the one who brought the dossier names nobody else. A name alone never makes an owner.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from digitize.model import Description, Field, FieldSource
from digitize.rows import Owner, OwnerBasis, OwnerKind
from digitize.text import fold, squeeze
from digitize.warehouse.numbers import contradicts, is_of_kind

MAX_OWNERS = 20
"""Of one paper; land of more heirs is written on several sheets."""


class OwnerDoubt(StrEnum):
    """Why nobody is certain to own a paper."""

    NO_NUMBER = "no_number"
    NUMBER_UNSURE = "number_unsure"
    NUMBER_BROKEN = "number_broken"
    OTHER_THAN_DECLARED = "other_than_declared"
    CO_OWNER_UNKNOWN = "co_owner_unknown"
    ISSUER_UNKNOWN = "issuer_unknown"


SENTENCES: Mapping[OwnerDoubt, str] = {
    OwnerDoubt.NO_NUMBER: "Giấy tờ không có số định danh hay mã số nào cho biết chủ của nó.",
    OwnerDoubt.NUMBER_UNSURE: "Số của chủ giấy tờ đọc chưa chắc; so với ảnh rồi chọn chủ.",
    OwnerDoubt.NUMBER_BROKEN: "Số của chủ giấy tờ sai quy tắc hoặc trái với ngày sinh, giới tính trên giấy.",
    OwnerDoubt.OTHER_THAN_DECLARED: "Số trên giấy khác với chủ hồ sơ mà bộ phận một cửa đã khai.",
    OwnerDoubt.CO_OWNER_UNKNOWN: "Giấy tờ có nhiều chủ nhưng không đủ số của từng người.",
    OwnerDoubt.ISSUER_UNKNOWN: "Chưa biết mã định danh của cơ quan ban hành.",
}
"""What the person who decides is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerClaim:
    """Which fields name one owner."""

    kind: OwnerKind
    number_key: str
    name_keys: tuple[str, ...] = ()
    born_key: str = ""
    sex: str = ""
    """As the place on the form says it: the husband is `Nam`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerRule:
    """Whose papers of a type are."""

    claims: tuple[OwnerClaim, ...] = ()
    """All who own it together; where `is_any`, the first whose number is there owns it alone."""
    is_any: bool = False
    issuer_key: str = ""
    """Field with the name of the agency that issued it and whose it is."""
    names_key: str = ""
    """Field that may name several owners of whom one number is printed."""
    is_nobodys: bool = False
    """Where the issuer is not known, nobody is asked."""


_PERSON_NAMES = ("full_name", "owner_name", "representative_name", "applicant_name")
ANY_NUMBER = OwnerRule(
    claims=(
        OwnerClaim(
            kind=OwnerKind.ORGANISATION,
            number_key="enterprise_code",
            name_keys=("company_name", "business_name"),
        ),
        OwnerClaim(
            kind=OwnerKind.CITIZEN,
            number_key="personal_id",
            name_keys=_PERSON_NAMES,
            born_key="date_of_birth",
        ),
        OwnerClaim(kind=OwnerKind.CITIZEN, number_key="owner_personal_id", name_keys=_PERSON_NAMES),
    ),
    is_any=True,
)
"""For a type of which nothing is said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerRules:
    least_confidence: float = 0.85
    """Of a number that nobody confirmed."""
    by_type: Mapping[str, OwnerRule] = field(default_factory=dict)
    by_family: Mapping[str, OwnerRule] = field(default_factory=dict)
    agencies: Mapping[str, str] = field(default_factory=dict)
    """Folded name → code, of agencies whose code is known for certain."""
    provinces: Collection[str] = ()
    """Codes of the civil-status registry; empty: not looked at."""

    def rule(self, type_code: str, family: str) -> OwnerRule:
        return self.by_type.get(type_code) or self.by_family.get(family) or ANY_NUMBER


@dataclass(frozen=True, slots=True, kw_only=True)
class Ownership:
    """Whose a paper is. Without owners and not `NOBODY`, it waits for a person."""

    owners: tuple[Owner, ...] = ()
    basis: OwnerBasis = OwnerBasis.WAITS
    doubts: tuple[OwnerDoubt, ...] = ()

    @property
    def first(self) -> Owner | None:
        return self.owners[0] if self.owners else None

    @property
    def further(self) -> tuple[Owner, ...]:
        return self.owners[1:]


def ownership(
    description: Description,
    *,
    family: str,
    rules: OwnerRules,
    declared: Collection[str] = (),
) -> Ownership:
    """Whose the paper is; `declared` are all numbers of whom the dossier was said to be, empty where nobody was named."""
    rule = rules.rule(description.verdict.type_code, family)
    fields = {one.key: one for one in description.fields}
    if rule.issuer_key:
        found = _of_issuer(rule, fields, rules)
    else:
        found = _of_claims(rule, fields, rules, is_confirmed=description.needs_person)
    if found.owners and declared and not any(one.number in declared for one in found.owners):
        return Ownership(doubts=(OwnerDoubt.OTHER_THAN_DECLARED,))
    return found


def agency_key(name: str) -> str:
    """Names of agencies are compared whole, without signs, case and punctuation; UBND is written out."""
    plain = "".join(letter if letter.isalnum() else " " for letter in fold(name))
    words = " ".join(plain.split())
    return f" {words} ".replace(" ubnd ", " uy ban nhan dan ").strip()


def _of_issuer(rule: OwnerRule, fields: Mapping[str, Field], rules: OwnerRules) -> Ownership:
    name = fields[rule.issuer_key].value if rule.issuer_key in fields else ""
    code = rules.agencies.get(agency_key(name)) if name else None
    if code is not None:
        agency = Owner(kind=OwnerKind.ORGANISATION, number=code, name=squeeze(name))
        return Ownership(owners=(agency,), basis=OwnerBasis.PAPER)
    if rule.is_nobodys:
        return Ownership(basis=OwnerBasis.NOBODY)
    return Ownership(doubts=(OwnerDoubt.ISSUER_UNKNOWN,))


def _of_claims(
    rule: OwnerRule, fields: Mapping[str, Field], rules: OwnerRules, *, is_confirmed: bool
) -> Ownership:
    claims = _claims(rule, fields)
    missing = [claim for claim in claims if claim.number_key not in fields]
    if not claims or len(missing) == len(claims):
        return Ownership(doubts=(OwnerDoubt.NO_NUMBER,))
    doubts = [
        doubt
        for claim in claims
        if (doubt := _doubt(claim, fields, rules, is_confirmed=is_confirmed)) is not None
    ]
    if rule.names_key and _names_several(fields.get(rule.names_key)):
        doubts.append(OwnerDoubt.CO_OWNER_UNKNOWN)
    owners = tuple(dict.fromkeys(_owner(claim, fields) for claim in claims if not missing))
    if len({one.number for one in owners}) < len(owners):
        doubts.append(OwnerDoubt.NUMBER_BROKEN)  # husband and wife are two people
    if doubts:
        return Ownership(doubts=tuple(dict.fromkeys(doubts)))
    return Ownership(owners=owners, basis=OwnerBasis.PAPER)


def _claims(rule: OwnerRule, fields: Mapping[str, Field]) -> tuple[OwnerClaim, ...]:
    if not rule.is_any:
        return rule.claims
    return tuple(claim for claim in rule.claims if claim.number_key in fields)[:1]


def _doubt(
    claim: OwnerClaim, fields: Mapping[str, Field], rules: OwnerRules, *, is_confirmed: bool
) -> OwnerDoubt | None:
    number = fields.get(claim.number_key)
    if number is None:
        return OwnerDoubt.CO_OWNER_UNKNOWN
    if not is_of_kind(claim.kind, number.value) or _says_otherwise(claim, fields, rules):
        return OwnerDoubt.NUMBER_BROKEN
    is_sure = number.confidence >= rules.least_confidence and not number.doubts
    if not (is_sure or is_confirmed or number.how is FieldSource.PERSON):
        return OwnerDoubt.NUMBER_UNSURE
    return None


def _says_otherwise(claim: OwnerClaim, fields: Mapping[str, Field], rules: OwnerRules) -> bool:
    if claim.kind is not OwnerKind.CITIZEN:
        return False
    sex = claim.sex or (_value(fields, "sex") if claim.number_key == "personal_id" else "")
    return contradicts(
        fields[claim.number_key].value,
        provinces=rules.provinces,
        born=_value(fields, claim.born_key),
        sex=sex,
    )


def _names_several(name: Field | None) -> bool:
    """`Ông Nguyễn Văn A và bà Trần Thị B`; one person's name has no `và`."""
    return name is not None and (" và " in f" {name.value.lower()} " or ";" in name.value)


def _owner(claim: OwnerClaim, fields: Mapping[str, Field]) -> Owner:
    name = next((fields[key].value for key in claim.name_keys if key in fields), "")
    return Owner(kind=claim.kind, number=fields[claim.number_key].value, name=name)


def _value(fields: Mapping[str, Field], key: str) -> str:
    return fields[key].value if key in fields else ""
