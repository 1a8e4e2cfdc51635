"""The figures of an evaluation of toponyms, as tables, as JSON and as a list of misses."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from itertools import groupby
from typing import Any

from geo.evaluation.markdown import markdown_table
from geo.evaluation.toponyms import NEAR_KM, Recognised, ToponymReport

_WIDTH = 12


def format_reports(reports: Sequence[ToponymReport]) -> str:
    """Return the figures as plain tables, a line a figure, a column a report."""
    columns = [_figures(report) for report in reports]
    width = 2 * _WIDTH
    lines = [_row("", *(report.name for report in reports), width=width)]
    figures = columns[0] if columns else {}
    lines += [_row(name, *(column[name] for column in columns), width=width) for name in figures]
    for report in reports:
        lines += ["", *_calibration_lines(report), "", *_group_lines(report)]
    return "\n".join(line.rstrip() for line in lines)


def format_markdown(reports: Sequence[ToponymReport]) -> str:
    """Return the figures as Markdown tables, a column a report, for the documentation."""
    columns = [_figures(report) for report in reports]
    names = columns[0] if columns else {}
    figures = [(name, *(column[name] for column in columns)) for name in names]
    lines = markdown_table(("", *(report.name for report in reports)), figures)
    for report in reports:
        head = (f"belief, {report.name}", "names", "mean belief", "are places", "share")
        lines += ["", *markdown_table(head, _calibration_rows(report))]
    return "\n".join(lines)


def format_misses(reports: Sequence[ToponymReport]) -> str:
    """Return every wrong answer, grouped by text."""
    lines = []
    for report in reports:
        for text_id, misses in groupby(report.misses, key=lambda miss: miss.text_id):
            lines.append(text_id)
            lines += [f"  {miss.what}: {miss.surface} {miss.answer}".rstrip() for miss in misses]
    return "\n".join(lines)


def report_document(report: ToponymReport) -> dict[str, Any]:
    """Return the figures towards JSON."""
    return {
        "gold": "toponyms",
        "name": report.name,
        "texts": report.texts,
        "recognised": {**asdict(report.recognised), **_rates(report.recognised)},
        "resolved": asdict(report.resolved),
        "calibration": asdict(report.calibration),
        "groups": {name: _rates(group) for name, group in report.groups.items()},
    }


def _rates(recognised: Recognised) -> dict[str, float]:
    return {
        "precision": round(recognised.precision(), 4),
        "recall": round(recognised.recall(), 4),
        "f1": round(recognised.f1(), 4),
        "exact_f1": round(recognised.f1(exact=True), 4),
    }


def _figures(report: ToponymReport) -> dict[str, str]:
    found, placed = report.recognised, report.resolved
    figures = {
        "texts": str(report.texts),
        "toponyms wanted": str(found.wanted),
        "precision": f"{found.precision():.3f}",
        "recall": f"{found.recall():.3f}",
        "F1": f"{found.f1():.3f}",
        "F1, exact spans": f"{found.f1(exact=True):.3f}",
        "names not in the gazetteer": str(found.gaps),
        "F1 without those": f"{found.covered_f1():.3f}",
        "traps violated": f"{found.violated} of {found.traps}",
        "resolved right": _share(placed.right, placed.of),
    }
    figures |= {f"within {km} km": _share(placed.near[km], placed.of) for km in NEAR_KM}
    figures["median error, km"] = "-" if placed.median_km is None else f"{placed.median_km:.1f}"
    figures["AUC of the error"] = "-" if placed.error_auc is None else f"{placed.error_auc:.3f}"
    brier = report.calibration.brier
    figures["Brier score"] = "-" if brier is None else f"{brier:.4f}"
    return figures


def _calibration_lines(report: ToponymReport) -> Iterator[str]:
    yield _row(f"belief, {report.name}", "names", "mean belief", "places", "share")
    for row in _calibration_rows(report):
        yield _row(*row)


def _calibration_rows(report: ToponymReport) -> Iterator[tuple[str, int, str, int, str]]:
    for told in report.calibration.bins:
        share = _share(told.holds, told.count)
        interval = f"{told.low:.1f} to {told.high:.1f}"
        yield interval, told.count, f"{told.mean_score:.2f}", told.holds, share


def _group_lines(report: ToponymReport) -> Iterator[str]:
    if not report.groups:
        return
    yield _row(f"class, {report.name}", "wanted", "found", "given", "traps")
    for name, group in report.groups.items():
        traps = f"{group.violated}/{group.traps}" if group.traps else "-"
        yield _row(name, group.wanted, group.found, group.given, traps)


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "-"


def _row(name: str, *cells: object, width: int = _WIDTH) -> str:
    return f"{name:<28}" + "".join(f"{cell!s:>{width}}" for cell in cells)
