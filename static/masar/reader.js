// An article's text, untouched, with its toponyms and facts marked in place.
// `data`: paragraphs [[{text, facts, mention, kinds, chosen}]], direction, language, words.
export default function ({ data, parentElement, setTriggerValue }) {
  const host = parentElement.querySelector(".reader");
  host.replaceChildren(...data.paragraphs.map(drawParagraph));
  const chosen = host.querySelector(".chosen");
  if (chosen && data.scroll !== host.scrolled) {
    host.scrolled = data.scroll;
    chosen.scrollIntoView({ block: "nearest" });
  }

  function drawParagraph(segments) {
    const paragraph = document.createElement("p");
    paragraph.dir = "auto";
    if (data.textLanguage) paragraph.lang = data.textLanguage;
    paragraph.append(...segments.map(drawSegment));
    return paragraph;
  }

  function drawSegment(segment) {
    const marked = segment.facts.length > 0 || segment.mention !== null;
    const node = document.createElement(marked ? "mark" : "span");
    node.textContent = segment.text.replace(
      /[\x00-\x08\x0b\x0c\x0e-\x1f]/g, (c) => String.fromCharCode(0x2400 + c.charCodeAt(0)),
    );
    if (!marked) return node;
    node.className = ["mark", ...segment.kinds, segment.mention === null ? "" : "place"].join(" ").trim();
    if (segment.chosen) node.classList.add("chosen");
    node.tabIndex = 0;
    node.setAttribute("role", "button");
    node.title = segment.note;
    node.addEventListener("click", () => send(segment));
    node.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        send(segment);
      }
    });
    return node;
  }

  function send(segment) {
    setTriggerValue("picked", { facts: segment.facts, mention: segment.mention });
  }
}
