"""What a draft tells: a fact before it is placed, and where it is."""

from typing import NamedTuple

from geo.models import AttributionClass, DateInterval, Kind, Modality, Place, Quantity


class Told(NamedTuple):
    """What a fact tells beside its places."""

    kind: Kind
    type: str
    modality: Modality
    date: DateInterval
    actor: str
    target: str
    counted: Quantity | None
    killed: Quantity | None
    wounded: Quantity | None
    attribution: str
    attribution_class: AttributionClass
    mode: str


class Where(NamedTuple):
    """Where a fact is, and the ends of a movement.

    Of a movement `places` are further places it is told to come from. `review` is set when an
    earlier sentence told the place or an end, or no source knows it.
    """

    places: tuple[Place, ...] = ()
    origin: Place | None = None
    destinations: tuple[Place, ...] = ()
    via: tuple[Place, ...] = ()
    review: str = ""

    @property
    def has_ends(self) -> bool:
        """Whether any end of a movement is known."""
        return bool(self.origin or self.destinations or self.via)
