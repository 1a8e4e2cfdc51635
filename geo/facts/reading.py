"""A sentence as the fact rules see it: its signals, places, dates, numbers and clauses."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import KeysView, Sequence
from dataclasses import dataclass, field

from geo.facts.lazy import lazy
from geo.facts.signals import Signal, SignalKind, Signals
from geo.facts.themes import PARTIES, is_peaceful, read_themes
from geo.facts.words import read_endings
from geo.models import (
    Article,
    AttributionClass,
    DateInterval,
    LocationPrecision,
    Mention,
    Quantity,
    Sentence,
)
from geo.text.phrases import read_article

SPEAKER_CHARS = 90
"""How long the words that name a speaker may be, up to what is said."""

BEHIND_CHARS = 100
"""How much farther a word behind a trigger is than one before it, unless it is beside it."""

BEFORE_CHARS = 25
"""How much farther a word before a verb is than one behind it, if the verb is done to it."""

BESIDE_CHARS = 12
"""A word this near behind a trigger is beside it: 'were detained by police'."""

FAR_CHARS = 1_000_000
"""How far a word is that does not stand in the sentence."""

CLAUSE_CHARS = 30
"""How much farther apart two positions are for each clause between them."""

PLUPERFECT_CHARS = 45
"""How far the parts of a pluperfect may stand apart: ``كان التنظيم قد ... سيطر``."""

NAMING = frozenset({"speaker", "anonymous", "post", "spokesman", "group"})
"""Roles of the words that name who may speak."""

COUNTED_CHARS = 2
"""What is counted stands this near behind its number."""

_CONCEPT = SignalKind.CONCEPT
_ONE_PERSON = "one_person"
_PHRASE_STOPS = ("that", "already", "relative", "speaker_end")
_SAYING_ROLES = frozenset({"speech", "telling", "according", "appeal", "verified"})
_STOP = re.compile('«[^»\\n]{1,25}»|“[^”\\n]{1,25}”|"[^"\\n]{1,25}"|[،,؛;:.!?؟«»“”"()\\n–—]')
"""Where a clause ends; a name in quotation marks is no clause of its own."""

_QUOTED = re.compile('«[^»]*(?:»|$)|“[^”]*(?:”|$)|"[^"]*(?:"|$)')


@dataclass(kw_only=True, eq=False)
class Reading:
    """One sentence with all that was read in it; offsets are of the article.

    A view, made for every sentence: what is asked of it is looked up once and kept.
    """

    article: Article
    sentence: Sentence
    signals: Signals
    mentions: tuple[Mention, ...]
    dates: tuple[DateInterval, ...]
    quantities: tuple[Quantity, ...]
    themes: frozenset[str]
    is_peaceful: bool

    @property
    def text(self) -> str:
        """The words of the sentence, exactly."""
        return self.article.text[self.sentence.start : self.sentence.end]

    @lazy
    def words(self) -> frozenset[str]:
        """The words of the sentence in their match form."""
        folded = self.signals.folded
        start, end = folded.position(self.sentence.start), folded.position(self.sentence.end)
        return frozenset(folded.words[start:end].split())

    _by_kind: dict[SignalKind, list[Signal]] = field(default_factory=dict, init=False, repr=False)

    def of_kind(self, kind: SignalKind) -> list[Signal]:
        """Return the sentence's signals of one kind."""
        found = self._by_kind.get(kind)
        if found is None:
            found = self.signals.within(kind, self.sentence.start, self.sentence.end)
            self._by_kind[kind] = found
        return found

    def of_role(self, role: str) -> list[Signal]:
        """Return the words of one role in speaking: verbs of speech, posts, pronouns ..."""
        return self._speaker_words.get(role, [])

    @lazy
    def _speaker_words(self) -> dict[str, list[Signal]]:
        words: dict[str, list[Signal]] = defaultdict(list)
        for signal in self.of_kind(SignalKind.SPEAKER):
            words[signal.row.detail].append(signal)
        return words

    @lazy
    def triggers(self) -> list[Signal]:
        """The sentence's triggers, those that tell nothing included."""
        return self.of_kind(SignalKind.TRIGGER)

    @lazy
    def trigger_keys(self) -> frozenset[str]:
        """What the sentence's triggers tell."""
        return frozenset([trigger.row.key for trigger in self.triggers])

    @lazy
    def _concept_words(self) -> dict[str, list[Signal]]:
        words: dict[str, list[Signal]] = defaultdict(list)
        for signal in self.of_kind(_CONCEPT):
            if signal.row.key != _ONE_PERSON or not self._is_of_many(signal):
                words[signal.row.key].append(signal)
        return words

    def _is_of_many(self, person: Signal) -> bool:
        """Return whether a noun in the singular is what a larger number counts: ``ألف مقاتل``."""
        return any(
            quantity.min > 1 and quantity.start <= person.start <= quantity.end + COUNTED_CHARS
            for quantity in self.quantities
        )

    def of_concept(self, concept: str) -> list[Signal]:
        """Return the sentence's words of one concept, in order."""
        return self._concept_words.get(concept, [])

    @property
    def named(self) -> KeysView[str]:
        """The concepts that words of the sentence name."""
        return self._concept_words.keys()

    def is_behind(
        self, position: int, concept: str, chars: int, *, in_clause: bool = False
    ) -> bool:
        """Return whether a position stands at most `chars` behind a word of a concept.

        If `in_clause`, only a word of the position's own clause counts.
        """
        for start, end, _, _ in self._concept_words.get(concept, ()):
            if 0 <= position - end <= chars and (
                not in_clause or self.share_clause(start, position)
            ):
                return True
        return False

    @lazy
    def border_words(self) -> list[Signal]:
        """The words that mean the border itself, not those who guard it."""
        forces = [(word.start, word.end) for word in self.of_concept("force")]
        return [
            word
            for word in self.of_concept("border")
            if not any(start <= word.start and word.end <= end for start, end in forces)
        ]

    @lazy
    def concepts(self) -> frozenset[str]:
        """The concepts that the sentence names, those found by other readers included."""
        named = set(self._concept_words)
        if self.quantities:
            named.add("number")
        for mention in self.mentions:
            if mention.place:
                wide = mention.place.precision is LocationPrecision.COUNTRY
                named.add("country" if wide else "place")
        return frozenset(named | self.themes)

    @lazy
    def peace_themes(self) -> frozenset[str]:
        """What the article is about, the parties left out."""
        return self.themes.difference(PARTIES)

    def in_speaker(self, position: int) -> bool:
        """Return whether a position stands in the words that name who speaks.

        Between a speaker's post and the word that opens what is said: the police chief of
        Kirkuk said that ...
        """
        return any(start <= position < end for start, end in self._speaker_spans)

    @lazy
    def _speaker_spans(self) -> list[tuple[int, int]]:
        """The stretches from a speaker's post to the word that opens what is said."""
        spans = []
        opened = [word.start for word in self.of_concept("that")]
        for speaker in self.of_kind(SignalKind.SPEAKER) if opened else ():
            end = next((start for start in opened if start >= speaker.end), -1)
            names = speaker.row.detail in NAMING and speaker.row.detail != "group"
            told = any(speaker.end <= trigger.start < end for trigger in self.triggers)
            if names and not told and end <= speaker.end + SPEAKER_CHARS:
                spans.append((speaker.end, end))
        return spans

    @lazy
    def phrase_stops(self) -> list[int]:
        """Where the words that name a speaker end at the latest: at what is said, when, how many.

        In order; verbs of speech, triggers and whom somebody speaks to are among them.
        """
        words = [*self.triggers, *(w for key in _PHRASE_STOPS for w in self.of_concept(key))]
        words += [s for s in self.of_kind(SignalKind.SPEAKER) if ends_phrase(s)]
        stops = [word.start - bool(word.clitic) for word in words]
        stops += [told.start_char for told in self.dates if told.start_char is not None]
        return sorted((*stops, *(quantity.start for quantity in self.quantities)))

    def nearest_concept(self, trigger: Signal, concept: str) -> int:
        """Return how far the nearest word of a concept is from a trigger, in characters.

        A word before it or right behind it is nearer: so who acts is mostly told. What only the
        article as a whole is about has no word here and is the farthest.
        """
        nearest = FAR_CHARS
        for word in self._concept_words.get(concept, ()):
            gap = trigger.start - word.start
            if gap <= 0:
                gap = word.start - trigger.end
                gap += BEHIND_CHARS if gap > BESIDE_CHARS else 0
            if gap < nearest and not self._speaks(word):
                nearest = gap
        return nearest

    def _speaks(self, word: Signal) -> bool:
        """Return whether a word stands right before the verb of who speaks: 'police said'."""
        return any(0 <= verb.start - word.end <= 2 for verb in self.of_role("speech"))

    def object_gap(self, trigger: Signal, concept: str, *, is_active: bool = False) -> int:
        """Return how far the nearest word of a concept is that may be what a verb is done to.

        What stands behind the verb is nearer than what stands before it, as in the passive;
        if the verb `is_active`, only what stands behind it counts.
        """
        spans = [(word.start, word.end) for word in self.of_concept(concept)]
        if concept == "place":
            spans += [(m.start, m.end) for m in self.mentions if m.place]
        gaps = [
            start - trigger.end if start >= trigger.end else trigger.start - end + BEFORE_CHARS
            for start, end in spans
            if start >= trigger.end or not is_active
        ]
        return min(gaps, default=FAR_CHARS)

    def nearest_date(self, trigger: Signal) -> int | None:
        """Return where the date told nearest to a trigger begins, None when none is told."""
        starts = [told.start_char for told in self.dates if told.start_char is not None]
        return min(starts, key=lambda s: (self.distance(trigger.start, s), s), default=None)

    def is_definite(self, trigger: Signal) -> bool:
        """Return whether a trigger's noun is definite: 'the attack', 'that shelling', 'their'."""
        words = self.article.text[trigger.start : trigger.end]
        if words.startswith(read_article()) or self.has_possessive(trigger):
            return True
        return self.is_behind(trigger.start, "definite", 1)

    def has_possessive(self, word: Signal) -> bool:
        """Return whether a word ends with whose it is: ``أركانه``."""
        return self.article.text[word.start : word.end].endswith(read_endings("possessive"))

    def is_pluperfect(self, trigger: Signal) -> bool:
        """Return whether a trigger lies behind what is told: 'had seized', ``كان قد سيطر``."""
        return any(
            was.start <= done.start <= was.end + PLUPERFECT_CHARS
            and done.end < trigger.start <= done.end + PLUPERFECT_CHARS
            for done in self.of_concept("already")
            for was in self.of_concept("was")
        )

    @lazy
    def quotations(self) -> list[tuple[int, int]]:
        """The spans of the sentence that stand in quotation marks, the marks included."""
        quoted = _QUOTED.finditer(self.article.text, self.sentence.start, self.sentence.end)
        return [found.span() for found in quoted]

    @lazy
    def clause_starts(self) -> list[int]:
        """Where the sentence's clauses begin: after a stop, or at a word that opens one."""
        start, end = self.sentence.start, self.sentence.end
        stops = _STOP.finditer(self.article.text, start, end)
        starts = {start, *(stop.end() for stop in stops if stop.end() - stop.start() == 1)}
        starts.update(word.start for word in self.of_concept("boundary"))
        return sorted(starts)

    def clause_of(self, position: int) -> int:
        """Return the number of the clause at a position."""
        return bisect_right(self.clause_starts, position)

    def share_clause(self, a: int, b: int) -> bool:
        """Return whether two positions stand in one clause."""
        return self.clause_of(a) == self.clause_of(b)

    def distance(self, a: int, b: int) -> int:
        """Return how far two positions are apart: characters, and more for each clause between."""
        return abs(a - b) + CLAUSE_CHARS * abs(self.clause_of(a) - self.clause_of(b))


