"""Origins: how many independent reports tell a fact, and why the others are none."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from geo.corroboration.citations import cites, is_same_speaker
from geo.corroboration.tellings import Telling, share_a_sentence
from geo.text.fold import fold_text

IsReprint = Callable[[str, str], bool]


class Dependence(StrEnum):
    """Why a report is no new origin beside one that was there before; the first that holds."""

    REPRINT = "reprint"
    SAME_WORDS = "same_words"
    SAME_OUTLET = "same_outlet"
    CITED_OUTLET = "cited_outlet"
    SAME_SPEAKER = "same_speaker"


@dataclass(frozen=True, slots=True, kw_only=True)
class Origins:
    """How many origins tellings have; `dependences` has one entry a telling, None for an origin."""

    count: int
    dependences: tuple[Dependence | None, ...]


def count_origins(tellings: Sequence[Telling], *, is_reprint: IsReprint) -> Origins:
    """Count the independent reports among tellings of one fact, the earliest first.

    Reports that depend on each other through a third are one origin: if two have nothing in
    common but both copy a third, they count once.
    """
    heads = list(range(len(tellings)))
    dependences: list[Dependence | None] = []
    for number, telling in enumerate(tellings):
        links = {
            earlier: why
            for earlier in range(number)
            if (why := find_dependence(telling, tellings[earlier], is_reprint=is_reprint))
        }
        head = min((heads[earlier] for earlier in links), default=number)
        joined = {heads[earlier] for earlier in links}
        heads = [head if one in joined else one for one in heads]
        heads[number] = head
        dependences.append(min(links.values(), key=list(Dependence).index) if links else None)
    return Origins(count=len(set(heads)), dependences=tuple(dependences))


def find_dependence(
    later: Telling, earlier: Telling, *, is_reprint: IsReprint
) -> Dependence | None:
    """Return why the later report is no new origin beside the earlier one, None if it is one."""
    if is_reprint(later.article_id, earlier.article_id):
        return Dependence.REPRINT
    if share_a_sentence(later, earlier):
        return Dependence.SAME_WORDS
    if later.outlet and fold_text(later.outlet) == fold_text(earlier.outlet):
        return Dependence.SAME_OUTLET
    if cites(later, earlier.outlet) or cites(earlier, later.outlet):
        return Dependence.CITED_OUTLET
    return Dependence.SAME_SPEAKER if is_same_speaker(later, earlier) else None
