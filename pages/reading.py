"""The reader: an article's text with its marks, the date that anchors it, a small map, evidence."""

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import streamlit as st

from geo.models import Article, Publication
from geo.pipeline import read_article
from geo.query import EventFilter, match_facts
from geo.viz.articles import describe_article
from geo.viz.discards import LEFT_OUT_COLUMNS, render_left_out, table_left_out
from geo.viz.evidence import Document, render_mention
from geo.viz.layers import Look, shown_group
from geo.viz.markup import element, join
from geo.viz.outlines import outline_place
from geo.viz.panels import render_note, table_columns
from geo.viz.phrases import phrase_published
from geo.viz.places import find_known
from geo.viz.reader import (
    Chosen,
    Span,
    find_chosen,
    find_part,
    find_place,
    focus_of,
    list_legend,
    read_paragraphs,
    split_parts,
)
from pages import components, evidence, loading, output, routes, session, uploads
from pages.loading import Facts
from pages.session import t

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2100, 12, 31)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """What was picked in an article's text: with the facts there a toponym, what was left out."""

    article_id: str = ""
    facts: tuple[str, ...] = ()
    mention: int | None = None
    left: tuple[int, ...] = ()


@st.fragment
def show_reader(facts: Facts, article_id: str) -> None:
    """Show an article's text beside a small map and what is known of what is chosen in it."""
    if st.session_state.pop("run_all", False):
        st.rerun(scope="app")
    article, document = loading.load_reading(facts, article_id)
    chosen = present_choice(article_id)
    text_column, side = st.columns([3, 2], gap="medium")
    with text_column:
        output.show_html(describe_article(document, session.language()))
        show_date(article, document)
        show_tools(article_id, document)
        span = choose_part(article, document, chosen)
        show_text(article, document, chosen, span)
    with side:
        show_article_map(facts, document, chosen)
        with st.container(key="reader_panel"):
            show_choice(facts, article, document, chosen)
            if st.session_state.left_out:
                show_left_out(article, document, chosen, span)
    session.sync_address()


def present_choice(article_id: str) -> Chosen:
    """Return what is chosen in this article."""
    pick = st.session_state.get("pick", Pick())
    facts = tuple(st.session_state.kept["chosen"])
    if (pick.article_id, pick.facts) != (article_id, facts):
        return Chosen(facts=facts)
    return Chosen(facts=facts, mention=pick.mention, left=pick.left)


def take_article(article_id: str) -> None:
    """Open another article; nothing in it is chosen yet."""
    st.session_state.kept["reading"] = article_id
    session.choose_facts([])


def show_tools(article_id: str, document: Document) -> None:
    """Show the ways to the map and out, and whether what was left out is marked."""
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button(t("articles.on_map"), key="article_on_map", icon=":material/map:"):
            routes.show_article_on_map(article_id)
        show_removal(article_id)
        st.toggle(
            f"{t('articles.left_out')} ({len(document['discarded'])})",
            key="left_out",
            help=t("articles.left_out_help"),
        )


def show_text(article: Article, document: Document, chosen: Chosen, span: Span) -> None:
    """Show the text, or one part of a long one, with its marks."""
    paragraphs = read_paragraphs(
        article,
        document,
        chosen=chosen,
        language=session.language(),
        left_out=st.session_state.left_out,
        span=span,
    )
    components.mount(
        "reader",
        {
            "paragraphs": paragraphs,
            "legend": list_legend(paragraphs, session.language()),
            "chosenFacts": list(chosen.facts),
            "scroll": str(chosen) if chosen != Chosen() else "",
            "textLanguage": article.language[:2],
            "words": {name: t(f"reader.{name}") for name in ("legend", "previous", "next")},
        },
        key="reader",
        on_picked_change=lambda: take_mark(article.id),
    )


def choose_part(article: Article, document: Document, chosen: Chosen) -> Span:
    """Return the span of the part to show: that of what was chosen last, else the one asked for."""
    parts = split_parts(article.text)
    if len(parts) == 1:
        return parts[0]
    key = f"part-{article.id}"
    position = find_chosen(document, chosen)
    if position is not None and st.session_state.get("part_of") != (article.id, chosen):
        st.session_state[key] = find_part(parts, position) + 1
    st.session_state.part_of = (article.id, chosen)
    name = f"{t('articles.part')} (1 – {len(parts)})"
    return parts[st.number_input(name, 1, len(parts), key=key) - 1]


def take_mark(article_id: str) -> None:
    """Take a click in the text: on facts, on a toponym, or on what was left out."""
    picked = st.session_state.reader.picked
    if picked:
        session.choose_facts(list(picked["facts"]))
        st.session_state.pick = Pick(
            article_id=article_id,
            facts=tuple(picked["facts"]),
            mention=picked["mention"],
            left=tuple(picked["left"]),
        )


def take_left_out(article_id: str, number: int) -> None:
    """Choose one of what was left out, in its list."""
    session.choose_facts([])
    st.session_state.pick = Pick(article_id=article_id, left=(number,))


