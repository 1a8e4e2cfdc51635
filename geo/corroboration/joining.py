"""Corroboration: one fact told in several articles is one fact, with every article that tells it.

Only tellings that share a block are compared: a type, a place and a day, or a telling number, or
a sentence. Pairs that agree enough are joined, the strongest first, unless any two tellings of
the two groups contradict each other, stand in one article, or were set apart by an analyst. The
outcome depends on the set of tellings alone, never on their order.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from geo.corroboration.agreement import Agreement, IsReprint, compare_tellings, read_threshold
from geo.corroboration.blocks import list_pairs
from geo.corroboration.origins import Origins, count_origins
from geo.corroboration.tellings import Telling

Apart = frozenset[frozenset[str]]
"""Pairs of ids of facts that an analyst has set apart."""

NONE_APART: Apart = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Corroboration:
    """Tellings of one fact, the earliest first.

    `reasons` says for each telling but the first what joined it to the others, as codes
    (`geo.corroboration.agreement`); the first has "".
    """

    tellings: tuple[Telling, ...]
    reasons: tuple[str, ...]
    origins: Origins


def corroborate(
    tellings: Iterable[Telling], *, is_reprint: IsReprint, apart: Apart = NONE_APART
) -> list[Corroboration]:
    """Find the facts that several articles tell.

    Returns
    -------
    list of Corroboration
        only those of two tellings and more, sorted by the first one's id
    """
    ordered = sorted(tellings, key=lambda telling: telling.id)
    compare = _Comparison(ordered, is_reprint=is_reprint, apart=apart)
    links = sorted(_find_links(ordered, compare), key=lambda link: (-link[0].weight, *link[1:]))
    groups = _join_links(links, compare)
    found = [_make_corroboration(group, ordered, compare) for group in groups]
    return sorted(found, key=lambda one: one.tellings[0].id)


Link = tuple[Agreement, int, int]


class _Comparison:
    """Compares tellings by their positions."""

    def __init__(self, tellings: Sequence[Telling], *, is_reprint: IsReprint, apart: Apart) -> None:
        self._tellings, self._apart = tellings, apart
        self.is_reprint = cache(is_reprint)

    def __call__(self, a: int, b: int) -> Agreement | None:
        one, other = self._tellings[a], self._tellings[b]
        if self._apart and frozenset((one.id, other.id)) in self._apart:
            return None
        return compare_tellings(one, other, is_reprint=self.is_reprint)


def _find_links(tellings: Sequence[Telling], compare: _Comparison) -> Iterator[Link]:
    """Yield every pair that agrees enough."""
    least = read_threshold()
    for pair in list_pairs(tellings):
        agreement = compare(*pair)
        if agreement and agreement.weight >= least:
            yield agreement, *pair


def _join_links(links: Iterable[Link], compare: _Comparison) -> list[list[int]]:
    """Return groups of positions; no two tellings of a group contradict each other."""
    group_of: dict[int, list[int]] = {}
    for _, a, b in links:
        first, second = group_of.get(a, [a]), group_of.get(b, [b])
        if first is second or any(compare(one, other) is None for one in first for other in second):
            continue
        joined = [*first, *second]
        group_of.update(dict.fromkeys(joined, joined))
    return [group for number, group in group_of.items() if number == min(group)]


def _make_corroboration(
    group: list[int], tellings: Sequence[Telling], compare: _Comparison
) -> Corroboration:
    order = sorted(group, key=lambda n: (tellings[n].published or "~", tellings[n].id))
    told = tuple(tellings[number] for number in order)
    reasons = [_find_reason(number, order[:place], compare) for place, number in enumerate(order)]
    return Corroboration(
        tellings=told,
        reasons=tuple(reasons),
        origins=count_origins(told, is_reprint=compare.is_reprint),
    )


def _find_reason(number: int, earlier: Sequence[int], compare: _Comparison) -> str:
    """Return what joins a telling most strongly to those before it."""
    found = [agreement for one in earlier if (agreement := compare(number, one))]
    return max(found, key=lambda agreement: agreement.weight).reason if found else ""
