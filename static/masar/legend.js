// The legend: what each shape, texture and line means, in the words that the page sends.
(function (root) {
  "use strict";
  const masar = root.masar;

  const KEPT = "masar-legend";

  // Closed it is one line that names the kinds; open it tells all the rest. Its state is kept.
  masar.Legend = L.Control.extend({
    options: { position: "bottomright" },
    onAdd: function () {
      if (this._box) return this._box;
      this._box = L.DomUtil.create("details", "masar-legend");
      this._box.open = recall() === "open";
      this._box.addEventListener("toggle", () => keep(this._box.open ? "open" : "closed"));
      L.DomEvent.disableClickPropagation(this._box);
      L.DomEvent.disableScrollPropagation(this._box);
      return this._box;
    },
    show: function (words, theme, layers, seen) {
      const told = layers.concat(ways(seen));
      const key = JSON.stringify([words, theme, told]);
      if (key === this._key) return;
      this._key = key;
      const colours = masar.THEMES[theme];
      const summary = element("summary");
      summary.append(element("b", words.legend), ...kinds(words, colours).map((entry) => line("span", entry)));
      const list = element("ul");
      list.append(...entries(words, colours, told).map((entry) => line("li", entry)));
      this._box.replaceChildren(summary, list);
    },
  });

  // Which ways of drawing there are in view.
  function ways(seen) {
    if (!seen) return [];
    const { circles, areas, lines, count } = seen;
    const all = [...circles, ...areas, ...lines];
    const isMoving = (mark) => mark.told[1] > 0;
    return [
      count && "site", circles.length && "near", areas.length && "area",
      lines.some(isMoving) && "corridor", lines.some((mark) => !isMoving(mark)) && "along",
      all.some((mark) => mark.total > 1) && "several",
    ].filter(Boolean);
  }

  function line(name, { picture, text }) {
    const item = element(name);
    item.append(picture, element("span", text));
    return item;
  }

  function kinds(words, colours) {
    return masar.KINDS.map((name, kind) => ({
      text: words[name],
      picture: paint((c) => masar.drawSymbol(c, kind, 15, 9, 6.5, colours, false)),
    }));
  }

  function entries(words, colours, told) {
    const hollow = (c) => masar.drawSymbol(c, 0, 15, 9, 6.5, colours, true);
    const all = [
      ["attempted", hollow],
      ["site", (c) => paintPoint(c, colours)],
      ["near", (c) => paintCircle(c, colours)],
      ["area", (c) => paintArea(c, colours)],
      ["corridor", (c) => paintArrow(c, colours)],
      ["along", (c) => paintBand(c, colours)],
      ["several", (c) => paintTag(c, colours)],
      ["density", (c) => paintHeat(c, colours)],
      ["border", (c) => paintLine(c, colours.border, 2.8, [])],
      ["province", (c) => paintLine(c, colours.province, 1.2, [6, 3])],
    ];
    const wanted = new Set(["attempted", ...told.map((name) => (name === "dense" ? "density" : name))]);
    const shown = all.filter(([name]) => wanted.has(name));
    return shown.map(([name, draw]) => ({ text: words[name], picture: paint(draw) }));
  }

  function recall() {
    try {
      return root.localStorage.getItem(KEPT);
    } catch {
      return null;
    }
  }

  function keep(state) {
    try {
      root.localStorage.setItem(KEPT, state);
    } catch {
      return;
    }
  }

  function paintTag(c, colours) {
    c.beginPath();
    c.roundRect(2, 2, 26, 14, 4);
    c.fillStyle = colours.tag;
    c.fill();
    c.setLineDash([3, 2]);
    c.strokeStyle = colours.tagEdge;
    c.stroke();
    masar.drawSymbol(c, 3, 9, 9, 4, colours, false);
    c.setLineDash([]);
    c.fillStyle = colours.text;
    c.font = `600 10px ${masar.FONT}`;
    c.fillText("2", 18, 12.5);
  }

  function paint(draw) {
    const canvas = document.createElement("canvas");
    canvas.width = 60;
    canvas.height = 36;
    canvas.setAttribute("aria-hidden", "true");
    const context = canvas.getContext("2d");
    context.scale(2, 2);
    draw(context);
    return canvas;
  }

  function paintPoint(c, colours) {
    c.beginPath();
    c.arc(15, 9, 3, 0, 2 * Math.PI);
    c.fillStyle = colours.text;
    c.fill();
  }

  function paintCircle(c, colours) {
    c.beginPath();
    c.arc(15, 9, 7, 0, 2 * Math.PI);
    c.fillStyle = "rgba(128,140,146,.25)";
    c.fill();
    c.setLineDash([3, 2]);
    c.strokeStyle = colours.text;
    c.stroke();
  }

  function paintArea(c, colours) {
    c.beginPath();
    c.roundRect(3, 3, 24, 12, 2);
    c.fillStyle = c.createPattern(masar.paintTile("incident", colours.text, 0.6), "repeat");
    c.fill();
    c.setLineDash([4, 3]);
    c.strokeStyle = colours.text;
    c.stroke();
  }

  function paintArrow(c, colours) {
    paintLine(c, colours.movement, 2.6, []);
    c.beginPath();
    c.moveTo(29, 9);
    c.lineTo(20, 4);
    c.lineTo(22, 9);
    c.lineTo(20, 14);
    c.fillStyle = colours.movement;
    c.fill();
  }

  function paintHeat(c, colours) {
    colours.heat.forEach((colour, i) => {
      c.fillStyle = colour;
      c.fillRect(3 + i * 6, 6, 5, 6);
    });
  }

  function paintBand(c, colours) {
    paintLine(c, colours.security, 5, [2, 5]);
  }

  function paintLine(c, colour, width, dash) {
    c.beginPath();
    c.moveTo(2, 9);
    c.lineTo(28, 9);
    c.setLineDash(dash);
    c.strokeStyle = colour;
    c.lineWidth = width;
    c.stroke();
    c.setLineDash([]);
  }

  function element(name, text) {
    const node = document.createElement(name);
    if (text !== undefined) node.textContent = text;
    return node;
  }
})(window);
