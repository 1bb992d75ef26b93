"""The figures of five provinces' own reports (2022-2024), computed by hand; what they printed wrongly is refused here.

Each case names the report: Quảng Bình, Hà Tĩnh (Sở Nội vụ), Đồng Nai, Quảng Nam, Tuyên Quang.
"""

from decimal import Decimal

import pytest
from facts_made import a_component, a_dossier, a_result

from digitize.errors import TotalsDoNotAdd
from digitize.indicators.definitions import Code
from digitize.indicators.figures import Figure
from digitize.indicators.given_totals import (
    GivenCeiling,
    GivenRatio,
    GivenSum,
    GivenTotals,
    require_adding_up,
)
from digitize.indicators.rounding import percent_of
from digitize.indicators.tally import tally_of


@pytest.mark.parametrize(
    ("numerator", "denominator", "percent", "printed"),
    [
        (6_802, 46_272, "14.70", "14.7"),
        (157_117, 289_445, "54.28", "54.3"),
        (1_913, 1_915, "99.90", "99.9"),
        (2_112, 2_112, "100.00", "100"),
        (126_612, 162_194, "78.06", "78.06"),
        (168_252, 180_289, "93.32", "93.32"),
        (91, 94, "96.81", "96.8"),
    ],
    ids=[
        "Quảng Bình 2022",
        "Quảng Bình 2023",
        "Quảng Bình, a centre's dossiers",
        "Quảng Bình, a centre's results",
        "Quảng Bình 2023, online",
        "Tuyên Quang 2022, in time",
        "Quảng Nam, communes' procedures by post",
    ],
)
def test_what_a_report_printed_rightly_is_taken(
    numerator: int, denominator: int, percent: str, printed: str
) -> None:
    assert percent_of(numerator, denominator) == Decimal(percent)
    ratio = GivenRatio(
        name="Tỷ lệ", numerator=numerator, denominator=denominator, printed=Decimal(printed)
    )
    require_adding_up(GivenTotals(ratios=(ratio,)))


def test_ha_tinh_printed_824_where_it_is_839() -> None:
    assert percent_of(224, 267) == Decimal("83.90")
    printed = GivenRatio(
        name="Kết quả gắn vào hồ sơ", numerator=224, denominator=267, printed=Decimal("82.4")
    )
    with pytest.raises(TotalsDoNotAdd) as refused:
        require_adding_up(GivenTotals(ratios=(printed,)))
    assert refused.value.reason == ("Kết quả gắn vào hồ sơ: 224/267 là 83,9 %, báo cáo ghi 82,4 %.")
    assert refused.value.reason in refused.value.message


def test_tuyen_quang_printed_a_total_that_is_six_short() -> None:
    given = GivenSum(
        name="Hồ sơ trên Cổng",
        total=235_609,
        parts={"toàn trình": 37_895, "một phần": 110_841, "còn lại": 86_879},
    )
    with pytest.raises(TotalsDoNotAdd) as refused:
        require_adding_up(GivenTotals(sums=(given,)))
    assert refused.value.reason == (
        "Hồ sơ trên Cổng: 37.895 + 110.841 + 86.879 = 235.615, báo cáo ghi tổng 235.609 (thừa 6)."
    )


def test_dong_nai_counted_more_ratings_than_visitors() -> None:
    ratings = GivenCeiling(
        name="Phiếu đánh giá", count=1_457_515, of_name="lượt khách", of_count=10_673
    )
    with pytest.raises(TotalsDoNotAdd) as refused:
        require_adding_up(GivenTotals(ceilings=(ratings,)))
    assert refused.value.reason == (
        "Phiếu đánh giá: 1.457.515 không thể nhiều hơn 10.673 (lượt khách: 10.673)."
    )


def test_dong_nais_online_and_direct_shares_make_the_whole() -> None:
    """43,14 % online in 5/2023 at the provincial centre: of 13.532 received, 5.838 and 7.694."""
    assert percent_of(5_838, 13_532) == Decimal("43.14")
    assert percent_of(7_694, 13_532) == Decimal("56.86")
    given = GivenSum(name="Tiếp nhận", total=13_532, parts={"online": 5_838, "direct": 7_694})
    require_adding_up(GivenTotals(sums=(given,)))


def test_every_reason_is_told_at_once() -> None:
    ratio = GivenRatio(name="A", numerator=3, denominator=2)
    total = GivenSum(name="B", total=2, parts={"one": 1})
    with pytest.raises(TotalsDoNotAdd, match=r"A: 3/2 .* B: 1 = 1, .*\(thiếu 1\)"):
        require_adding_up(GivenTotals(ratios=(ratio,), sums=(total,)))


def test_a_ratio_without_anything_to_divide_by_is_refused() -> None:
    ratio = GivenRatio(name="A", numerator=0, denominator=0, printed=Decimal(100))
    with pytest.raises(TotalsDoNotAdd, match="0/0 không có tỷ lệ"):
        require_adding_up(GivenTotals(ratios=(ratio,)))


def test_another_systems_count_is_compared_with_ours() -> None:
    ours = {
        Code.ON_TIME: Figure(indicator=Code.ON_TIME, numerator=118, denominator=200),
    }
    theirs = GivenRatio(name="x", numerator=120, denominator=200, indicator=Code.ON_TIME)
    with pytest.raises(TotalsDoNotAdd, match="nơi gửi ghi 120/200, ở đây đếm được 118/200"):
        require_adding_up(GivenTotals(ratios=(theirs,)), ours)


def test_quang_binhs_first_year_counted_from_its_dossiers() -> None:
    """A hundredth of 2022: 68 of 463 dossiers digitised is 14,69 %, as the whole's 6.802 of 46.272 is 14,70 %."""
    with_files = (a_component(has_file=True, is_digitised=True),)
    results = (a_result(has_file=True),)
    digitised = [a_dossier(f"d{i}", components=with_files, results=results) for i in range(68)]
    others = [a_dossier(f"o{i}", components=(a_component(),)) for i in range(395)]
    figure = tally_of([*digitised, *others]).figure(Code.SO_HOA_GIAY_TO_GIAI_QUYET)
    assert (figure.numerator, figure.denominator) == (68, 463)
    assert percent_of(68, 463) == Decimal("14.69")
