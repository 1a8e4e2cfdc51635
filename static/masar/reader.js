// An article's text, untouched, with its toponyms, its facts and what was left out marked in place.
// `data`: paragraphs [[{text, facts, mention, left, css, chosen, note}]], legend [{css, text}],
// direction, language, textLanguage, scroll, words {legend, previous, next}.
export default function ({ data, parentElement, setTriggerValue }) {
  const host = parentElement.querySelector(".reader");
  const focused = [...host.querySelectorAll("mark, button")].indexOf(host.getRootNode().activeElement);
  host.dir = data.direction;
  const text = node("div", "text");
  text.append(...data.paragraphs.map(drawParagraph));
  host.replaceChildren(drawBar(), text);
  host.onkeydown = step;
  if (focused >= 0) host.querySelectorAll("mark, button")[focused]?.focus({ preventScroll: true });
  const chosen = text.querySelector(".chosen");
  if (chosen && data.scroll !== host.scrolled) show(chosen);
  host.scrolled = data.scroll;

  // The text alone is scrolled, so that the page stays where it is.
  function show(mark) {
    const [a, b] = [mark.getBoundingClientRect(), text.getBoundingClientRect()];
    if (a.top < b.top || a.bottom > b.bottom) text.scrollTop += a.top - b.top - b.height / 3;
  }

  function drawBar() {
    const bar = node("div", "bar");
    const legend = node("ul", "legend");
    legend.setAttribute("aria-label", data.words.legend);
    for (const { css, text } of data.legend) {
      const item = node("li");
      const sample = node("span", `mark ${css}`);
      sample.textContent = text;
      item.append(sample);
      legend.append(item);
    }
    bar.append(legend);
    if (facts().length) bar.append(button(data.words.previous, -1), button(data.words.next, 1));
    return bar;
  }

  function button(title, way) {
    const made = node("button");
    made.type = "button";
    made.textContent = title;
    made.addEventListener("click", () => go(way));
    return made;
  }

  // N and P, wherever these keys are, lead to the next and the previous fact.
  function step(event) {
    const way = { KeyN: 1, KeyP: -1 }[event.code];
    if (!way || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    go(way);
  }

  function facts() {
    return [...new Set(data.paragraphs.flat().flatMap((segment) => segment.facts))];
  }

  function go(way) {
    const ids = facts();
    const here = data.paragraphs.flat().find((segment) => segment.chosen && segment.facts.length);
    const at = here ? ids.findIndex((id) => data.chosenFacts.includes(id)) : way > 0 ? -1 : 0;
    const id = ids[(at + way + ids.length) % ids.length];
    setTriggerValue("picked", { facts: [id], mention: null, left: [] });
  }

  function drawParagraph(segments) {
    const paragraph = node("p");
    paragraph.dir = "auto";
    if (data.textLanguage) paragraph.lang = data.textLanguage;
    paragraph.append(...segments.map(drawSegment));
    return paragraph;
  }

  function drawSegment(segment) {
    const marked = segment.css.length > 0;
    const piece = node(marked ? "mark" : "span");
    piece.textContent = segment.text.replace(
      /[\x00-\x08\x0b\x0c\x0e-\x1f]/g, (c) => String.fromCharCode(0x2400 + c.charCodeAt(0)),
    );
    if (!marked) return piece;
    piece.className = ["mark", ...segment.css].join(" ");
    if (segment.chosen) {
      piece.classList.add("chosen");
      piece.setAttribute("aria-current", "true");
    }
    piece.tabIndex = 0;
    piece.setAttribute("role", "button");
    piece.title = segment.note;
    piece.addEventListener("click", () => send(segment));
    piece.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        send(segment);
      }
    });
    return piece;
  }

  function send({ facts, mention, left }) {
    setTriggerValue("picked", { facts, mention, left });
  }

  function node(name, css) {
    const made = document.createElement(name);
    if (css) made.className = css;
    return made;
  }
}
