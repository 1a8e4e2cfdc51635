// How far things reach, as boxes of world coordinates: the marks shown, the view, the basemap.
(function (root) {
  "use strict";
  const masar = root.masar;
  const GROUND = ["sea", "neighbours", "countries"];

  masar.join = (a, b) => [
    Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3]),
  ];
  const NOWHERE = [Infinity, Infinity, -Infinity, -Infinity];

  // The box of each spot that holds anything.
  masar.reachOfSpots = function (scene, counted) {
    return Array.from(counted.spots.subarray(0, counted.used), (spot) => {
      const shape = scene.shape(spot);
      if (shape) return shape.box;
      const [x, y] = [scene.x[spot], scene.y[spot]];
      const r = (scene.radius[spot] * 1000 * Math.cosh((0.5 - y) * 2 * Math.PI)) / 40075016.686;
      return [x - r, y - r, x + r, y + r];
    });
  };

  // The box of what the basemap has outlines of, null until they are there.
  masar.reachOfGround = function (basemap) {
    const shapes = GROUND.flatMap((name) => basemap.layers[name] || []);
    return shapes.length ? shapes.map((shape) => shape.box).reduce(masar.join, NOWHERE) : null;
  };

  masar.toBox = (bounds) => [
    masar.worldX(bounds.getWest()), masar.worldY(bounds.getNorth()),
    masar.worldX(bounds.getEast()), masar.worldY(bounds.getSouth()),
  ];
  masar.toBounds = function (map, boxes) {
    const [left, top, right, low] = boxes.reduce(masar.join, NOWHERE);
    return L.latLngBounds(map.unproject([left * 256, low * 256], 0), map.unproject([right * 256, top * 256], 0));
  };
})(window);
