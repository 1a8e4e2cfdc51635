"""Every page's logic without a browser: it runs in both languages and obeys address and filters."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from view_samples import TEXT, make_extraction, shape_of

from geo.settings import ROOT
from geo.store import open_store
from geo.tables import read_table

PAGES = ("map", "corridors", "analysis", "articles", "gazetteer", "method")


@pytest.fixture
def store_url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    url = f"sqlite:///{tmp_path / 'masar.sqlite'}"
    monkeypatch.setenv("MASAR_STORE", url)
    return url


@pytest.fixture
def filled(store_url: str) -> Iterator[str]:
    store = open_store(store_url)
    store.save([make_extraction()], fingerprint="synthetic", shape_of=shape_of)
    store.close()
    return store_url


def run_page(page: str, **parameters: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
    for name, value in parameters.items():
        app.query_params[name] = value
    app.switch_page(f"pages/{page}.py")
    app.run()
    assert not app.exception
    return app


def read_html(app: AppTest) -> str:
    """Return all text that the page shows as HTML, its tags left out."""
    bodies = [element.proto.body for element in app.get("html")]
    text = " ".join(body for body in bodies if not body.startswith("<style>"))
    return unescape(re.sub(r"<[^>]*>", " ", text))


def read_counts(app: AppTest) -> str:
    body = next(e.proto.body for e in app.get("html") if "masar-counts" in e.proto.body)
    return " ".join(re.sub(r"<[^>]*>", " ", body).split())


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.usefixtures("filled")
def test_page_runs(page: str, language: str) -> None:
    assert read_html(run_page(page, lang=language)).strip()


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.usefixtures("store_url")
def test_page_of_an_empty_store_helps(page: str) -> None:
    app = run_page(page, lang="en")
    if page in {"map", "articles"}:
        assert "no article has been read" in read_html(app)


def test_store_that_cannot_be_used_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MASAR_STORE", "mongodb://nowhere")
    shown = read_html(run_page("map", lang="ar"))
    assert "تعذّر استعمال مخزن ما قُرئ" in shown
    assert "unknown store address 'mongodb://nowhere'" in shown


@pytest.mark.parametrize(
    ("parameters", "counts"),
    [
        pytest.param({}, "On the map 7 Not on the map 3 Facts shown 10 of 10", id="all"),
        pytest.param(
            {"province": "IQ-NI"},
            "On the map 4 Not on the map 1 Facts shown 5 of 10",
            id="province",
        ),
        pytest.param(
            {"from": "2019-02-17", "to": "2019-02-17", "undated": "0"},
            "On the map 4 Not on the map 2 Facts shown 6 of 10",
            id="date-overlap",
        ),
        pytest.param(
            {"kind": "claim"}, "On the map 0 Not on the map 1 Facts shown 1 of 10", id="kind"
        ),
        pytest.param(
            {"type": "raid"}, "On the map 1 Not on the map 0 Facts shown 1 of 10", id="type"
        ),
        pytest.param(
            {"who": "unnamed_official"},
            "On the map 1 Not on the map 1 Facts shown 2 of 10",
            id="who",
        ),
        pytest.param(
            {"told": "feared"}, "On the map 0 Not on the map 1 Facts shown 1 of 10", id="told"
        ),
        pytest.param(
            {"score": "0.9"}, "On the map 0 Not on the map 0 Facts shown 0 of 10", id="score"
        ),
        pytest.param(
            {"q": "القايم"}, "On the map 1 Not on the map 0 Facts shown 1 of 10", id="folded-text"
        ),
        pytest.param(
            {"box": "40,32.5,40.5,33.5", "type": "raid,ambush"},
            "On the map 1 Not on the map 0 Facts shown 1 of 10",
            id="box",
        ),
    ],
)
@pytest.mark.usefixtures("filled")
def test_address_filters(parameters: dict[str, str], counts: str) -> None:
    assert read_counts(run_page("map", lang="en", **parameters)) == counts


@pytest.mark.usefixtures("filled")
def test_widgets_write_the_address() -> None:
    app = run_page("map", lang="en")
    app.multiselect(key="provinces").set_value(["IQ-AN"])
    app.date_input(key="date_from").set_value(date(2019, 1, 1))
    app.text_input(key="text").set_value("الرطبة").run()
    assert dict(app.query_params) == {
        "lang": "en", "province": "IQ-AN", "from": "2019-01-01", "q": "الرطبة",
    }  # fmt: skip
    app.button(key="reset_filters").click().run()
    assert set(app.query_params) == {"lang"}


@pytest.mark.usefixtures("filled")
def test_what_an_address_gets_wrong_is_named() -> None:
    app = run_page("map", lang="en", province="IQ-XX", score="much", **{"from": "yesterday"})
    assert "not understood" in read_html(app)
    assert "province, score, from" in read_html(app)
    assert read_counts(app).endswith("10 of 10")


@pytest.mark.usefixtures("filled")
def test_filters_outlive_a_change_of_page() -> None:
    app = run_page("map", lang="en", province="IQ-NI")
    app.switch_page("pages/method.py").run()
    app.switch_page("pages/map.py").run()
    assert read_counts(app).endswith("5 of 10")
    assert app.multiselect(key="provinces").value == ["IQ-NI"]


@pytest.mark.usefixtures("filled")
def test_chosen_fact_shows_its_evidence() -> None:
    app = run_page("map", lang="en", fact="f-synthetic-01")
    body = next(e.proto.body for e in app.get("html") if "masar-evidence" in e.proto.body)
    assert '<mark class="masar-quote">داهمت وكراً في </mark>' in body
    assert "Unnamed official" in body
    assert "rutba-east" not in body
    assert "0.10" in body


@pytest.mark.usefixtures("filled")
def test_dates_the_wrong_way_round_are_named() -> None:
    app = run_page("map", lang="en", to="2019-01-01", **{"from": "2019-02-01"})
    assert "The first day lies after the last" in read_html(app)


@pytest.mark.usefixtures("filled")
def test_analysis_counts_no_claim_as_violence() -> None:
    app = run_page("analysis", lang="en")
    body = next(e.proto.body for e in app.get("html") if "masar-multiples" in e.proto.body)
    titles = re.findall(r"<figcaption><b>([^<]*)</b> (\d+)", body)
    assert titles == [("Ambush", "1"), ("Execution", "1"), ("Kidnapping", "1")]


def test_pasted_text_is_read_and_kept(store_url: str) -> None:
    app = run_page("articles", lang="en")
    app.session_state["articles_view"] = "add"
    app.run()
    app.text_area(key="paste_text").set_value(TEXT)
    app.date_input(key="paste_date").set_value(date(2019, 2, 22))
    next(b for b in app.button if b.label == "Read the text").click().run()
    assert not app.exception
    store = open_store(store_url)
    assert [one.published.day for one in store.article_list()] == ["2019-02-22"]
    assert store.load_article(store.article_list()[0].id).text == TEXT


@pytest.mark.parametrize(
    ("language", "button", "refused", "words"),
    [
        ("ar", "قراءة النص", "لم يُقرأ النص.", "ليس فيه أي كلمة؛ أعطِ نص مقالة."),
        ("en", "Read the text", "The text was not read.", "There is no word in it"),
    ],
)
def test_pasted_text_without_words_is_refused(
    store_url: str, language: str, button: str, refused: str, words: str
) -> None:
    app = run_page("articles", lang=language)
    app.session_state["articles_view"] = "add"
    app.run()
    app.text_area(key="paste_text").set_value(" ... ")
    next(b for b in app.button if b.label == button).click().run()
    shown = read_html(app)
    assert refused in shown
    assert words in shown
    assert "'pasted text' is empty: it has no word" in shown
    assert open_store(store_url).article_list() == []


@pytest.mark.usefixtures("filled")
def test_removed_article_leaves_every_page(store_url: str) -> None:
    app = run_page("articles", lang="en")
    next(b for b in app.button if b.key.startswith("remove-")).click().run()
    assert not app.exception
    assert open_store(store_url).article_list() == []
    assert "no article has been read" in read_html(app)


def test_new_publication_date_reads_the_article_again(store_url: str) -> None:
    app = run_page("articles", lang="en")
    app.session_state["articles_view"] = "add"
    app.run()
    app.text_area(key="paste_text").set_value(TEXT)
    next(b for b in app.button if b.label == "Read the text").click().run()
    app.session_state["articles_view"] = "read"
    app.run()
    assert "stay unanchored" in read_html(app)
    app.date_input[0].set_value(date(2019, 2, 22)).run()
    assert not app.exception
    frame = open_store(store_url).load_facts()
    dates = frame.loc[frame["date_text"].str.contains("الأحد"), "date_start"]
    assert set(dates) == {"2019-02-17"}


@pytest.fixture
def told_twice(store_url: str) -> Iterator[str]:
    """Fill a store with one text of two outlets."""
    store = open_store(store_url)
    again = [make_extraction(name=name, outlet=f"Outlet {name}") for name in ("first", "second")]
    for number, one in enumerate(again):
        facts = tuple(replace(fact, id=f"{fact.id}-{number}") for fact in one.facts)
        store.save([replace(one, facts=facts)], fingerprint="synthetic", shape_of=shape_of)
    store.close()
    return store_url


def test_fact_of_two_articles_shows_both_and_can_be_split(told_twice: str) -> None:
    app = run_page("map", lang="en", fact="f-synthetic-00-1")
    assert "2 reports, 1 independent origin (reprint: 1)" in read_html(app)
    assert "Outlet second" in read_html(app)
    app.button(key="split-f-synthetic-00-1").click().run()
    assert not app.exception
    store = open_store(told_twice)
    assert store.load_splits() == {"f-synthetic-00-1"}
    assert "2 reports" not in read_html(app)
    assert "was taken out of this fact" in read_html(app)
    app.button(key="rejoin-f-synthetic-00-1").click().run()
    assert not app.exception
    assert store.load_splits() == frozenset()
    store.close()
    assert "2 reports" in read_html(app)
    assert "was taken out of this fact" not in read_html(app)


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.usefixtures("store_url")
def test_method_lists_every_source_with_its_licence(language: str) -> None:
    shown = read_html(run_page("method", lang=language))
    for row in read_table("sources", "source", "licence"):
        assert row["source"] in shown
        assert row["licence"] in shown


@pytest.mark.usefixtures("filled")
def test_place_of_an_address_is_shown_and_filters() -> None:
    assert "IQ-AN" in read_html(run_page("gazetteer", lang="en", at="IQ-AN"))
    app = run_page("map", lang="en", place="rutba")
    assert read_counts(app) == "On the map 2 Not on the map 0 Facts shown 2 of 10"
    next(b for b in app.button if b.key == "clear_place").click().run()
    assert read_counts(app).endswith("10 of 10")
