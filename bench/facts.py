"""Score the facts read in the labelled articles: ``python -m bench.facts [--verbose]``.

``--verbose`` lists, for the dev split only, every miss, grouped by its cause in the order in
which they are worth mending, so that ``| grep -A20 '== wrong date'`` is one kind of work:

- missed: nothing is read there: no trigger fired, or it was discarded (the reason follows);
- missed: another type is read there: a trigger fired, its type is neither the gold's nor one of
  ``type_neighbours.csv``;
- missed: one answer for two facts: merged, or told by one trigger;
- wrong place, date, count, killed, speaker, modality: wanted and got, the gold's quotes, and
  the rule of the answer in ``< >``; a place that is missed says how far the nearest answer is
  from its point and how far it may be;
- drawn, must not be: the gold keeps it in the panel; not drawn, should be: with the places got;
- extra: read and not told, with what the gold has in the same words, "in a passage without a
  fact" when the gold marks it as a trap. Evidence is a whole sentence: an extra beside a gold
  fact of another type is often one missed fact told twice.
"""

import argparse
import json
from pathlib import Path

from geo.evaluation.fact_gold import DEV, FILES
from geo.evaluation.fact_report import (
    format_markdown,
    format_misses,
    format_report,
    report_document,
)
from geo.evaluation.facts import evaluate_facts

GOLD = Path(__file__).resolve().parent / "gold" / "facts"


def main() -> None:
    """Print the figures of one split."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--split", choices=FILES, default=DEV)
    parser.add_argument("--verbose", action="store_true", help="list every miss (dev only)")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print the figures as JSON")
    form.add_argument("--markdown", action="store_true", help="print the tables of the docs")
    arguments = parser.parse_args()
    report = evaluate_facts(GOLD, split=arguments.split)
    if arguments.verbose:
        print(format_misses(report), end="\n\n")
    if arguments.json:
        print(json.dumps(report_document(report)))
    else:
        print(format_markdown(report) if arguments.markdown else format_report(report))


if __name__ == "__main__":
    main()
