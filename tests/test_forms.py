"""The notation of the lexicon: choices, groups and paradigms, and what it says of a slip."""

from collections import Counter

import pytest

from geo.errors import DataError
from geo.tables import Row, read_table
from geo.text import forms
from geo.text.forms import expand_forms, read_forms


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        pytest.param("killed|shot dead", ["killed", "shot dead"], id="words as they are"),
        pytest.param("", [], id="an empty cell"),
        pytest.param("carr:verb_y off", ["carry off", "carries off", "carried off",
                                         "carrying off"], id="a paradigm with words behind"),
        pytest.param("(sent/flew) (troops/tanks)", ["sent troops", "sent tanks", "flew troops",
                                                    "flew tanks"], id="choices: every pair"),
        pytest.param("(raid:plural/sweep) on", ["raid on", "raids on", "sweep on"],
                     id="a paradigm within a choice"),
        pytest.param("cross (the/) border", ["cross the border", "cross border"],
                     id="an empty alternative"),
        pytest.param("(قوات/أرتال)ها", ["قواتها", "أرتالها"], id="an ending joined to a choice"),
        pytest.param("<lose> hope", ["lose hope", "loses hope", "lost hope", "losing hope"],
                     id="a group"),
        pytest.param("(<burst>/came) in", ["burst in", "bursts in", "bursting in", "came in"],
                     id="a group within a choice"),
        pytest.param("f/a-18", ["f/a-18"], id="a stroke outside a choice"),
        pytest.param("(a/b) x|b x", ["a x", "b x"], id="nothing twice"),
    ],
)  # fmt: skip
def test_a_cell_means_its_forms(cell: str, written: list[str]) -> None:
    assert expand_forms(cell) == written


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        pytest.param("(sent/flew troops", r"form '\(sent/flew troops' has a bracket alone; write "
                     r"\(one/other\) or <group>", id="not closed"),
        pytest.param("(sent|flew) troops", r"form '\(sent' has a bracket alone", id="parted by |"),
        pytest.param("((a/b)/c) d", r"has a bracket alone", id="a choice in a choice"),
        pytest.param("(sent) troops", r"choice '\(sent\)' has one alternative; part them with '/'",
                     id="no choice"),
        pytest.param("<sends> troops", r"form '<sends> troops': no group 'sends'; add it to "
                     r"lexicon/groups.csv, above its use", id="unknown group"),
        pytest.param("send:verbs troops", r"form 'send:verbs troops' needs one paradigm after its "
                     r"stem, of lexicon/paradigms.csv: past, ", id="unknown paradigm"),
        pytest.param("send:", r"form 'send:' needs one paradigm", id="no paradigm"),
        pytest.param("send:verb tank:plural", r"needs one paradigm", id="two paradigms"),
    ],
)  # fmt: skip
def test_a_slip_is_named_with_its_remedy(cell: str, message: str) -> None:
    with pytest.raises(DataError, match=message):
        expand_forms(cell)


def test_a_slip_in_a_table_is_named_with_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    rows: list[Row] = [{"forms": "sent"}, {"forms": "sent"}, {"forms": "(sent troops"}]
    monkeypatch.setattr(forms, "read_table", lambda *_: rows)
    with pytest.raises(DataError, match=r"table 'lexicon/modes.csv', line 4: form '\(sent troops'"):
        list(read_forms("lexicon/modes", "forms"))


def test_groups_have_one_name_and_are_used() -> None:
    names = Counter(row["group"] for row in read_table("lexicon/groups"))
    lexicon = {table: read_table(f"lexicon/{table}") for table in ("groups", "triggers")}
    cells = " ".join(row["forms"] for rows in lexicon.values() for row in rows)
    assert [name for name, times in names.items() if times > 1 or f"<{name}>" not in cells] == []
