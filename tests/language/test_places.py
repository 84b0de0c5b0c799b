import pytest

from language.places import (
    HUNAN,
    PREFECTURES_HUNAN,
    UnknownPlaceError,
    counties_of,
    find_place,
    is_within,
    lineage,
    place,
    prefectures_of,
    provinces,
    townships_of,
)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("长沙·岳麓区", 430104), ("长沙", 430100), ("长沙市", 430100), ("湖南", 430000),
        ("上海市/松江区", 310117), ("江苏省 - 苏州市", 320500), ("广州-天河区", 440106),
        ("昌吉州昌吉市", 652301), ("湘西·吉首市", 433101), ("湘西", 433100),
        ("重庆市 - 江北区", 500105), ("常熟", 320581), ("浏阳", 430181), ("璧山县", 500120),
        ("长沙·长沙县", 430121), ("长沙星沙", 430121), ("湘潭县", 430321), ("望城县", 430112),
        ("长沙市浏阳市集里街道", 430181002), ("湖南省长沙市岳麓区望城坡街道枫林三路", 430104006),
        ("永州市江华瑶族自治县", 431129), ("江华", 431129), ("怀化市洪江市安江镇", 431281102),
        ("长沙市雨花区韶山中路", 430111), ("长沙·高新区", 430100), ("苏州·苏州工业园区", 320500),
        ("北京·朝阳区", 110105), ("西安市长安区", 610116), ("新疆", 650000),
        ("东莞·南城区", 441900),
        ("长沙高新区", 430104), ("恩施", 422800), ("仙桃市", 429004),
    ],
)  # fmt: skip
def test_a_written_place(text: str, code: int) -> None:
    found = find_place(text)

    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(
    "text",
    ["", None, "无", "异地招聘", "江北区", "普陀区", "朝阳区", "天河路490号1201房", "海外/日本"],
)
def test_unknown_or_ambiguous_is_none(text: str | None) -> None:
    assert find_place(text) is None


def test_where_it_is_asked_settles_what_is_ambiguous() -> None:
    in_chongqing, in_changsha = find_place("江北区", 500000), find_place("雨花", 430100)

    assert in_chongqing is not None
    assert in_chongqing.code == 500105
    assert in_changsha is not None
    assert in_changsha.code == 430111


def test_hunan_is_complete() -> None:
    counties = [county for p in PREFECTURES_HUNAN for county in counties_of(p.code)]

    assert len(PREFECTURES_HUNAN) == 14
    assert len(counties) == 122
    assert sum(len(townships_of(county.code)) for county in counties) == 1977
    assert {p.name for p in PREFECTURES_HUNAN} >= {"长沙市", "湘西土家族苗族自治州"}


def test_china_is_complete() -> None:
    assert len(provinces()) == 34
    assert sum(len(prefectures_of(p.code)) for p in provinces()) == 333
    assert len(counties_of(310000)) == 16


def test_centroids_lie_in_their_province() -> None:
    for county in (c for p in PREFECTURES_HUNAN for c in counties_of(p.code)):
        assert 24.6 < county.lat < 30.2
        assert 108.7 < county.lon < 114.3
        assert county.precision == "county"


def test_a_township_has_its_countys_centroid_and_says_so() -> None:
    street, county = place(430104006), place(430104)

    assert (street.lat, street.lon, street.precision) == (county.lat, county.lon, "county")
    assert street.full_name == "湖南省长沙市岳麓区望城坡街道"
    assert [p.code for p in lineage(street)] == [HUNAN, 430100, 430104, 430104006]
    assert is_within(street, HUNAN)
    assert not is_within(street, 430200)


def test_every_full_name_is_found_again() -> None:
    for prefecture in PREFECTURES_HUNAN:
        for county in counties_of(prefecture.code):
            assert find_place(county.full_name) == county
            assert find_place(f"{prefecture.name}·{county.name}") == county


def test_an_unknown_code_is_an_error() -> None:
    with pytest.raises(UnknownPlaceError):
        place(439999)


def test_real_places_are_nearly_all_found(real_table) -> None:
    written = [row["地点"] for row in real_table("postings_51job_2024.csv.gz")]
    named = [text for text in written if text not in {"无", "远程办公"}]

    missing = [text for text in named if find_place(text) is None]

    assert len(missing) < len(named) / 1000, sorted(set(missing))
