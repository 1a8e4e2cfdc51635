"""Looking places up by name: spellings, typos, kinds, containers, and what is told of each."""

import json
from pathlib import Path

import pytest

from geo.cli.main import main
from geo.gazetteer.index import Gazetteer, load_gazetteer
from geo.gazetteer.index_file import NamedPlace
from geo.gazetteer.lookup import lookup_places, measure_border_km
from geo.gazetteer.name_table import Likeness
from geo.gazetteer.names import fold_names
from geo.gazetteer.sounds import sound_names, take_consonants
from geo.models import LocationPrecision, Place


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MASAR_GAZETTEER", "")
        return load_gazetteer()


def village(place_id: str, **changed: object) -> Place:
    """Return a village that bears its id as its name unless told otherwise."""
    known = {
        "name_en": place_id, "name_ar": "", "feature_code": "PPL", "lon": 41.0, "lat": 34.0,
        "radius_km": 2.0, "precision": LocationPrecision.SETTLEMENT, "country": "IQ",
    }  # fmt: skip
    return Place(id=place_id, **{**known, **changed})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("Baghouz", "baghuz-fawqani"),
        ("al-Baghuz", "baghuz-fawqani"),
        ("Baghuz Fawqani", "baghuz-fawqani"),
        ("Bagouz", "baghuz-fawqani"),
        ("الباغوز", "baghuz-fawqani"),
        ("باغوز فوقاني", "baghuz-fawqani"),
        ("baghouz fokani", "baghuz-fawqani"),
        ("Qaim", "qaim"),
        ("Al-Qa'im", "qaim"),
        ("Qa'im", "qaim"),
        ("al qaeem", "qaim"),
        ("القائم", "qaim"),
        ("قائم", "qaim"),
        ("القايم", "qaim"),
        ("القائيم", "qaim"),
        ("القاءم", "qaim"),
        ("Ar-Rutbah", "rutba"),
        ("Rutbeh", "rutba"),
        ("الرطبه", "rutba"),
        ("Mossoul", "mosul"),
        ("Der Ezzor", "deir-ez-zor"),
        ("Dayr az-Zawr", "deir-ez-zor"),
        ("ديرالزور", "deir-ez-zor"),
        ("Sinjaar", "sinjar"),
        ("Rummanah", "rummana"),
        ("Boukamal", "al-bukamal"),
        ("ربيعة", "rabia"),
        ("Anbar", "IQ-AN"),
        ("العراق", "IQ"),
    ],
)
def test_any_spelling_finds_the_place_first(
    gazetteer: Gazetteer, query: str, expected: str
) -> None:
    assert lookup_places(query, gazetteer=gazetteer)[0].place.id == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("قضاء القائم", "IQ-AN-qaim"),
        ("Qaim district", "IQ-AN-qaim"),
        ("منفذ القائم", "qaim-crossing"),
        ("Qaim crossing", "qaim-crossing"),
        ("al-Hol camp", "hawl-camp"),
        ("مخيم الهول", "hawl-camp"),
        ("مدينة الرطبة", "rutba"),
        ("Rabia, Latakia", "rabia-latakia"),
        ("ربيعة، اللاذقية", "rabia-latakia"),
        ("Rabia, Iraq", "rabia"),
    ],
)
def test_the_kind_and_the_container_decide(gazetteer: Gazetteer, query: str, expected: str) -> None:
    assert lookup_places(query, gazetteer=gazetteer)[0].place.id == expected


@pytest.mark.parametrize(
    ("query", "score", "likeness"),
    [
        ("Zardan", 1.0, Likeness.SAME),
        ("zardan", 1.0, Likeness.SAME),
        ("زردان", 1.0, Likeness.SAME),
        ("الزردان", 0.98, Likeness.SAME_BUT_ARTICLE),
        ("Al Zardaan", 0.936, Likeness.SAME_SOUND),
        ("Zurdan", 0.905, Likeness.SAME_CONSONANTS),
        ("Bardan", 0.733, Likeness.LIKE),
        ("Fawqani", 0.769, Likeness.PART),
    ],
)
def test_the_score_tells_how_well_the_name_fits(
    query: str, score: float, likeness: Likeness
) -> None:
    names = ("Zardan", "زردان", "Zardan Fawqani")
    known = Gazetteer([NamedPlace(village("zardan"), names)])
    found = lookup_places(query, gazetteer=known)
    assert [(one.score, one.likeness) for one in found] == [(score, likeness)]


def test_places_that_fit_alike_are_told_by_weight_then_nearness(gazetteer: Gazetteer) -> None:
    border = gazetteer.place("iraq-syria-border")
    rows = [
        village("far", lon=44.0),
        village("near"),
        village("town", lon=45.0, population=5000),
        village("dam", feature_code="DAM", precision=LocationPrecision.SITE),
        village("IQ", feature_code="PCLI", precision=LocationPrecision.COUNTRY),
    ]
    known = Gazetteer([NamedPlace(border, ()), *(NamedPlace(row, ("Zardan",)) for row in rows)])
    found = [one.place.id for one in lookup_places("Zardan", gazetteer=known)]
    assert found == ["IQ", "town", "near", "far", "dam"]
    assert [one.place.id for one in lookup_places("Zardan", gazetteer=known, limit=2)] == found[:2]