def ends_phrase(speaker: Signal) -> bool:
    """Return whether a speaker's words open what is said, or name whom it is said to."""
    return speaker.row.detail in _SAYING_ROLES or is_hearer(speaker)


def is_hearer(speaker: Signal) -> bool:
    """Return whether a speaker's words name whom somebody speaks to: ``لوكالة``."""
    return speaker.clitic == "to" and speaker.row.key == AttributionClass.MEDIA


def make_readings(
    article: Article, sentences: Sequence[Sentence], mentions: Sequence[Mention],
    dates: Sequence[DateInterval], quantities: Sequence[Quantity], signals: Signals,
) -> list[Reading]:  # fmt: skip
    """Return each sentence with what was read in it; all lists are in order of position."""
    themes, peaceful = read_themes(signals), is_peaceful(signals)
    mention_starts = [mention.start for mention in mentions]
    date_starts = [told.start_char or 0 for told in dates]
    quantity_starts = [quantity.start for quantity in quantities]
    return [
        Reading(
            article=article, sentence=s, signals=signals, themes=themes, is_peaceful=peaceful,
            mentions=tuple(mentions[_between(mention_starts, s)]),
            dates=tuple(dates[_between(date_starts, s)]),
            quantities=tuple(quantities[_between(quantity_starts, s)]),
        )
        for s in sentences
    ]  # fmt: skip


def _between(starts: Sequence[int], sentence: Sentence) -> slice:
    """Return which of the things that begin at sorted `starts` begin in a sentence."""
    return slice(bisect_left(starts, sentence.start), bisect_left(starts, sentence.end))
