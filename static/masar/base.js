// The ground that the other scripts stand on: colours, projection, loading of files.
(function (root) {
  "use strict";
  const masar = (root.masar = root.masar || {});

  // Okabe-Ito hues at two lightnesses; every kind has a shape of its own beside its colour.
  masar.KINDS = ["incident", "movement", "presence", "security"];
  masar.PRECISIONS = [
    "site", "settlement", "near", "district", "province", "region", "line", "border",
  ];
  masar.THEMES = {
    light: {
      outside: "#e9edee", land: "#fcfcf9", district: "#d5dbde", province: "#8f9ca2",
      border: "#39454b", borderCase: "#ffffff", river: "#8fbbdc", lake: "#bcd8ec", road: "#dccfb4",
      label: "#46535a", labelStrong: "#27323a", halo: "rgba(255,255,255,.9)",
      tag: "rgba(255,255,255,.94)", tagEdge: "#5b686e", text: "#1b2327", chosen: "#ffb000",
      incident: "#c8430b", movement: "#00594a", presence: "#8a3fa0", security: "#0a6bb0",
      heat: ["#fde0c5", "#f7a072", "#d9480f", "#8a1c00"],
    },
    dark: {
      outside: "#151b1e", land: "#20292e", district: "#313c42", province: "#62727a",
      border: "#dfe6e8", borderCase: "#12181b", river: "#3d6a8c", lake: "#2a4a61", road: "#4a4534",
      label: "#a9b6bc", labelStrong: "#d6dee1", halo: "rgba(18,24,27,.9)",
      tag: "rgba(27,35,39,.94)", tagEdge: "#93a2a9", text: "#e8edef", chosen: "#ffd24a",
      incident: "#ff8f5e", movement: "#4fd8b0", presence: "#d79cea", security: "#62b7f2",
      heat: ["#4a2a1c", "#94451d", "#e0702c", "#ffd0a0"],
    },
  };
  masar.FONT = '"IBM Plex Sans Arabic", "Noto Naskh Arabic", "Segoe UI", sans-serif';

  // Spherical Mercator as a share of the world's width, so that one product gives pixels.
  masar.worldX = (lon) => (lon + 180) / 360;
  masar.worldY = (lat) => {
    const sine = Math.sin((Math.max(-85, Math.min(85, lat)) * Math.PI) / 180);
    return 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
  };

  // Files come by address, or from `masar.embedded` in a page that must work from disk.
  const loads = new Map();
  masar.load = function (address, form) {
    if (!loads.has(address)) {
      const load = read(address, form);
      load.catch(() => loads.delete(address));
      loads.set(address, load);
    }
    return loads.get(address);
  };
  async function read(address, form) {
    const kept = masar.embedded && masar.embedded[address];
    if (kept !== undefined) return form === "bytes" ? masar.fromBase64(kept).buffer : kept;
    if (masar.embedded) throw new Error(`${address}: not in this page`);
    const answer = await fetch((masar.root || "") + address);
    if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
    return form === "bytes" ? answer.arrayBuffer() : answer.json();
  }
  masar.fromBase64 = function (text) {
    const letters = atob(text);
    const bytes = new Uint8Array(letters.length);
    for (let i = 0; i < letters.length; i++) bytes[i] = letters.charCodeAt(i);
    return bytes;
  };
  masar.inflate = async function (bytes) {
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  };

  // A geometry becomes rings or lines of world coordinates with the bounds of each and of all.
  masar.shapeOf = function (geometry) {
    const parts = [];
    const area = geometry.type.endsWith("Polygon");
    collect(geometry, parts);
    const boxes = parts.map(boxOf);
    return { parts, area, boxes, box: boxes.reduce(masar.join, masar.NOWHERE) };
  };
  function boxOf(part) {
    const box = [...masar.NOWHERE];
    for (let i = 0; i < part.length; i += 2) {
      box[0] = Math.min(box[0], part[i]);
      box[1] = Math.min(box[1], part[i + 1]);
      box[2] = Math.max(box[2], part[i]);
      box[3] = Math.max(box[3], part[i + 1]);
    }
    return box;
  }
  function collect(geometry, parts) {
    const c = geometry.coordinates;
    if (geometry.type === "GeometryCollection") geometry.geometries.forEach((g) => collect(g, parts));
    else if (geometry.type === "LineString") parts.push(project(c));
    else if (geometry.type === "MultiLineString" || geometry.type === "Polygon")
      c.forEach((line) => parts.push(project(line)));
    else if (geometry.type === "MultiPolygon")
      c.forEach((rings) => rings.forEach((ring) => parts.push(project(ring))));
  }
  function project(line) {
    const part = new Float64Array(line.length * 2);
    line.forEach(([lon, lat], i) => {
      part[2 * i] = masar.worldX(lon);
      part[2 * i + 1] = masar.worldY(lat);
    });
    return part;
  }

  // A canvas that pans and zooms with the map; `draw(context, view)` paints one still picture.
  masar.Canvas = L.Renderer.extend({
    options: { padding: 0.15, pane: "overlayPane" },
    initialize: function (draw, options) {
      L.Renderer.prototype.initialize.call(this, options);
      this._draw = draw;
    },
    _initContainer: function () {
      this._container = document.createElement("canvas");
      this._container.setAttribute("aria-hidden", "true");
      this._context = this._container.getContext("2d");
    },
    _destroyContainer: function () {
      L.DomUtil.remove(this._container);
      delete this._container;
      delete this._context;
    },
    _update: function () {
      if (this._map._animatingZoom && this._bounds) return;
      L.Renderer.prototype._update.call(this);
      const size = this._bounds.getSize();
      const ratio = Math.min(2, root.devicePixelRatio || 1);
      const canvas = this._container;
      L.DomUtil.setPosition(canvas, this._bounds.min);
      canvas.width = size.x * ratio;
      canvas.height = size.y * ratio;
      canvas.style.width = size.x + "px";
      canvas.style.height = size.y + "px";
      this._context.setTransform(ratio, 0, 0, ratio, 0, 0);
      this._draw(this._context, masar.viewOf(this._map, this._bounds));
    },
    _updatePaths: function () {},
    redraw: function () {
      if (this._map) this._update();
    },
  });

  // How world coordinates become pixels of a canvas whose corner is `bounds.min`.
  masar.viewOf = function (map, bounds) {
    const zoom = map.getZoom();
    const scale = 256 * Math.pow(2, zoom);
    const origin = map.getPixelOrigin().add(bounds.min);
    const size = bounds.getSize();
    return {
      zoom, scale, dx: origin.x, dy: origin.y, width: size.x, height: size.y,
      box: [
        origin.x / scale, origin.y / scale, (origin.x + size.x) / scale, (origin.y + size.y) / scale,
      ],
      metres: (y) => (Math.cosh((0.5 - y) * 2 * Math.PI) * scale) / 40075016.686,
    };
  };
  masar.NOWHERE = [Infinity, Infinity, -Infinity, -Infinity];
  masar.join = (a, b) => [
    Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3]),
  ];
  masar.overlaps = (a, b) => a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3];
  masar.holds = (a, b) => a[0] <= b[0] && a[1] <= b[1] && b[2] <= a[2] && b[3] <= a[3];
  masar.trace = function (context, shape, view) {
    context.beginPath();
    for (const [n, part] of shape.parts.entries()) {
      if (!masar.overlaps(shape.boxes[n], view.box)) continue;
      for (let i = 0; i < part.length; i += 2) {
        const x = part[i] * view.scale - view.dx;
        const y = part[i + 1] * view.scale - view.dy;
        if (i === 0) context.moveTo(x, y);
        else context.lineTo(x, y);
      }
      if (shape.area) context.closePath();
    }
  };
})(window);
