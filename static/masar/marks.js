// The marks: points, circles, areas, corridors and bands, each drawn as precisely as it is known.
(function (root) {
  "use strict";
  const masar = root.masar;
  const POINTS_UNTIL_DENSITY = 1500;
  const DENSITY_BELOW_ZOOM = 9;
  const CELL = 8;
  const CROWDED_PX = 24;
  const ROOM_PX = 48;
  // Where a tag may step, nearest first: shares of its width aside, pixels up or down.
  const TAG_STEPS = [
    [0, 0], [0, 24], [0, -24], [0, 48], [0, -48], [1, 0], [-1, 0], [1, 24], [-1, 24], [1, -24], [-1, -24],
    [1, 48], [-1, 48], [1, -48], [-1, -48],
  ];

  masar.Marks = class {
    constructor() {
      this.options = { theme: "light", layers: [] };
      this.clear();
    }

    clear() {
      this.scene = null;
      this.counted = { facts: 0 };
      this.chosen = new Set();
      this.boxes = [];
      this.hovered = new Set();
    }

    set(scene, counted, chosenRows) {
      this.scene = scene;
      this.counted = counted;
      this.chosen = masar.spotsOf(scene, chosenRows);
    }

    draw(context, view) {
      this.view = view;
      this.boxes = [];
      this.room = new Room();
      if (!this.scene) return;
      const colours = masar.THEMES[this.options.theme];
      const seen = this.sort(view);
      seen.areas.forEach((mark) => drawArea(context, view, mark, colours));
      seen.circles.forEach((mark) => drawCircle(context, view, mark, colours));
      seen.lines.forEach((mark) => drawLine(context, view, mark, colours));
      this.dense = this.isDense(seen.count, view.zoom);
      if (this.dense) this.drawDensity(context, view, seen, colours);
      const points = this.dense ? [] : gatherCrowded(this.listPoints(view, seen));
      const paintPoints = this.placePoints(context, points, colours);
      const tagged = [...seen.circles, ...seen.lines, ...seen.areas].sort((a, b) => a.size - b.size);
      const tags = tagged.map((mark) => this.placeTag(context, mark));
      for (const { mark, x, y } of tags)
        if (Math.hypot(x - mark.x, y - mark.y) > 20) drawLeader(context, mark, x, y, colours);
      paintPoints.forEach((paint) => paint());
      for (const { mark, x, y } of tags) drawPill(context, mark, x, y, colours, 0);
      this.seen = seen;
    }

    isDense(points, zoom) {
      if (this.options.layers.includes("density")) return true;
      return points > POINTS_UNTIL_DENSITY && zoom < DENSITY_BELOW_ZOOM;
    }

    // Sort the spots in view by how they are drawn; wide ones first, so small ones lie on top.
    // Points, of which there may be very many, stay numbers.
    sort(view) {
      const { scene, counted } = this;
      const seen = { points: new Uint32Array(counted.used), count: 0, circles: [], lines: [], areas: [] };
      const [left, top] = [view.box[0] - 20 / view.scale, view.box[1] - 20 / view.scale];
      const [right, low] = [view.box[2] + 20 / view.scale, view.box[3] + 20 / view.scale];
      for (let i = 0; i < counted.used; i++) {
        const spot = counted.spots[i];
        if (!scene.isPoint(spot)) this.sortWide(view, seen, spot);
        else if (scene.x[spot] > left && scene.x[spot] < right && scene.y[spot] > top && scene.y[spot] < low)
          seen.points[seen.count++] = spot;
      }
      seen.areas.sort((a, b) => b.size - a.size);
      seen.circles.sort((a, b) => b.size - a.size);
      return seen;
    }

    sortWide(view, seen, spot) {
      const mark = this.markOf(view, spot);
      mark.shape = this.scene.shape(spot);
      if (mark.shape) {
        if (!masar.overlaps(mark.shape.box, view.box)) return;
        mark.size = (mark.shape.box[2] - mark.shape.box[0]) * (mark.shape.box[3] - mark.shape.box[1]);
        (mark.shape.area ? seen.areas : seen.lines).push(mark);
        return;
      }
      mark.r = this.scene.radius[spot] * 1000 * view.metres(this.scene.y[spot]);
      if (mark.x < -mark.r || mark.y < -mark.r) return;
      if (mark.x > view.width + mark.r || mark.y > view.height + mark.r) return;
      mark.size = (mark.r / view.scale) ** 2;
      seen.circles.push(mark);
    }

    markOf(view, spot) {
      const x = this.scene.x[spot] * view.scale - view.dx;
      const y = this.scene.y[spot] * view.scale - view.dy;
      const chosen = this.chosen.has(spot);
      const hovered = this.hovered.has(spot);
      return { ...masar.tellSpot(this.counted, spot), spots: [spot], x, y, chosen, hovered, size: 0 };
    }

    listPoints(view, seen) {
      return Array.from(seen.points.subarray(0, seen.count), (spot) => this.markOf(view, spot));
    }

    drawDensity(context, view, seen, colours) {
      const columns = Math.ceil(view.width / CELL) + 7;
      const cells = new Uint32Array(columns * (Math.ceil(view.height / CELL) + 7));
      for (let i = 0; i < seen.count; i++) {
        const spot = seen.points[i];
        const x = Math.floor((this.scene.x[spot] * view.scale - view.dx) / CELL) + 3;
        const y = Math.floor((this.scene.y[spot] * view.scale - view.dy) / CELL) + 3;
        cells[y * columns + x] += this.counted.total[spot];
      }
      const most = Math.log(1 + cells.reduce((a, b) => (a > b ? a : b), 1));
      cells.forEach((count, cell) => {
        if (!count) return;
        const share = Math.log(1 + count) / most;
        context.fillStyle = colours.heat[Math.min(3, Math.floor(share * 4))];
        const [x, y] = [(cell % columns) - 3, Math.floor(cell / columns) - 3];
        context.fillRect(x * CELL, y * CELL, CELL - 1, CELL - 1);
      });
    }

    // Symbols stand where their places are, so they come first; pills find room around them. What
    // comes back paints them.
    placePoints(context, marks, colours) {
      const isAlone = (mark) => mark.spots.length === 1 && kindsOf(mark).length === 1;
      const [alone, pills] = [marks.filter(isAlone), marks.filter((mark) => !isAlone(mark))];
      const paintDots = pills.flatMap(({ dots }) => dots.map(([x, y]) => () => drawDot(context, x, y, colours)));
      return [
        ...paintDots,
        ...alone.map((mark) => this.placeSingle(context, mark, colours)),
        ...pills.map((mark) => this.placePinned(context, mark, colours)),
      ];
    }

    placeSingle(context, mark, colours) {
      const kind = kindsOf(mark)[0];
      const right = mark.x + (mark.total > 1 ? 18 : 11);
      this.keep(mark, [mark.x - 11, mark.y - 13, right, mark.y + 11]);
      return () => {
        if (mark.chosen || mark.hovered) drawRing(context, mark, 12, colours);
        drawSymbol(context, kind, mark.x, mark.y, 7.5, colours, mark.hollow[kind]);
        if (mark.total > 1) drawCount(context, mark.total, mark.x + 9, mark.y - 8, colours);
      };
    }

    // A pill stands above its place, else below it, whichever hides less.
    placePinned(context, mark, colours) {
      const box = this.room.find(pillBox(context, mark, mark.x, mark.y), [[0, -18], [0, 18]]);
      const y = (box[1] + box[3]) / 2;
      this.keep(mark, box);
      return () => drawPill(context, mark, mark.x, y, colours, y < mark.y ? 1 : -1);
    }

    // A tag names what an area or a line holds; it may step aside, for it marks no place.
    placeTag(context, mark) {
      const box = pillBox(context, mark, mark.x, mark.y);
      const aside = (box[2] - box[0]) / 2 + 24;
      const steps = TAG_STEPS.map(([dx, dy]) => [dx * aside, dy]);
      const [left, top, right, low] = this.room.find(box, steps);
      this.keep(mark, [left, top, right, low]);
      return { mark, x: (left + right) / 2, y: (top + low) / 2 };
    }

    keep(mark, box) {
      this.boxes.push({ mark, box });
      this.room.add(box);
    }

    // The spots at a pixel of the canvas: a mark, else a line, else every area around it.
    hit(x, y) {
      if (!this.scene || !this.seen) return [];
      const near = this.boxes.filter(({ box }) => masar.overlaps([x, y, x, y], box));
      const seen = this.seen;
      if (near.length) return [...new Set(near.flatMap(({ mark }) => mark.spots))];
      const lines = seen.lines.filter((mark) => distanceToLine(mark.shape, x, y, this.view) < 8);
      const dense = this.dense ? this.spotsNear(x, y) : [];
      const direct = [...lines.map((mark) => mark.spot), ...dense];
      if (direct.length) return [...new Set(direct)];
      const around = [
        ...seen.circles.filter((mark) => Math.hypot(mark.x - x, mark.y - y) <= mark.r),
        ...seen.areas.filter((mark) => isInside(mark.shape, x, y, this.view)),
      ];
      return around.sort((a, b) => a.size - b.size).map((mark) => mark.spot);
    }

    spotsNear(x, y) {
      const { scene, view, seen } = this;
      return [...seen.points.subarray(0, seen.count)].filter((spot) => {
        const dx = scene.x[spot] * view.scale - view.dx - x;
        const dy = scene.y[spot] * view.scale - view.dy - y;
        return Math.abs(dx) < CELL && Math.abs(dy) < CELL;
      });
    }

    markAt(spot) {
      const mark = this.markOf(this.view, spot);
      mark.shape = this.scene.shape(spot);
      if (!mark.shape && !this.scene.isPoint(spot)) mark.r = this.scene.radius[spot];
      return mark;
    }

    rowsAt(spots) {
      return masar.rowsAt(this.scene, this.counted, spots);
    }

    // Where a mark of a row was painted, in pixels of the canvas; null when out of view.
    place(row) {
      const spots = masar.spotsOf(this.scene, [row]);
      const found = this.boxes.find(({ mark }) => mark.spots.some((spot) => spots.has(spot)));
      return found ? [(found.box[0] + found.box[2]) / 2, (found.box[1] + found.box[3]) / 2] : null;
    }
  };

  // What is taken of the canvas, by cells, so that finding room stays quick among many marks.
  class Room {
    constructor() {
      this.cells = new Map();
    }

    *at([left, top, right, low]) {
      for (let i = Math.floor(left / ROOM_PX); i <= right / ROOM_PX; i++)
        for (let j = Math.floor(top / ROOM_PX); j <= low / ROOM_PX; j++) yield i * 4096 + j;
    }

    add(box) {
      for (const cell of this.at(box)) this.cells.set(cell, [...(this.cells.get(cell) || []), box]);
    }

    covered(box) {
      const near = new Set();
      for (const cell of this.at(box)) for (const other of this.cells.get(cell) || []) near.add(other);
      let sum = 0;
      for (const other of near) sum += sharedArea(box, other);
      return sum;
    }

    // The box moved by the first step where it covers no other, else where it covers least.
    find(box, steps) {
      let best = null;
      for (const [dx, dy] of steps) {
        const moved = [box[0] + dx, box[1] + dy, box[2] + dx, box[3] + dy];
        const covered = this.covered(moved);
        if (!best || covered < best.covered) best = { moved, covered };
        if (!covered) break;
      }
      return best.moved;
    }
  }

  // Points so near each other that their symbols would cover one another become one pill, which
  // stands at the one with most facts and has a dot for each.
  function gatherCrowded(marks) {
    const groups = new Map();
    const gathered = [];
    const cellOf = (at) => Math.floor(at / CROWDED_PX);
    for (const mark of [...marks].sort((a, b) => b.total - a.total || a.spot - b.spot)) {
      const group = nearestGroup(groups, cellOf(mark.x), cellOf(mark.y), mark);
      if (group) {
        joinMark(group, mark);
        continue;
      }
      const key = `${cellOf(mark.x)} ${cellOf(mark.y)}`;
      const made = { ...mark, told: [...mark.told], hollow: [...mark.hollow], dots: [[mark.x, mark.y]] };
      groups.set(key, [...(groups.get(key) || []), made]);
      gathered.push(made);
    }
    return gathered;
  }

  function nearestGroup(groups, column, line, mark) {
    for (let i = column - 1; i <= column + 1; i++)
      for (let j = line - 1; j <= line + 1; j++)
        for (const group of groups.get(`${i} ${j}`) || [])
          if (Math.hypot(group.x - mark.x, group.y - mark.y) < CROWDED_PX) return group;
    return null;
  }

  function joinMark(group, mark) {
    group.hollow = group.hollow.map((hollow, kind) =>
      group.told[kind] && mark.told[kind] ? hollow && mark.hollow[kind] : hollow || mark.hollow[kind],
    );
    group.told = group.told.map((count, kind) => count + mark.told[kind]);
    group.total += mark.total;
    group.spots.push(...mark.spots);
    group.dots.push([mark.x, mark.y]);
    group.chosen = group.chosen || mark.chosen;
    group.hovered = group.hovered || mark.hovered;
  }

  function sharedArea(a, b) {
    const width = Math.min(a[2], b[2]) - Math.max(a[0], b[0]);
    const height = Math.min(a[3], b[3]) - Math.max(a[1], b[1]);
    return width > 0 && height > 0 ? width * height : 0;
  }

  masar.kindsOf = (mark) => kindsOf(mark);
  const kindsOf = (mark) => [0, 1, 2, 3].filter((kind) => mark.told[kind] > 0);

  // ---- symbols -------------------------------------------------------------------------------

  masar.drawSymbol = drawSymbol;
  function drawSymbol(context, kind, x, y, r, colours, hollow) {
    context.beginPath();
    PATHS[masar.KINDS[kind]](context, x, y, r);
    context.closePath();
    context.lineJoin = "round";
    context.lineWidth = 3.5;
    context.strokeStyle = colours.halo;
    context.stroke();
    context.fillStyle = hollow ? colours.land : colours[masar.KINDS[kind]];
    context.fill();
    context.lineWidth = hollow ? 2 : 0.8;
    context.strokeStyle = hollow ? colours[masar.KINDS[kind]] : colours.land;
    context.stroke();
  }

  const PATHS = {
    incident: (c, x, y, r) => {
      c.moveTo(x, y - r);
      c.lineTo(x + r, y + r * 0.8);
      c.lineTo(x - r, y + r * 0.8);
    },
    movement: (c, x, y, r) => {
      c.moveTo(x - r, y - r * 0.38);
      c.lineTo(x, y - r * 0.38);
      c.lineTo(x, y - r);
      c.lineTo(x + r, y);
      c.lineTo(x, y + r);
      c.lineTo(x, y + r * 0.38);
      c.lineTo(x - r, y + r * 0.38);
    },
    presence: (c, x, y, r) => {
      c.moveTo(x, y - r * 1.1);
      c.lineTo(x + r, y);
      c.lineTo(x, y + r * 1.1);
      c.lineTo(x - r, y);
    },
    security: (c, x, y, r) => c.rect(x - r * 0.85, y - r * 0.85, r * 1.7, r * 1.7),
  };

  function drawRing(context, mark, r, colours) {
    context.beginPath();
    context.arc(mark.x, mark.y, r, 0, 2 * Math.PI);
    context.strokeStyle = mark.chosen ? colours.chosen : colours.tagEdge;
    context.lineWidth = mark.chosen ? 4 : 2;
    context.stroke();
  }

  function drawDot(context, x, y, colours) {
    context.beginPath();
    context.arc(x, y, 3, 0, 2 * Math.PI);
    context.fillStyle = colours.text;
    context.fill();
    context.lineWidth = 1.5;
    context.strokeStyle = colours.halo;
    context.stroke();
  }

  function drawLeader(context, mark, x, y, colours) {
    context.beginPath();
    context.moveTo(mark.x, mark.y);
    context.lineTo(x, y);
    context.lineWidth = 1;
    context.strokeStyle = colours.tagEdge;
    context.stroke();
  }

  function drawCount(context, count, x, y, colours) {
    context.font = `600 11px ${masar.FONT}`;
    context.textAlign = "left";
    context.textBaseline = "middle";
    context.lineWidth = 3;
    context.strokeStyle = colours.halo;
    context.strokeText(String(count), x, y);
    context.fillStyle = colours.text;
    context.fillText(String(count), x, y);
  }

  // ---- tags ----------------------------------------------------------------------------------

  function pillParts(context, mark) {
    context.font = `600 11px ${masar.FONT}`;
    const parts = kindsOf(mark).map((kind) => {
      const text = mark.total > 1 ? String(mark.told[kind]) : "";
      return { kind, text, width: 15 + (text ? context.measureText(text).width + 4 : 0) };
    });
    return { parts, width: parts.reduce((sum, part) => sum + part.width, 0) + 7 };
  }

  function pillBox(context, mark, x, y) {
    const half = pillParts(context, mark).width / 2;
    return [x - half, y - 10.5, x + half, y + 10.5];
  }

  // `tail` is 1 for a pill above its place, -1 for one below, 0 for a tag, which has none.
  function drawPill(context, mark, x, y, colours, tail) {
    const { parts, width } = pillParts(context, mark);
    context.beginPath();
    context.roundRect(x - width / 2, y - 10.5, width, 21, 6);
    if (tail) {
      context.moveTo(x - 4, y + 10 * tail);
      context.lineTo(x, y + 18 * tail);
      context.lineTo(x + 4, y + 10 * tail);
    }
    context.fillStyle = colours.tag;
    context.fill();
    context.setLineDash(tail || mark.hovered ? [] : [3, 2]);
    context.lineWidth = mark.chosen ? 3 : mark.hovered ? 2 : 1;
    context.strokeStyle = mark.chosen ? colours.chosen : colours.tagEdge;
    context.stroke();
    context.setLineDash([]);
    let at = x - width / 2 + 4;
    for (const part of parts) {
      drawSymbol(context, part.kind, at + 7, y, 5.5, colours, mark.hollow[part.kind]);
      if (part.text) {
        context.font = `600 11px ${masar.FONT}`;
        context.textAlign = "left";
        context.textBaseline = "middle";
        context.fillStyle = colours.text;
        context.fillText(part.text, at + 15, y + 0.5);
      }
      at += part.width;
    }
  }

  // ---- areas and circles ---------------------------------------------------------------------

  function drawArea(context, view, mark, colours) {
    masar.trace(context, mark.shape, view);
    paintArea(context, mark, colours);
  }

  function drawCircle(context, view, mark, colours) {
    context.beginPath();
    context.arc(mark.x, mark.y, Math.max(3, mark.r), 0, 2 * Math.PI);
    paintArea(context, mark, colours);
  }

  // An area carries the texture of what is told of it most; its tag tells the rest.
  function paintArea(context, mark, colours) {
    const main = kindsOf(mark).reduce((a, b) => (mark.told[b] > mark.told[a] ? b : a));
    const strength = mark.chosen ? 0.7 : mark.hovered ? 0.5 : 0.2;
    context.fillStyle = patternOf(context, main, colours, strength);
    context.fill("evenodd");
    context.setLineDash([5, 4]);
    context.lineWidth = mark.chosen ? 4 : mark.hovered ? 2.4 : 1.2;
    context.strokeStyle = mark.chosen ? colours.chosen : colours[masar.KINDS[main]];
    context.stroke();
    context.setLineDash([]);
  }

  const patterns = new Map();
  function patternOf(context, kind, colours, strength) {
    const name = masar.KINDS[kind];
    const key = `${name} ${colours[name]} ${strength}`;
    const make = () => context.createPattern(paintTile(name, colours[name], strength), "repeat");
    if (!patterns.has(key)) patterns.set(key, make());
    return patterns.get(key);
  }

  // Each kind has a texture of its own, light enough to lie over others: slanted lines, upright
  // lines, dots, level lines.
  masar.paintTile = paintTile;
  function paintTile(name, colour, strength = 0.34) {
    const tile = document.createElement("canvas");
    tile.width = tile.height = 14;
    const c = tile.getContext("2d");
    c.globalAlpha = strength / 5;
    c.fillStyle = colour;
    c.fillRect(0, 0, 14, 14);
    c.globalAlpha = strength;
    c.strokeStyle = colour;
    c.lineWidth = 1;
    c.beginPath();
    if (name === "incident") for (const d of [-14, 0, 14]) c.moveTo(d, 14), c.lineTo(d + 14, 0);
    if (name === "movement") c.moveTo(7.5, 0), c.lineTo(7.5, 14);
    if (name === "security") c.moveTo(0, 7.5), c.lineTo(14, 7.5);
    if (name === "presence") for (const [x, y] of [[3.5, 3.5], [10.5, 10.5]]) dot(c, x, y);
    if (name === "presence") c.fill();
    else c.stroke();
    return tile;
  }

  function dot(c, x, y) {
    c.moveTo(x + 1.3, y);
    c.arc(x, y, 1.3, 0, 2 * Math.PI);
  }

  // ---- corridors and bands -------------------------------------------------------------------

  // A line carries the dashes of what is told along it, and the arrows of what moves.
  function drawLine(context, view, mark, colours) {
    if (mark.chosen) strokeLine(context, view, mark.shape, colours.chosen, 12, []);
    else if (mark.hovered) strokeLine(context, view, mark.shape, colours.tagEdge, 10, []);
    const movement = mark.told[1] > 0;
    strokeLine(context, view, mark.shape, colours.halo, 6, []);
    const along = kindsOf(mark).filter((kind) => kind !== 1);
    along.forEach((kind, i) => {
      const dash = [3, 3 * along.length + (along.length > 1 ? 3 : 2)];
      const width = movement ? 9 : 5;
      strokeLine(context, view, mark.shape, colours[masar.KINDS[kind]], width, dash, -6 * i);
    });
    if (!movement) return;
    const colour = colours.movement;
    strokeLine(context, view, mark.shape, colour, 3, mark.hollow[1] ? [7, 5] : []);
    for (const part of mark.shape.parts) {
      if (mark.side) drawCrossings(context, view, part, mark.side, colour, colours);
      else drawArrows(context, view, part, colour, colours);
    }
  }

  function strokeLine(context, view, shape, colour, width, dash, shift = 0) {
    masar.trace(context, shape, view);
    context.lineCap = dash.length ? "butt" : "round";
    context.setLineDash(dash);
    context.lineDashOffset = shift;
    context.lineWidth = width;
    context.strokeStyle = colour;
    context.stroke();
    context.setLineDash([]);
    context.lineDashOffset = 0;
  }

  // Arrow heads stand at the end and along the way, pointing where the movement goes.
  function drawArrows(context, view, part, colour, colours) {
    const path = measure(part, view);
    if (path.total < 6) return;
    const heads = [path.total];
    for (let at = path.total - 90; at > 45; at -= 90) heads.push(at);
    for (const at of heads) {
      const { x, y, angle } = pointAlong(path, at);
      drawHead(context, x, y, angle, at === path.total ? 11 : 8, colour, colours);
    }
  }

  // A movement told by its countries only leads over the whole border: short arrows across it.
  function drawCrossings(context, view, part, side, colour, colours) {
    const path = measure(part, view);
    for (let at = 35; at < path.total; at += 70) {
      const { x, y, angle } = pointAlong(path, at);
      const turned = angle + (side === 1 ? -Math.PI / 2 : Math.PI / 2);
      const [dx, dy] = [Math.cos(turned) * 13, Math.sin(turned) * 13];
      context.beginPath();
      context.moveTo(x - dx, y - dy);
      context.lineTo(x + dx, y + dy);
      context.lineWidth = 2.4;
      context.strokeStyle = colour;
      context.stroke();
      drawHead(context, x + dx * 1.3, y + dy * 1.3, turned, 9, colour, colours);
    }
  }

  function measure(part, view) {
    const steps = [];
    let total = 0;
    for (let i = 2; i < part.length; i += 2) {
      const from = [part[i - 2] * view.scale - view.dx, part[i - 1] * view.scale - view.dy];
      const to = [part[i] * view.scale - view.dx, part[i + 1] * view.scale - view.dy];
      const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
      if (length) steps.push({ from, to, length, begins: total });
      total += length;
    }
    return { steps, total };
  }

  function pointAlong(path, at) {
    const inside = path.steps.find((step) => at <= step.begins + step.length + 1e-6);
    const step = inside || path.steps[path.steps.length - 1];
    const share = (at - step.begins) / step.length;
    return {
      x: step.from[0] + (step.to[0] - step.from[0]) * share,
      y: step.from[1] + (step.to[1] - step.from[1]) * share,
      angle: Math.atan2(step.to[1] - step.from[1], step.to[0] - step.from[0]),
    };
  }

  function drawHead(context, x, y, angle, size, colour, colours) {
    context.save();
    context.translate(x, y);
    context.rotate(angle);
    context.beginPath();
    context.moveTo(0, 0);
    context.lineTo(-size, -size * 0.6);
    context.lineTo(-size * 0.7, 0);
    context.lineTo(-size, size * 0.6);
    context.closePath();
    context.fillStyle = colour;
    context.strokeStyle = colours.halo;
    context.lineWidth = 1.5;
    context.stroke();
    context.fill();
    context.restore();
  }

  // ---- what lies under the pointer -----------------------------------------------------------

  function distanceToLine(shape, x, y, view) {
    let least = Infinity;
    for (const part of shape.parts) {
      for (let i = 2; i < part.length; i += 2) {
        const [ax, ay, bx, by] = [0, 1, 2, 3].map(
          (k) => part[i - 2 + k] * view.scale - (k % 2 ? view.dy : view.dx),
        );
        const length = (bx - ax) ** 2 + (by - ay) ** 2;
        const share = length ? ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length : 0;
        const t = Math.max(0, Math.min(1, share));
        least = Math.min(least, Math.hypot(x - ax - t * (bx - ax), y - ay - t * (by - ay)));
      }
    }
    return least;
  }

  function isInside(shape, x, y, view) {
    const wx = (x + view.dx) / view.scale;
    const wy = (y + view.dy) / view.scale;
    if (!masar.overlaps([wx, wy, wx, wy], shape.box)) return false;
    let inside = false;
    for (const part of shape.parts) {
      for (let i = 0, j = part.length - 2; i < part.length; j = i, i += 2) {
        const crosses = part[i + 1] > wy !== part[j + 1] > wy;
        const at = ((part[j] - part[i]) * (wy - part[i + 1])) / (part[j + 1] - part[i + 1]) + part[i];
        if (crosses && wx < at) inside = !inside;
      }
    }
    return inside;
  }
})(window);
