// A diagram of movements: origins, where the border is met, destinations, joined by ribbons.
// `data`: columns [[{id, name, count}]] x 3, titles x 3, links [{from, via, to, count, tried}],
// direction, language, name, chosen.
export default function ({ data, parentElement, setTriggerValue }) {
  const host = parentElement.querySelector(".flow");
  const SVG = "http://www.w3.org/2000/svg";
  const rtl = data.direction === "rtl";
  const ROW = 54;
  const longest = Math.max(1, ...data.columns.map((column) => column.length));
  const height = 40 + longest * ROW;
  const spots = data.columns.map((column) => new Map(column.map((node, i) => [node.id, top(column, i)])));
  let WIDTH, NODE, left, place, svg;
  host.lang = data.language;
  draw();
  if (host.watcher) host.watcher.disconnect();
  host.watcher = new ResizeObserver(() => Math.abs(host.clientWidth - WIDTH) > 8 && draw());
  host.watcher.observe(host);

  // One unit is one pixel, so that words keep their size whatever the width.
  function draw() {
    WIDTH = Math.round(Math.max(340, host.clientWidth));
    NODE = Math.round(WIDTH * 0.27);
    left = [0, (WIDTH - NODE) / 2, WIDTH - NODE];
    place = (x) => (rtl ? WIDTH - x - NODE : x);
    svg = make("svg", { width: WIDTH, height, role: "img", "aria-label": data.name });
    data.titles.forEach((title, i) => {
      const text = make("text", { x: place(left[i]) + NODE / 2, y: 18, class: "title" });
      text.textContent = title;
      svg.append(text);
    });
    host.replaceChildren(svg);
    data.links.forEach(drawLink);
    data.columns.forEach((column, i) => column.forEach((node, j) => drawNode(node, i, top(column, j))));
  }

  function top(column, index) {
    return 36 + ((longest - column.length) / 2 + index) * ROW;
  }

  function drawLink(link) {
    const stops = [link.from, link.via, link.to].map((id, i) => [i, spots[i].get(id)]);
    for (let k = 1; k < stops.length; k++) {
      const [a, ya] = stops[k - 1];
      const [b, yb] = stops[k];
      const x1 = rtl ? place(left[a]) : left[a] + NODE;
      const x2 = rtl ? place(left[b]) + NODE : left[b];
      const middle = (x1 + x2) / 2;
      const path = make("path", {
        d: `M${x1},${ya + 20} C${middle},${ya + 20} ${middle},${yb + 20} ${x2},${yb + 20}`,
        class: `link${link.tried ? " tried" : ""}`,
        "stroke-width": String(Math.min(16, 2 + 2 * link.count)),
      });
      svg.append(path);
      const way = x2 > x1 ? 1 : -1;
      svg.append(make("path", {
        d: `M${x2},${yb + 20} l${-10 * way},-7 v14 z`, class: "head",
      }));
    }
  }

  function drawNode(node, column, y) {
    const group = make("g", { transform: `translate(${place(left[column])},${y})` });
    group.append(make("rect", { width: NODE, height: 40, rx: 6, class: `node c${column}${node.id ? "" : " untold"}` }));
    const text = make("text", { x: NODE / 2, y: 25, class: node.id ? "name" : "name quiet" });
    const full = make("title");
    full.textContent = node.name;
    group.append(full, text);
    svg.append(group);
    shorten(text, node.name, node.count > 1 ? ` (${node.count})` : "");
  }

  // Shortens a name until it fits its box; its number stays.
  function shorten(text, name, number) {
    let kept = name.length;
    text.textContent = name + number;
    while (kept > 3 && text.getComputedTextLength() > NODE - 10) {
      kept -= 1;
      text.textContent = `${name.slice(0, kept).trim()}…${number}`;
    }
  }

  function make(name, attributes = {}) {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  }
}
