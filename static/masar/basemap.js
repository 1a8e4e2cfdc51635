// The vector basemap: land, provinces, districts, rivers, roads, the border and place names.
(function (root) {
  "use strict";
  const masar = root.masar;
  const FILES = ["sea", "neighbours", "countries", "rivers", "roads", "districts", "provinces", "border", "labels"];

  masar.Basemap = class {
    constructor(redraw) {
      this.layers = {};
      this.options = { theme: "light", language: "ar", layers: ["border", "province"] };
      this.ready = Promise.all(FILES.map((name) => this.open(name, redraw)));
    }

    async open(name, redraw) {
      try {
        const collection = await masar.load(`basemap/${name}.geojson`, "json");
        this.layers[name] = name === "labels" ? readLabels(collection) : readShapes(collection);
        if (name === "labels") this.named = this.layers.labels.filter((label) => label.dot);
        redraw();
      } catch (error) {
        console.warn(`basemap file '${name}' was not read`, error.message);
      }
    }

    draw(context, view) {
      const colours = masar.THEMES[this.options.theme];
      const wants = (layer) => this.options.layers.includes(layer);
      context.fillStyle = colours.outside;
      context.fillRect(0, 0, view.width, view.height);
      context.lineJoin = "round";
      this.paint(context, view, "sea", { fill: colours.lake });
      this.paint(context, view, "neighbours", { line: colours.province, width: 0.8 });
      this.paint(context, view, "countries", { fill: colours.land });
      if (wants("district") && view.zoom >= 6.5)
        this.paint(context, view, "districts", { line: colours.district, width: 1 });
      if (view.zoom >= 7) this.paint(context, view, "roads", { line: colours.road, width: 1.6 });
      this.paint(context, view, "rivers", {
        line: colours.river, width: view.zoom < 7 ? 1.6 : 2.4, fill: colours.lake,
      });
      if (wants("province"))
        this.paint(context, view, "provinces", { line: colours.province, width: 1.1, dash: [6, 3] });
      this.paint(context, view, "countries", { line: colours.province, width: 1.4 });
      if (wants("border")) {
        this.paint(context, view, "border", { line: colours.borderCase, width: 6 });
        this.paint(context, view, "border", { line: colours.border, width: 2.8 });
      }
      this.paintLabels(context, view, colours);
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
      for (const label of this.layers.labels || []) {
        if (view.zoom < label.zoom || view.zoom > label.until) continue;
        const x = label.x * view.scale - view.dx;
        const y = label.y * view.scale - view.dy;
        if (x < 0 || y < 0 || x > view.width || y > view.height) continue;
        const text = this.options.language === "ar" ? label.ar : label.en;
        context.font = `${label.weight} ${label.size}px ${masar.FONT}`;
        const half = context.measureText(text).width / 2 + 3;
        const at = label.dot ? y - label.size * 0.85 : y;
        const box = [x - half, at - label.size * 0.7, x + half, at + label.size * 0.7];
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
    country: { zoom: 0, until: 7, size: 16, weight: 600, strong: true },
    province: { zoom: 6.5, until: 9, size: 12.5, weight: 600 },
    district: { zoom: 9, until: 22, size: 11, weight: 400 },
    city: { zoom: 6, until: 22, size: 11.5, weight: 400, dot: true, strong: true },
    town: { zoom: 8, until: 22, size: 11, weight: 400, dot: true },
    water: { zoom: 7, until: 22, size: 11, weight: 400 },
  };

  function readLabels(collection) {
    const rank = (feature) => feature.properties.rank || 9;
    const features = [...collection.features].sort((a, b) => rank(a) - rank(b));
    return features.map((feature) => {
      const [lon, lat] = feature.geometry.coordinates;
      const told = feature.properties;
      const style = { ...(STYLES[told.kind] || STYLES.town) };
      if (told.min_zoom !== undefined) style.zoom = told.min_zoom;
      return {
        ...style, x: masar.worldX(lon), y: masar.worldY(lat), ar: told.name_ar, en: told.name_en,
      };
    });
  }
})(window);