def test_what_holds_a_place_is_told(gazetteer: Gazetteer) -> None:
    found = lookup_places("Rutba", gazetteer=gazetteer)[0]
    assert [place.id for place in found.within] == ["IQ-AN-rutba", "IQ-AN", "IQ"]
    district = next(
        one
        for one in lookup_places("قضاء الرطبة", gazetteer=gazetteer)
        if one.place.id == "IQ-AN-rutba"
    )
    assert [place.id for place in district.within] == ["IQ-AN", "IQ"]


def test_a_division_of_a_built_index_holds_its_places() -> None:
    province = village("gn-9", feature_code="ADM1", admin1="TR.68", country="TR", name_en="Konya")
    inside = village("gn-8", admin1="TR.68", country="TR")
    known = Gazetteer([NamedPlace(province, ("Konya",)), NamedPlace(inside, ("Ilgin",))])
    found = lookup_places("Ilgin, Konya", gazetteer=known)[0]
    assert ([place.id for place in found.within], found.border_km) == (["gn-9"], None)


@pytest.mark.parametrize(
    ("place_id", "low_km", "high_km"),
    [("qaim", 0.5, 8), ("rabia", 0.1, 6), ("mosul", 95, 115), ("baghdad", 330, 400)],
)
def test_distance_to_the_border_in_km(
    gazetteer: Gazetteer, place_id: str, low_km: float, high_km: float
) -> None:
    distance = measure_border_km(gazetteer.place(place_id), gazetteer=gazetteer)
    assert distance is not None
    assert low_km <= distance <= high_km


@pytest.mark.parametrize("query", ["", " ", "، ,", "!?", "zzzzqqqq", "٤٢", "\u202e", "x" * 5000])
def test_nothing_is_found_where_nothing_is_like_it(gazetteer: Gazetteer, query: str) -> None:
    assert lookup_places(query, gazetteer=gazetteer) == []


@pytest.mark.parametrize(
    ("names", "consonants"),
    [
        (("Baghouz", "al-Baghuz", "باغوز", "الباغوز"), "bGz"),
        (("Deir ez-Zor", "Dayr az-Zawr", "Deirezzor", "دير الزور"), "drzr"),
        (("Rutba", "Ar-Rutbah", "er-Rutbe", "الرطبة"), "rtb"),
        (("Yarubiyah", "al-Ya'rubiyya", "اليعربية"), "yrb"),
        (("Idlib", "Edlib", "إدلب"), "adlb"),
        (("Shirqat", "ash-Sharqat", "Chirkat", "الشرقاط"), "Srkt"),
    ],
)
def test_spellings_of_one_name_share_their_consonants(
    names: tuple[str, ...], consonants: str
) -> None:
    sounds = sound_names(fold_names(names))
    assert set(take_consonants(sounds)) == {consonants}


def test_the_command_prints_a_list_of_candidates(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MASAR_GAZETTEER", "")
    assert main(["gazetteer", "lookup", "Al-Qa'im", "--format", "json", "--limit", "2"]) == 0
    first, second = json.loads(capfd.readouterr().out)
    assert list(first) == [
        "id", "name_en", "name_ar", "lat", "lon", "radius_km", "feature_code", "country",
        "admin1", "admin2", "score", "source",
    ]  # fmt: skip
    assert (first["id"], first["name_ar"], first["score"]) == ("qaim", "القائم", 1.0)
    assert (second["id"], second["admin1"]) == ("IQ-AN-qaim", "IQ-AN")


def test_the_command_prints_a_table(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MASAR_GAZETTEER", "")
    assert main(["gazetteer", "lookup", "Ar-Rutbah", "--limit", "1"]) == 0
    head, row = capfd.readouterr().out.splitlines()
    assert head.split() == [
        "score", "id", "name", "type", "in", "border", "why", "source", "Arabic", "name",
    ]  # fmt: skip
    assert "seat of a district" in row
    assert "Rutba, Anbar, Iraq" in row
    assert row.endswith("الرطبة")
    assert main(["gazetteer", "lookup", "zzzzqqqq", "--format", "json"]) == 0
    assert capfd.readouterr().out == "[]\n"


def test_a_name_cannot_move_the_terminals_cursor(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "t.csv"
    table.write_text(
        "name,lon,lat,feature_code,country\nZarqum \x1b[2J\u202e,41,34,PPL,IQ\n", encoding="utf-8"
    )
    index = str(tmp_path / "index.jsonl")
    assert main(["gazetteer", "build", str(table), "--out", index]) == 0
    assert main(["gazetteer", "lookup", "Zarqum", "--index", index]) == 0
    output = capfd.readouterr().out
    assert "Zarqum" in output
    assert not {"\x1b", "\u202e"} & set(output)
