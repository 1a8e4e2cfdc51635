// The legend: what each shape, texture and line means, in the words that the page sends.
(function (root) {
  "use strict";
  const masar = root.masar;

  masar.Legend = L.Control.extend({
    options: { position: "bottomright" },
    onAdd: function () {
      if (this._box) return this._box;
      this._box = L.DomUtil.create("details", "masar-legend");
      this._box.open = root.innerWidth > 560;
      L.DomEvent.disableClickPropagation(this._box);
      L.DomEvent.disableScrollPropagation(this._box);
      return this._box;
    },
    show: function (words, theme, layers) {
      const key = JSON.stringify([words, theme, layers]);
      if (key === this._key) return;
      this._key = key;
      const colours = masar.THEMES[theme];
      this._box.replaceChildren(element("summary", words.legend));
      const list = element("ul");
      for (const entry of entries(words, colours, layers)) {
        const item = element("li");
        item.append(entry.picture, element("span", entry.text));
        list.append(item);
      }
      this._box.append(list);
    },
  });

  function entries(words, colours, layers) {
    const kinds = masar.KINDS.map((name, kind) => ({
      text: words[name],
      picture: paint((c) => masar.drawSymbol(c, kind, 15, 9, 6.5, colours, false)),
    }));
    const tried = {
      text: words.attempted,
      picture: paint((c) => masar.drawSymbol(c, 0, 15, 9, 6.5, colours, true)),
    };
    const ways = [
      { text: words.site, picture: paint((c) => paintPoint(c, colours)) },
      { text: words.near, picture: paint((c) => paintCircle(c, colours)) },
      { text: words.area, picture: paint((c) => paintArea(c, colours)) },
      { text: words.corridor, picture: paint((c) => paintArrow(c, colours)) },
      { text: words.along, picture: paint((c) => paintBand(c, colours)) },
    ];
    const border = { text: words.border, picture: paint((c) => paintLine(c, colours.border, 2.8, [])) };
    const density = { text: words.density, picture: paint((c) => paintHeat(c, colours)) };
    const province = {
      text: words.province, picture: paint((c) => paintLine(c, colours.province, 1.2, [6, 3])),
    };
    return [
      ...kinds, tried, ...ways,
      ...(layers.includes("dense") ? [density] : []),
      ...(layers.includes("border") ? [border] : []),
      ...(layers.includes("province") ? [province] : []),
    ];
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
