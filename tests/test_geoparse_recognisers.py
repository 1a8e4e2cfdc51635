"""Optional recognisers: their spans are features; the adapters read small models made here."""

import json
from pathlib import Path

import pytest

from geo.errors import InputError
from geo.gazetteer.index import load_gazetteer
from geo.geoparse.mentions import geoparse
from geo.geoparse.recognisers import (
    MAX_PIECE_CHARS,
    NamedSpans,
    Span,
    load_recogniser,
    split_pieces,
)
from geo.models import Article, Mention
from geo.text.fold import fold

TEXT = "Troops left Mosul."


class FixedRecogniser:
    """A recogniser that always finds the same spans."""

    def __init__(self, *spans: Span) -> None:
        self._spans = spans

    def recognise(self, text: str) -> list[Span]:
        return [span for span in self._spans if span.end <= len(text)]


def read(text: str, *recognisers: FixedRecogniser) -> tuple[Mention, ...]:
    article = Article(id="a", text=text, sha256="")
    return geoparse(
        article, (), fold(text), gazetteer=load_gazetteer(), recognisers=recognisers
    ).mentions


def test_a_span_speaks_for_a_name_or_against_it() -> None:
    text = "والتقى ربيعة أمس"
    (alone,) = read(text)
    (named,) = read(text, FixedRecogniser(Span(7, 12, "LOC", 0.9)))
    (person,) = read(text, FixedRecogniser(Span(7, 12, "PER", 0.9)))
    assert person.score < alone.score < named.score
    assert "recogniser_place+" in named.reason


def test_labels_without_a_meaning_and_spans_elsewhere_say_nothing() -> None:
    spans = NamedSpans(
        [Span(0, 5, "DATE", 1.0), Span(20, 30, "GPE", 0.84), Span(22, 25, "ORG", 0.2)]
    )
    assert spans.features(0, 5) == {}
    assert spans.features(24, 26) == {"recogniser_place": 0.8, "recogniser_other": 0.2}


def test_long_texts_are_given_in_pieces_with_their_offsets() -> None:
    text = "كلمة " * 900 + "\n" + "x" * (MAX_PIECE_CHARS + 5)
    pieces = list(split_pieces(text))
    assert max(len(piece) for _, piece in pieces) <= MAX_PIECE_CHARS
    assert all(text.startswith(piece, first) for first, piece in pieces)
    assert "".join(piece for _, piece in pieces) == text


def test_an_unknown_recogniser_is_refused() -> None:
    with pytest.raises(InputError, match="give one of spacy, transformers, gliner"):
        load_recogniser("stanza", "x")


def test_a_model_that_is_not_there_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("spacy", reason="requirements-ner.txt is not installed")
    with pytest.raises(InputError, match="give the folder of a saved model"):
        load_recogniser("spacy", str(tmp_path / "nothing"))


def test_spacy_pipeline_made_here(tmp_path: Path) -> None:
    spacy = pytest.importorskip("spacy", reason="requirements-ner.txt is not installed")
    pipeline = spacy.blank("en")
    ruler = pipeline.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "GPE", "pattern": "Mosul"}])
    pipeline.to_disk(tmp_path / "model")
    recogniser = load_recogniser("spacy", str(tmp_path / "model"))
    assert recogniser.recognise(f"{TEXT} {TEXT}") == [
        Span(12, 17, "GPE", 1.0), Span(31, 36, "GPE", 1.0),
    ]  # fmt: skip


def test_token_classifier_made_here(tmp_path: Path) -> None:
    transformers = pytest.importorskip("transformers", reason="requirements-ner.txt is missing")
    torch = pytest.importorskip("torch", reason="requirements-ner.txt is not installed")
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "troops", "left", "mosul", "."]
    (tmp_path / "vocab.txt").write_text("\n".join(words), encoding="utf-8")
    tokenizer = transformers.BertTokenizerFast(str(tmp_path / "vocab.txt"))
    tokenizer.save_pretrained(tmp_path)
    config = transformers.BertConfig(
        vocab_size=len(words), hidden_size=16, num_hidden_layers=1, num_attention_heads=2,
        intermediate_size=16, id2label={0: "O", 1: "B-LOC"}, label2id={"O": 0, "B-LOC": 1},
    )  # fmt: skip
    model = transformers.BertForTokenClassification(config)
    with torch.no_grad():
        model.classifier.weight.zero_()
        model.classifier.bias.copy_(torch.tensor([0.0, 9.0]))
    model.save_pretrained(tmp_path)
    found = load_recogniser("transformers", str(tmp_path)).recognise(TEXT)
    assert [TEXT[span.start : span.end] for span in found] == ["Troops", "left", "Mosul", "."]
    assert {(span.label, round(span.score, 2)) for span in found} == {("LOC", 1.0)}


def test_gliner_reads_what_its_model_predicts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "gliner.py").write_text(
        "import json, pathlib\n"
        "class GLiNER:\n"
        "    @classmethod\n"
        "    def from_pretrained(cls, folder):\n"
        "        model = cls()\n"
        "        model.names = json.loads(pathlib.Path(folder, 'names.json').read_text())\n"
        "        return model\n"
        "    def predict_entities(self, text, labels):\n"
        "        return [{'start': text.index(n), 'end': text.index(n) + len(n),\n"
        "                 'label': labels[0], 'score': 0.7} for n in self.names if n in text]\n",
        encoding="utf-8",
    )
    (tmp_path / "names.json").write_text(json.dumps(["Mosul"]), encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(__import__("sys").modules, "gliner", raising=False)
    recogniser = load_recogniser("gliner", str(tmp_path))
    assert recogniser.recognise(TEXT) == [Span(12, 17, "location", 0.7)]
