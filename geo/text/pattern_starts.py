"""Starts of patterns: which characters a match of a plain regular expression may begin with."""

_LOOKS = ("?!", "?=", "?<=", "?<!")


def read_starts(pattern: str) -> frozenset[str]:
    """Return the characters a match may begin with.

    Understands what our rules are written in: characters and escapes, classes without ranges,
    groups, looks ahead and behind (which begin nothing), ``|``, ``?``, ``*``, ``+``, ``{0,3}``.

    >>> sorted(read_starts("(?:a?|[bc]+)d(?!e)"))
    ['a', 'b', 'c', 'd']
    """
    starts, _, _ = _read_choice(pattern, 0)
    return frozenset(starts)


def _read_choice(pattern: str, position: int) -> tuple[set[str], bool, int]:
    """Read alternatives up to a closing bracket: starts, whether empty will do, what follows."""
    starts: set[str] = set()
    nullable = False
    while True:
        found, empty, position = _read_sequence(pattern, position)
        starts |= found
        nullable |= empty
        if position >= len(pattern) or pattern[position] == ")":
            return starts, nullable, position
        position += 1


def _read_sequence(pattern: str, position: int) -> tuple[set[str], bool, int]:
    starts: set[str] = set()
    nullable = True
    while position < len(pattern) and pattern[position] not in "|)":
        found, empty, position = _read_item(pattern, position)
        optional, position = _read_quantifier(pattern, position)
        empty |= optional
        if nullable:
            starts |= found
        nullable &= empty
    return starts, nullable, position


def _read_quantifier(pattern: str, position: int) -> tuple[bool, int]:
    """Read how often an item may stand: whether it may be left out, and what follows."""
    if pattern.startswith("{", position):
        return pattern.startswith("{0", position), pattern.index("}", position) + 1
    if pattern[position : position + 1] in {"?", "*", "+"}:
        return pattern[position] != "+", position + 1
    return False, position


def _read_item(pattern: str, position: int) -> tuple[set[str], bool, int]:
    """Read one character, class or group."""
    mark = pattern[position]
    if mark == "(":
        return _read_group(pattern, position + 1)
    if mark == "[":
        end = pattern.index("]", position)
        return set(pattern[position + 1 : end].replace("\\", "")), False, end + 1
    if mark == "\\":
        return {pattern[position + 1]}, False, position + 2
    return {mark}, False, position + 1


def _read_group(pattern: str, position: int) -> tuple[set[str], bool, int]:
    is_look = pattern.startswith(_LOOKS, position)
    if pattern.startswith("?:", position):
        position += 2
    elif pattern.startswith("?P<", position):
        position = pattern.index(">", position) + 1
    elif is_look:
        position += 3 if pattern[position + 1] == "<" else 2
    starts, nullable, position = _read_choice(pattern, position)
    return (set(), True, position + 1) if is_look else (starts, nullable, position + 1)
