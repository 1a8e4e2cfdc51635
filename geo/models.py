"""The values that pass from stage to stage: frozen, typed, free of any library."""

from dataclasses import dataclass
from enum import StrEnum


class SentenceRole(StrEnum):
    """What a sentence is in its article; captions, datelines and bylines make no marks."""

    HEADLINE = "headline"
    BODY = "body"
    QUOTE = "quote"
    CAPTION = "caption"
    DATELINE = "dateline"
    BYLINE = "byline"


class LocationPrecision(StrEnum):
    """How wide a place is known; decides how it is drawn."""

    SITE = "site"
    SETTLEMENT = "settlement"
    NEAR = "near"
    DISTRICT = "district"
    PROVINCE = "province"
    REGION = "region"
    LINE = "line"
    BORDER = "border"
    COUNTRY = "country"
    NONE = "none"


class DatePrecision(StrEnum):
    """How closely a date is known; the interval itself is in `DateInterval`."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    RANGE = "range"
    ONGOING = "ongoing"
    RECENT = "recent"
    NONE = "none"


class Kind(StrEnum):
    """The five kinds of fact; claims are never drawn on the map."""

    INCIDENT = "incident"
    MOVEMENT = "movement"
    PRESENCE = "presence"
    SECURITY = "security"
    CLAIM = "claim"


class Modality(StrEnum):
    """Whether the text tells a fact as having happened; see `DRAWN_MODALITIES`."""

    ASSERTED = "asserted"
    ATTEMPTED = "attempted"
    PLANNED = "planned"
    FEARED = "feared"
    HYPOTHETICAL = "hypothetical"
    DENIED = "denied"
    HISTORY = "history"


DRAWN_MODALITIES = frozenset({Modality.ASSERTED, Modality.ATTEMPTED})
"""Only facts of these modalities may be drawn on a map."""


class AttributionClass(StrEnum):
    """Who says so, as a class; it is not a score of trust."""

    AGENCY_VERIFIED = "agency_verified"
    NAMED_OFFICIAL = "named_official"
    UNNAMED_OFFICIAL = "unnamed_official"
    GROUP_CLAIM = "group_claim"
    MONITOR = "monitor"
    WITNESS = "witness"
    MEDIA = "media"
    UNATTRIBUTED = "unattributed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """When an article appeared: a day, or bounds around it, or nothing known (all None).

    Dates are ISO text (``2019-02-22``); `after` and `before` are inclusive.
    """

    day: str | None = None
    after: str | None = None
    before: str | None = None
    source: str = ""

    def bounds(self) -> tuple[str, str] | None:
        """Return the first and last day on which it can have appeared, None if not known."""
        first, last = self.day or self.after, self.day or self.before
        return (first, last) if first and last else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One news text, untouched; every offset in Masar counts characters of `text`."""

    id: str
    text: str
    sha256: str
    path: str = ""
    title: str = ""
    outlet: str = ""
    url: str = ""
    language: str = ""
    published: Publication = Publication()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A span ``[start, end)`` of an article with its role and paragraph number (from 0)."""

    start: int
    end: int
    role: SentenceRole
    paragraph: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DateInterval:
    """A date as told: inclusive ISO days, how precise, the words and the rule that read them.

    `start` or `end` is None where that side is open or not known. `start_char` and `end_char`
    are the words' span in the article, None when no words tell the date.
    """

    start: str | None = None
    end: str | None = None
    precision: DatePrecision = DatePrecision.NONE
    text: str = ""
    rule: str = ""
    start_char: int | None = None
    end_char: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number as told: ``[min, max]`` (max None is open above), the noun counted, its span.

    `unit` is the noun's key in ``data/lexicon``, empty when nothing is counted by name.
    """

    min: int
    max: int | None
    start: int
    end: int
    text: str
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place of the gazetteer, or one composed from such places.

    `lon`, `lat` are a representative point in degrees (EPSG:4326), `radius_km` the radius of
    what the name covers. `geometry` names the shape in the boundaries (empty: the point and
    its radius are all that is known). `admin1` is an ISO 3166-2 code, `admin2` a district id,
    `country` an ISO 3166-1 alpha-2 code; each empty when the place spans several or none.
    """

    id: str
    name_en: str
    name_ar: str
    feature_code: str
    lon: float
    lat: float
    radius_km: float
    precision: LocationPrecision
    country: str = ""
    admin1: str = ""
    admin2: str = ""
    geometry: str = ""
    population: int = 0
    ambiguous: bool = False
    source: str = ""
    note: str = ""

    def __hash__(self) -> int:
        """Return the hash of the id: what is equal has the same."""
        return hash(self.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A place a mention may mean, with its share of belief (0 to 1) and the reason in words."""

    place: Place
    score: float
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A toponym in an article: ``article.text[start:end] == surface``.

    `score` is the calibrated belief that the words name a place at all. `place` is None when
    no candidate was chosen; `candidates` is empty when none was found.
    """

    start: int
    end: int
    surface: str
    role: SentenceRole
    score: float
    reason: str
    place: Place | None
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """An exact quote of the article and the rule that read a fact in it.

    `retells` says as codes why it tells the fact again (`geo.facts.coreference`), empty for
    the first that tells it.
    """

    start: int
    end: int
    quote: str
    rule: str
    retells: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing an article reports, with its words.

    `places` says where it is, the most telling first; a movement also has `origin`,
    `destinations` and `via` (where it crosses). `type` is a row of
    ``data/lexicon/fact_types.csv``. `review` says why an analyst should look, empty if
    nothing asks for it. `score` is the calibrated belief that the article tells it, `signs`
    the features it was weighed from.
    """

    id: str
    kind: Kind
    type: str
    modality: Modality
    places: tuple[Place, ...] = ()
    origin: Place | None = None
    destinations: tuple[Place, ...] = ()
    via: tuple[Place, ...] = ()
    date: DateInterval = DateInterval()
    actor: str = ""
    target: str = ""
    count: Quantity | None = None
    killed: Quantity | None = None
    wounded: Quantity | None = None
    attribution: str = ""
    attribution_class: AttributionClass = AttributionClass.UNATTRIBUTED
    mode: str = ""
    evidence: tuple[Evidence, ...] = ()
    origins: int = 1
    score: float = 0.0
    signs: tuple[tuple[str, float], ...] = ()
    review: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Discarded:
    """What looked like a place or a fact and was not taken, and why."""

    reason: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """All that was read from one article."""

    article: Article
    sentences: tuple[Sentence, ...] = ()
    mentions: tuple[Mention, ...] = ()
    facts: tuple[Fact, ...] = ()
    discarded: tuple[Discarded, ...] = ()
