// The vector basemap: land, provinces, districts, rivers, roads, the border and place names; and
// the world beyond, coarse, once the map looks there.
(function (root) {
  "use strict";
  const masar = root.masar;
  const FILES = ["sea", "neighbours", "countries", "rivers", "roads", "districts", "provinces", "border", "labels"];

  const WORLD = ["world_land", "world_borders", "world_labels"];
  const TOWNS = ["world_labels"];
  const TOWNS_ZOOM = 8;
  const DETAIL_ZOOM = 4;

  masar.Basemap = class {
    // `ground` is the box of the home map.
    constructor(ground, redraw) {
      this.ground = ground;
      this.layers = {};
      this.labels = [];
      this.asked = new Set();
      this.failed = new Set();
      this.redraw = redraw;
      this.options = { theme: "light", language: "ar", layers: ["border", "province"] };
      this.ready = Promise.all(FILES.map((name) => this.open(name)));
    }

    async open(name) {
      try {
        const collection = await masar.load(`basemap/${name}.geojson`, "json");
        this.failed.delete(name);
        if (name.endsWith("labels")) this.addLabels(name, readLabels(collection));
        else this.layers[name] = readShapes(collection);
      } catch (error) {
        this.asked.delete(name);
        this.failed.add(name);
        console.warn(`basemap file '${name}' was not read`, error.message);
      }
      this.redraw();
    }

    addLabels(name, labels) {
      this.layers[name] = labels;
      this.labels = [...this.labels, ...labels].sort((a, b) => a.rank - b.rank);
      this.named = this.labels.filter((label) => label.dot);
    }

    // Asks for what lies beyond the home map where the view does, for towns where they can be seen.
    seek(zoom, box) {
      const home = masar.reachOfLayer(this.layers.countries);
      if (!masar.holds(this.ground, box)) this.ask(WORLD);
      else if (zoom >= TOWNS_ZOOM && home && !masar.holds(home, box)) this.ask(TOWNS);
    }

    ask(names) {
      for (const name of names.filter((one) => !this.asked.has(one))) {
        this.asked.add(name);
        this.open(name);
      }
    }

    draw(context, view) {
      const colours = masar.THEMES[this.options.theme];
      const wants = (layer) => this.options.layers.includes(layer);
      context.fillStyle = colours.outside;
      context.fillRect(0, 0, view.width, view.height);
      context.lineJoin = "round";
      this.paintWorld(context, view, colours);
      this.paint(context, view, "sea", { fill: colours.lake });
      this.paint(context, view, "neighbours", { line: colours.province, width: 0.8 });
      this.paint(context, view, "countries", { fill: colours.land });
      if (wants("district") && view.zoom >= 6.5)
        this.paint(context, view, "districts", { line: colours.district, width: 1 });
      if (view.zoom >= 7) this.paint(context, view, "roads", { line: colours.road, width: 1.6 });
      const isNear = view.zoom >= DETAIL_ZOOM;
      if (isNear)
        this.paint(context, view, "rivers", {
          line: colours.river, width: view.zoom < 7 ? 1.6 : 2.4, fill: colours.lake,
        });
      if (isNear && wants("province"))
        this.paint(context, view, "provinces", { line: colours.province, width: 1.1, dash: [6, 3] });
      this.paint(context, view, "countries", { line: colours.province, width: isNear ? 1.4 : 0.8 });
      if (isNear && wants("border")) {
        this.paint(context, view, "border", { line: colours.borderCase, width: 6 });
        this.paint(context, view, "border", { line: colours.border, width: 2.8 });
      }
      this.paintLabels(context, view, colours);
    }

    // The home map lies over the world like a sheet, so that nothing shows twice.
    paintWorld(context, view, colours) {
      if (!this.layers.world_land) return;
      context.fillStyle = colours.lake;
      context.fillRect(0, 0, view.width, view.height);
      const line = { line: colours.province, width: 0.8 };
      this.paint(context, view, "world_land", { fill: colours.outside, ...line });
      this.paint(context, view, "world_borders", line);
      const [left, top, right, low] = this.ground.map(
        (at, i) => at * view.scale - (i % 2 ? view.dy : view.dx),
      );
      context.fillStyle = colours.outside;
      context.fillRect(left, top, right - left, low - top);
    }

    paint(context, view, name, style) {
      for (const shape of this.layers[name] || []) {
        if (!masar.overlaps(shape.box, view.box)) continue;
        masar.trace(context, shape, view);
        if (style.fill && shape.area) {
          context.fillStyle = style.fill;
          context.fill("evenodd");
        }
        if (style.line && style.width) {
          context.setLineDash(style.dash || []);
          context.strokeStyle = style.line;
          context.lineWidth = style.width;
          context.stroke();
        }
      }
      context.setLineDash([]);
    }

    // Names in order of rank; one that would cover another is left out at this zoom.
    paintLabels(context, view, colours) {
      const taken = [];
      context.textAlign = "center";
      context.textBaseline = "middle";
      context.lineJoin = "round";
      for (const label of this.labels) {
        if (view.zoom < label.zoom || view.zoom > label.until) continue;
        const x = label.x * view.scale - view.dx;
        const y = label.y * view.scale - view.dy;
        if (x < 0 || y < 0 || x > view.width || y > view.height) continue;
        const text = this.options.language === "ar" ? label.ar : label.en;
        const size = sizeOf(label, view.zoom);
        context.font = `${label.weight} ${size}px ${masar.FONT}`;
        const half = context.measureText(text).width / 2 + 3;
        const at = label.dot ? y - size * 0.85 : y;
        const box = [x - half, at - size * 0.7, x + half, at + size * 0.7];
        if (taken.some((other) => masar.overlaps(box, other))) continue;
        taken.push(box);
        if (label.dot) paintDot(context, x, y, colours);
        context.strokeStyle = colours.halo;
        context.lineWidth = 3;
        context.strokeText(text, x, at);
        context.fillStyle = label.strong ? colours.labelStrong : colours.label;
        context.fillText(text, x, at);
      }
    }
  };

  // Names of countries are smaller where all the world is in view.
  const sizeOf = ({ size, small }, zoom) => (small ? Math.min(size, small + zoom) : size);

  function paintDot(context, x, y, colours) {
    context.beginPath();
    context.arc(x, y, 1.8, 0, 2 * Math.PI);
    context.fillStyle = colours.label;
    context.fill();
  }

  function readShapes(collection) {
    return collection.features
      .filter((feature) => feature.geometry)
      .map((feature) => masar.shapeOf(feature.geometry));
  }

  const STYLES = {
    country: { zoom: 0, until: 7, size: 16, small: 9.5, weight: 600, strong: true },
    province: { zoom: 6.5, until: 9, size: 12.5, weight: 600 },
    district: { zoom: 9, until: 22, size: 11, weight: 400 },
    city: { zoom: 6, until: 22, size: 11.5, weight: 400, dot: true, strong: true },
    town: { zoom: 8, until: 22, size: 11, weight: 400, dot: true },
    water: { zoom: 7, until: 22, size: 11, weight: 400 },
  };

  function readLabels(collection) {
    return collection.features.map((feature) => {
      const [lon, lat] = feature.geometry.coordinates;
      const told = feature.properties;
      const style = { ...(STYLES[told.kind] || STYLES.town) };
      if (told.min_zoom !== undefined) style.zoom = told.min_zoom;
      return {
        ...style, rank: told.rank || 9, x: masar.worldX(lon), y: masar.worldY(lat), ar: told.name_ar, en: told.name_en,
      };
    });
  }
})(window);