def show_choice(facts: Facts, article: Article, document: Document, chosen: Chosen) -> None:
    """Show what stands behind what is chosen, or what can be chosen."""
    evidence.show_last_split()
    is_placed = find_place(document, chosen.mention) is not None
    if not is_placed:
        show_mention(document, chosen.mention)
    for fact_id in chosen.facts[: evidence.EVIDENCE_MOST]:
        evidence.show_fact(facts, article.id, fact_id, link=False)
    if is_placed:
        show_mention(document, chosen.mention)
    if chosen.left:
        spoken = session.language()
        output.show_html(render_left_out(article, document, chosen.left, spoken))
    marked = document["facts"] or document["mentions"]
    if chosen == Chosen() and not st.session_state.left_out:
        output.show_html(render_note(t("articles.choose" if marked else "articles.no_marks")))


def show_mention(document: Document, mention: int | None) -> None:
    """Show why words are a place, which places they may mean, and the way to the gazetteer."""
    if mention is None or mention >= len(document["mentions"]):
        return
    place = find_place(document, mention)
    told = [render_mention(document["mentions"][mention], session.language())]
    if not place:
        told.insert(0, render_note(t("reader.unplaced"), css="masar-spot"))
    output.show_html(element("article", *told, css="masar-card masar-candidates"))
    if place and find_known(place["id"]) and st.button(t("reader.gazetteer"), key="to_gazetteer"):
        routes.open_place(place["id"])


def show_left_out(article: Article, document: Document, chosen: Chosen, span: Span) -> None:
    """Show what was left out of the part shown; a row leads to its place in the text."""
    rows = table_left_out(article, document, session.language(), span=span)
    if not rows:
        output.show_html(render_note(t("articles.nothing_left")))
        return
    components.show_table(
        table_columns(LEFT_OUT_COLUMNS, session.language()),
        rows,
        caption=t("articles.left_out"),
        key="left_out_table",
        on_choose=lambda number: take_left_out(article.id, int(number)),
        chosen=str(chosen.left[0]) if chosen.left else None,
    )


def show_article_map(facts: Facts, document: Document, chosen: Chosen) -> None:
    """Show the article's facts on a small map, which follows what is chosen in the text."""
    scene = facts.scene
    told = EventFilter(articles=frozenset({document["article"]["id"]}))
    shown = match_facts(facts.frame, told)[scene.rows]
    place = find_place(document, chosen.mention)
    known = find_known(place["id"]) if place else None
    look = Look(
        language=session.language(), theme=session.theme(),
        focus=focus_of(document, chosen.mention),
        outline=outline_place(known.place) if known else None,
        view=(34.3, 42.0, 6), tools=False, legend=False,
    )  # fmt: skip
    group = shown_group(
        scene, shown=np.asarray(shown), chosen=loading.chosen_rows(facts), look=look
    )
    components.show_map(group, key="article_map", on_change=lambda: take_map_click(facts))


def take_map_click(facts: Facts) -> None:
    """Choose the facts of a mark that was clicked on the small map."""
    told = st.session_state.get("article_map") or {}
    clicked = loading.find_clicked(facts, told)
    if clicked is not None:
        reading = st.session_state.kept["reading"]
        session.choose_facts([loading.find_in_article(facts, one, reading) for one in clicked])


def show_date(article: Article, document: Document) -> None:
    """Show the publication date; another date anchors every relative date of the text anew."""
    known = article.published
    day = st.date_input(
        t("articles.date"),
        date.fromisoformat(known.day) if known.day else None,
        min_value=FIRST_DAY,
        max_value=LAST_DAY,
        format="YYYY-MM-DD",
        key=f"date-{article.id}-{known.day}",
        help=t("articles.date_help"),
    )
    if not known.bounds() and not day:
        output.show_html(render_note(t("articles.no_date")))
    elif not known.day:
        bounds = phrase_published(document["article"], session.language())
        note = render_note(t("articles.date_bounds"))
        output.show_html(join(element("p", bounds, css="masar-who"), note))
    told = day.isoformat() if day else None
    if told != known.day:
        anchor_article(article, told)


def show_removal(article_id: str) -> None:
    """Show the button that takes an article out, behind a sentence on what that does."""
    with st.popover(t("articles.remove"), icon=":material/delete:"):
        output.show_html(render_note(t("articles.remove_help")))
        if st.button(t("articles.remove"), key=f"remove-{article_id}", type="primary"):
            loading.store().withdraw(article_id)
            session.choose_facts([])
            st.rerun(scope="app")


def anchor_article(article: Article, day: str | None) -> None:
    """Read an article again as published on a day; without one its bounds hold again."""
    bounds = (article.published.after, article.published.before)
    source = "reader" if day or any(bounds) else ""
    published = Publication(day=day, after=bounds[0], before=bounds[1], source=source)
    with st.spinner(t("articles.reading")):
        extraction = read_article(replace(article, published=published))
        uploads.keep_reading(loading.store(), extraction)
    st.rerun(scope="app")
