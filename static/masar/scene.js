// A scene: every drawable fact as columns, read once by address and filtered by a bit mask.
//
// Layout of the binary, little endian: uint32 facts, spots; then per spot float32 lon, lat,
// radius in km, uint32 shape << 8 | precision (shape 0: none); then per fact
// uint32 spot << 8 | tried << 4 | kind. A fact is known by its row.
(function (root) {
  "use strict";
  const masar = root.masar;

  masar.readScene = async function (address) {
    const [bytes, collection] = await Promise.all([
      masar.load(address.points, "bytes"),
      masar.load(address.shapes, "json"),
    ]);
    const [facts, spots] = new Uint32Array(bytes, 0, 2);
    const column = (Type, index) => new Type(bytes, 8 + index * 4 * spots, spots);
    const lon = column(Float32Array, 0);
    const lat = column(Float32Array, 1);
    const radius = column(Float32Array, 2);
    const form = column(Uint32Array, 3);
    const fact = new Uint32Array(bytes, 8 + 16 * spots, facts);
    const x = new Float64Array(spots);
    const y = new Float64Array(spots);
    for (let i = 0; i < spots; i++) {
      x[i] = masar.worldX(lon[i]);
      y[i] = masar.worldY(lat[i]);
    }
    const shapes = collection.geometries.map(masar.shapeOf);
    return {
      id: address.id, facts, spots, lon, lat, radius, x, y, shapes,
      precision: (spot) => masar.PRECISIONS[form[spot] & 255],
      shape: (spot) => shapes[(form[spot] >>> 8) - 1] || null,
      spot: (row) => fact[row] >>> 8,
      kind: (row) => fact[row] & 15,
      tried: (row) => (fact[row] >>> 4) & 1,
    };
  };

  // Counts per spot of the rows that the mask lets through.
  masar.countSpots = async function (scene, mask) {
    const bits = await masar.inflate(masar.fromBase64(mask));
    const counts = new Uint32Array(scene.spots * 4);
    const tried = new Uint32Array(scene.spots * 4);
    const rows = [];
    for (let row = 0; row < scene.facts; row++) {
      if (!((bits[row >>> 3] >>> (7 - (row & 7))) & 1)) continue;
      const cell = scene.spot(row) * 4 + scene.kind(row);
      counts[cell] += 1;
      tried[cell] += scene.tried(row);
      rows.push(row);
    }
    const spots = [];
    for (let spot = 0; spot < scene.spots; spot++) {
      const told = [0, 1, 2, 3].map((kind) => counts[spot * 4 + kind]);
      const total = told[0] + told[1] + told[2] + told[3];
      if (!total) continue;
      const hollow = told.map((n, kind) => n > 0 && tried[spot * 4 + kind] === n);
      spots.push({ spot, told, hollow, total });
    }
    return { spots, rows };
  };
})(window);
