"""The figures of an evaluation of facts, as tables, as JSON and as a list of misses."""

from collections.abc import Iterator
from dataclasses import asdict
from itertools import groupby
from typing import Any

from geo.evaluation.facts import FactReport, Score
from geo.evaluation.markdown import markdown_table

_WIDTH = 14


def format_report(report: FactReport) -> str:
    """Return the figures as a plain table, a line a figure."""
    lines = [f"facts, {report.split}: {report.articles} articles", ""]
    lines += [_row("", "wanted", "found", "recall", "given", "precision")]
    lines += [_row(name, *_cells(score)) for name, score in _scores(report).items()]
    lines += ["", _row("of those found", "right", "of", "share")]
    for measure, share in report.measures.items():
        lines.append(_row(measure, share.right, share.of, _ratio(share.right, share.of)))
    lines += ["", *(_row(name, count) for name, count in _counts(report).items())]
    lines += ["", _row("belief", "facts", "mean", "right", "share")]
    lines += [_row(*cells) for cells in _list_beliefs(report)]
    lines += [_row("Brier score", _brier(report))]
    return "\n".join(line.rstrip() for line in lines)


def format_markdown(report: FactReport) -> str:
    """Return the figures as two Markdown tables, for the documentation."""
    scores = [(name, *_cells(score)) for name, score in _scores(report).items()]
    measures = [
        (measure, share.right, share.of, _ratio(share.right, share.of))
        for measure, share in report.measures.items()
    ]
    return "\n".join(
        [
            *markdown_table(("", "wanted", "found", "recall", "given", "precision"), scores),
            "",
            *markdown_table(("of those found", "right", "of", "share"), measures),
            "",
            *markdown_table(("beside them", "facts"), _counts(report).items()),
            "",
            *markdown_table(("belief", "facts", "mean", "right", "share"), _list_beliefs(report)),
            "",
            f"Brier score: {_brier(report)}",
        ]
    )


def format_misses(report: FactReport) -> str:
    """Return every miss grouped by its cause; nothing for a split that must stay unseen."""
    lines: list[str] = []
    for cause, group in groupby(report.misses or (), key=lambda miss: miss.cause):
        misses = list(group)
        lines += [f"== {cause} ({len(misses)})", *(f"  {miss.what}" for miss in misses)]
    return "\n".join(lines)


def report_document(report: FactReport) -> dict[str, Any]:
    """Return the figures towards JSON; a share of nothing is null."""
    return {
        "gold": "facts",
        "split": report.split,
        "articles": report.articles,
        "scores": {name: _score_document(score) for name, score in _scores(report).items()},
        "measures": {
            measure.value: {"right": share.right, "of": share.of}
            for measure, share in report.measures.items()
        },
        **{name.replace(" ", "_"): count for name, count in _counts(report).items()},
        "calibration": asdict(report.calibration),
    }


def _scores(report: FactReport) -> dict[str, Score]:
    return {"all": report.overall, **report.languages, **report.kinds}


def _counts(report: FactReport) -> dict[str, int]:
    return {
        "false on map": report.false_on_map,
        "missing on map": report.missing_on_map,
        "no fact read": report.no_fact_read,
        "numbers invented": report.numbers_invented,
        "quotes not exact": report.quotes_not_exact,
    }


def _list_beliefs(report: FactReport) -> Iterator[tuple[str, int, str, int, str]]:
    """Yield how many facts are believed so much, and how many of them are right."""
    for told in report.calibration.bins:
        interval = f"{told.low:.1f} to {told.high:.1f}"
        share = _ratio(told.holds, told.count)
        yield interval, told.count, f"{told.mean_score:.2f}", told.holds, share


def _brier(report: FactReport) -> str:
    brier = report.calibration.brier
    return "-" if brier is None else f"{brier:.4f}"


def _score_document(score: Score) -> dict[str, Any]:
    return {
        "wanted": score.wanted,
        "found": score.found,
        "given": score.given,
        "recall": None if score.recall is None else round(score.recall, 3),
        "precision": None if score.precision is None else round(score.precision, 3),
    }


def _cells(score: Score) -> tuple[object, ...]:
    recall = _ratio(score.found, score.wanted)
    return (score.wanted, score.found, recall, score.given, _ratio(score.found_given, score.given))


def _ratio(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "-"


def _row(name: str, *cells: object) -> str:
    return f"{name:<18}" + "".join(f"{cell!s:>{_WIDTH - 3}}" for cell in cells)
