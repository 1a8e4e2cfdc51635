// What Streamlit itself shows, in the session's language: the document's language, direction and
// title, its own English words, and a typed date that Enter takes.
// `data`: language, direction, title, words [[English, other] ...]; a star stands for any text.
const NOT_OURS = [
  "[data-testid=stFileUploader]", "[data-testid=stDateInput]", "[data-testid=stHeader]",
  "[role=listbox]", "[role=dialog]", "a[href^='#']",
].join();
const ATTRIBUTES = ["aria-label", "title", "placeholder", "aria-valuetext"];
const FIELD = "[data-testid=stDateInputField]";
const kept = (window.masarPage = window.masarPage || {});

export default function ({ data }) {
  const root = document.documentElement;
  root.lang = data.language;
  root.dir = data.direction;
  document.title = data.title;
  if (kept.language === data.language) return;
  const isFirst = !kept.language;
  kept.language = data.language;
  kept.words = orderWords(data);
  if (isFirst) document.addEventListener("keydown", takeDate, true);
  if (data.language === "en" && !kept.watcher) return;
  translate(document.body);
  if (kept.watcher) return;
  kept.watcher = new MutationObserver((changes) => changes.forEach(take));
  kept.watcher.observe(document.body, {
    childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: ATTRIBUTES,
  });
}

// Pairs as what may stand there and what should.
function orderWords({ words, language }) {
  const to = language === "en" ? 0 : 1;
  return words.map((pair) => ({ from: pair[1 - to].split("*"), to: pair[to] }));
}

function say(text) {
  const said = text.trim();
  for (const { from, to } of kept.words) {
    if (from.length === 1 ? said === from[0] : said.startsWith(from[0]) && said.endsWith(from[1]))
      return to.replace("*", () => said.slice(from[0].length, said.length - (from[1] || "").length));
  }
  return null;
}

function take(change) {
  if (change.type === "attributes") translateAttributes(change.target);
  else if (change.type === "characterData") translateText(change.target);
  else change.addedNodes.forEach((node) => (node.nodeType === 1 ? translate(node) : translateText(node)));
}

function translate(part) {
  for (const node of [part, ...part.querySelectorAll("*")]) {
    translateAttributes(node);
    for (const child of node.childNodes) translateText(child);
  }
}

function translateAttributes(node) {
  if (node.closest(".masar, iframe")) return;
  for (const name of ATTRIBUTES) {
    const value = node.getAttribute(name);
    const said = value && say(value);
    if (said && said !== value) node.setAttribute(name, said);
  }
}

function translateText(node) {
  if (node.nodeType !== 3 || !node.data.trim() || !node.parentElement) return;
  if (!node.parentElement.closest(NOT_OURS)) return;
  const said = say(node.data);
  if (said && said !== node.data) node.data = said;
}

// A date is taken when its field is left and its calendar closed; Enter does both. The button of
// the calendar is then no stop of the Tab key, so that Tab leaves the field too; Alt and the arrow
// down open it.
function takeDate(event) {
  if (!["Enter", "Tab"].includes(event.key) || !event.isTrusted || !event.target.closest) return;
  const part = event.target;
  const field = part.closest(FIELD);
  if (!field || part.tagName === "BUTTON") return;
  field.querySelectorAll("button").forEach((button) => (button.tabIndex = -1));
  part.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", code: "Escape", bubbles: true }));
  if (event.key === "Enter") part.blur();
}
