"""The evidence of a fact as HTML: its sentence in its paragraph, who says so, when, where, why."""

from collections.abc import Iterable, Mapping
from typing import Any

from geo.facts.coreference import explain_link
from geo.frames import EXPORT_COLUMNS
from geo.geoparse.reasons import explain_reason
from geo.labels import label
from geo.models import Article
from geo.viz.markup import Html, element, escape_text, isolated, join
from geo.viz.passages import Highlight, find_paragraph, render_passage
from geo.viz.phrases import (
    Told,
    name_type,
    phrase_mode,
    phrase_number,
    phrase_published,
    phrase_rule,
    phrase_when,
    phrase_where,
)
from geo.viz.reports import phrase_support

Document = Mapping[str, Any]
"""All that was read from an article, as `geo.frames.extraction_document` gives it."""

QUOTE_CSS = "masar-quote"
PLACE_CSS = "masar-place"


def find_fact(document: Document, fact_id: str) -> Told | None:
    """Return a fact of a document by its id, None if it has none such.

    A property that an older reading doesn't tell is None.
    """
    found = next((fact for fact in document["facts"] if fact["id"] == fact_id), None)
    return None if found is None else {**dict.fromkeys(EXPORT_COLUMNS), **found}


def render_evidence(
    article: Article, document: Document, told: Told, language: str, *, fact: Told | None = None
) -> Html:
    """Return everything that stands behind a fact in one article.

    `fact` is the fact as several articles tell it, None where this one alone does.
    """
    return element(
        "article",
        render_heading(fact or told, language),
        render_quotes(article, document, told, language),
        render_properties(fact or told, language),
        render_candidates(document, told, language),
        render_source(document, told, language),
        css="masar-evidence",
    )


def render_heading(told: Told, language: str) -> Html:
    """Return the sign of the kind and the name of the type, with what is not asserted."""
    parts = [render_sign(told), element("span", escape_text(name_type(told, language)))]
    if told["modality"] != "asserted":
        words = label(f"modality.{told['modality']}", language)
        parts.append(element("span", escape_text(words), css="masar-badge"))
    return element("h4", *parts, css="masar-heading")


def render_sign(told: Told) -> Html:
    """Return the kind's sign: the shape that it has on the map."""
    tried = " tried" if told["modality"] == "attempted" else ""
    return element("span", css=f"masar-sign {told['kind']}{tried}", aria_hidden="true")


def render_quotes(article: Article, document: Document, told: Told, language: str) -> Html:
    """Return each piece of evidence highlighted in its paragraph; the first stands open."""
    first, *others = told["evidence"]
    main = _render_quote(article, document, first)
    if not others:
        return main
    more = [_render_again(article, document, one, language) for one in others]
    summary = element("summary", escape_text(f"{label('fact.also', language)}: {len(others)}"))
    return join(main, element("details", summary, *more))


def render_properties(told: Told, language: str) -> Html:
    """Return the fact's properties as a list of names and values; what is not told is left out."""
    values = {
        "where": phrase_where(told, language),
        "precision": _phrase_precision(told, language),
        "when": _phrase_when(told, language),
        "who": _phrase_who(told, language),
        "count": phrase_number(told, language),
        "killed": phrase_number(told, language, name="killed"),
        "wounded": phrase_number(told, language, name="wounded"),
        **{name: isolated(told[name]) if told[name] else None for name in ("actor", "target")},
        "mode": escape_text(phrase_mode(told, language)) if told["mode"] else None,
        "score": escape_text(f"{told['score']:.2f}"),
        "origins": escape_text(phrase_support(told, language)),
        "review": escape_text(label(f"review.{told['review']}", language))
        if told["review"]
        else None,
    }
    rows = [
        element("dt", escape_text(label(f"fact.{name}", language))) + element("dd", value)
        for name, value in values.items()
        if value
    ]
    return element("dl", *rows, css="masar-properties")


def render_candidates(document: Document, told: Told, language: str) -> Html:
    """Return the toponyms of the fact with every candidate, its score and the reason."""
    mentions = find_mentions(document, told)
    summary = element("summary", escape_text(label("fact.candidates", language)))
    if not mentions:
        nothing = element("p", escape_text(label("fact.no_candidates", language)))
        return element("details", summary, nothing, css="masar-candidates")
    blocks = [render_mention(mention, language) for mention in mentions]
    return element("details", summary, *blocks, css="masar-candidates")


