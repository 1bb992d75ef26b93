from config.provinces import load_provinces, parse_provinces


def test_the_registry_has_its_63_provinces_once() -> None:
    provinces = load_provinces()
    assert len({province.code for province in provinces}) == len(provinces) == 63


def test_every_province_was_merged_into_one_of_34() -> None:
    assert len({province.merged_into for province in load_provinces()}) == 34


def test_a_row_becomes_a_province() -> None:
    header = "code,name_vi,agency_code,merged_into,uncertain"
    (found,) = parse_provinces([header, "044,Quảng Bình,H46,Quảng Trị,agency_code"])
    assert (found.code, found.name, found.agency_code) == ("044", "Quảng Bình", "H46")
    assert found.merged_into == "Quảng Trị"
