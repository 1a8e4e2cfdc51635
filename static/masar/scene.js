// A scene: every drawable fact as columns, read once by address and filtered by a bit mask.
//
// Layout of the binary, little endian: uint32 marks, spots; then per spot float32 lon, lat,
// radius in km, uint32 shape << 8 | precision (shape 0: none); then per mark
// uint32 spot << 8 | side << 5 | tried << 4 | kind, and per mark uint32 row << 7 | score in
// hundredths. A fact is known by its row and has a mark at each of its spots.
(function (root) {
  "use strict";
  const masar = root.masar;
  const POINTS = new Set(["site", "settlement"]);

  masar.readScene = async function (address) {
    const [bytes, collection] = await Promise.all([
      masar.load(address.points, "bytes"),
      masar.load(address.shapes, "json"),
    ]);
    const [marks, spots] = new Uint32Array(bytes, 0, 2);
    const column = (Type, index) => new Type(bytes, 8 + index * 4 * spots, spots);
    const lon = column(Float32Array, 0);
    const lat = column(Float32Array, 1);
    const radius = column(Float32Array, 2);
    const form = column(Uint32Array, 3);
    const mark = new Uint32Array(bytes, 8 + 16 * spots, marks);
    const row = new Uint32Array(marks);
    const score = new Uint8Array(marks);
    new Uint32Array(bytes, 8 + 16 * spots + 4 * marks, marks).forEach((code, i) => {
      row[i] = code >>> 7;
      score[i] = code & 127;
    });
    const x = new Float64Array(spots);
    const y = new Float64Array(spots);
    for (let i = 0; i < spots; i++) {
      x[i] = masar.worldX(lon[i]);
      y[i] = masar.worldY(lat[i]);
    }
    const shapes = collection.geometries.map(masar.shapeOf);
    return {
      id: address.id, marks, spots, radius, x, y, shapes, mark, row, score,
      shape: (spot) => shapes[(form[spot] >>> 8) - 1] || null,
      isPoint: (spot) => form[spot] < 256 && POINTS.has(masar.PRECISIONS[form[spot]]),
    };
  };

  // What the mask and the least score let through: per spot the counts of each kind, and of those
  // tried, as typed arrays; `spots` lists the spots that hold anything.
  masar.countSpots = async function (scene, mask, least) {
    const packed = masar.fromBase64(mask.slice(1));
    const bits = mask[0] === "r" ? packed : await masar.inflate(packed);
    const counted = {
      bits, least, facts: 0, spots: new Uint32Array(scene.spots), used: 0,
      counts: new Uint32Array(scene.spots * 4), tried: new Uint32Array(scene.spots * 4),
      total: new Uint32Array(scene.spots), sides: new Uint8Array(scene.spots),
    };
    let last = -1;
    for (let i = 0; i < scene.marks; i++) {
      if (!isIn(scene, counted, i)) continue;
      const code = scene.mark[i];
      const spot = code >>> 8;
      counted.counts[spot * 4 + (code & 15)] += 1;
      counted.tried[spot * 4 + (code & 15)] += (code >>> 4) & 1;
      counted.sides[spot] |= (code >>> 5) & 3;
      if (counted.total[spot] === 0) counted.spots[counted.used++] = spot;
      counted.total[spot] += 1;
      if (scene.row[i] !== last) counted.facts += 1;
      last = scene.row[i];
    }
    return counted;
  };

  function isIn(scene, counted, i) {
    const row = scene.row[i];
    return scene.score[i] >= counted.least && ((counted.bits[row >>> 3] >>> (7 - (row & 7))) & 1) === 1;
  }

  // What one spot holds, as its mark needs it.
  masar.tellSpot = function (counted, spot) {
    const told = [0, 1, 2, 3].map((kind) => counted.counts[spot * 4 + kind]);
    const hollow = told.map((n, kind) => n > 0 && counted.tried[spot * 4 + kind] === n);
    return { spot, told, hollow, total: counted.total[spot], side: counted.sides[spot] };
  };

  // The spots of rows, and the rows at spots in the spots' order.
  masar.spotsOf = function (scene, rows) {
    const wanted = new Set(rows);
    const spots = new Set();
    if (wanted.size)
      for (let i = 0; i < scene.marks; i++) if (wanted.has(scene.row[i])) spots.add(scene.mark[i] >>> 8);
    return spots;
  };
  masar.rowsAt = function (scene, counted, spots) {
    const order = new Map(spots.map((spot, index) => [spot, index]));
    const found = [];
    for (let i = 0; i < scene.marks; i++)
      if (order.has(scene.mark[i] >>> 8) && isIn(scene, counted, i)) found.push(i);
    const place = (i) => order.get(scene.mark[i] >>> 8);
    found.sort((a, b) => place(a) - place(b) || scene.row[a] - scene.row[b]);
    return [...new Set(found.map((i) => scene.row[i]))];
  };
})(window);