def render_source(document: Document, told: Told, language: str) -> Html:
    """Return title, outlet and day of the article, and the rules that read the fact."""
    article = document["article"]
    rules = dict.fromkeys(phrase_rule(one["rule"], language) for one in told["evidence"])
    values = {
        "article": isolated(article["title"] or article["path"] or article["id"]),
        "outlet": isolated(article["outlet"]) if article["outlet"] else None,
        "published": phrase_published(article, language),
        "rule": join(*rules, separator=" · "),
    }
    rows = [
        element("span", escape_text(f"{label(f'fact.{name}', language)}: "), value)
        for name, value in values.items()
        if value
    ]
    return element("footer", *rows)


def find_mentions(document: Document, told: Told) -> list[Mapping[str, Any]]:
    """Return the mentions in the fact's sentences, else those of the fact's places."""
    spans = [(one["start"], one["end"]) for one in told["evidence"]]
    mentions = document["mentions"]
    inside = [m for m in mentions if any(a <= m["start"] and m["end"] <= b for a, b in spans)]
    if inside:
        return inside
    places = {place["id"] for place in told["places"]}
    return [m for m in mentions if m["place"] and m["place"]["id"] in places]


def mark_mentions(mentions: Iterable[Mapping[str, Any]]) -> list[Highlight]:
    """Return highlights of the mentions that were resolved to a place."""
    return [
        Highlight(start=m["start"], end=m["end"], css=PLACE_CSS) for m in mentions if m["place"]
    ]


def _render_quote(article: Article, document: Document, evidence: Mapping[str, Any]) -> Html:
    start, end = find_paragraph(article.text, evidence["start"], evidence["end"])
    quote = Highlight(start=evidence["start"], end=evidence["end"], css=QUOTE_CSS)
    marks = [quote, *mark_mentions(document["mentions"])]
    return render_passage(article, start=start, end=end, highlights=marks)


def _render_again(
    article: Article, document: Document, evidence: Mapping[str, Any], language: str
) -> Html:
    """Return a sentence that tells the fact again, and why it is taken to."""
    quote = _render_quote(article, document, evidence)
    if not evidence.get("retells"):
        return quote
    why = (
        f"{label('fact.retells', language)}: {explain_link(evidence['retells'], language=language)}"
    )
    return join(quote, element("p", element("small", escape_text(why)), dir="auto"))


def _phrase_precision(told: Told, language: str) -> Html:
    words = label(f"precision.{told['location_precision']}", language)
    if not told["radius_km"] or told["location_precision"] in {"country", "none"}:
        return escape_text(words)
    radius = f"{label('fact.radius', language)} {told['radius_km']:g} {label('fact.km', language)}"
    return escape_text(f"{words} · {radius}")


def _phrase_when(told: Told, language: str) -> Html:
    when = phrase_when(told, language)
    if not told["date_text"]:
        return when
    words = join(escape_text("«"), isolated(told["date_text"]), escape_text("»"))
    return join(when, escape_text(f" · {label('fact.words', language)} "), words)


def _phrase_who(told: Told, language: str) -> Html:
    known = escape_text(label(f"attribution_class.{told['attribution_class']}", language))
    if not told["attribution"]:
        return known
    return join(known, escape_text(" · "), isolated(told["attribution"]))


def render_mention(mention: Mapping[str, Any], language: str) -> Html:
    """Return a toponym with the reason for it and every candidate."""
    chosen = mention["place"]["id"] if mention["place"] else None
    items = [_render_candidate(one, chosen, language) for one in mention["candidates"]]
    heading = element("h5", isolated(mention["surface"]))
    told = explain_reason(mention["reason"], language=language)
    reason = element("p", escape_text(told), dir="auto")
    return element("section", heading, reason, element("ol", *items))


def _render_candidate(candidate: Mapping[str, Any], chosen: str | None, language: str) -> Html:
    names = ("name_ar", "name_en") if language == "ar" else ("name_en", "name_ar")
    name = next((candidate[one] for one in names if candidate[one]), candidate["id"])
    feature = label(f"feature.{candidate['feature_code']}", language)
    where = candidate["admin1"] or candidate["country"]
    facts = " · ".join(part for part in (feature, where, f"{candidate['score']:.2f}") if part)
    parts = [isolated(name), escape_text(f" · {facts}")]
    if candidate["id"] == chosen:
        parts.append(element("strong", escape_text(f" ({label('fact.chosen', language)})")))
    told = explain_reason(candidate["reason"], language=language)
    reason = element("small", escape_text(told), dir="auto")
    return element("li", *parts, reason)
