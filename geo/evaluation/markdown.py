"""Tables in Markdown, as the documentation shows them."""

from collections.abc import Iterable


def markdown_table(header: Iterable[str], rows: Iterable[Iterable[object]]) -> list[str]:
    """Return the lines of a table: the first column to the left, figures to the right.

    >>> markdown_table(["place", "km"], [["Rutba", 1.5]])
    ['| place | km |', '| --- | ---: |', '| Rutba | 1.5 |']
    """
    names = list(header)
    lines = (names, ["---", *["---:"] * (len(names) - 1)], *rows)
    return [f"| {' | '.join(map(str, cells))} |" for cells in lines]
