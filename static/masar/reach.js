// How far things reach, as boxes of world coordinates: the marks shown, a layer, the view.
(function (root) {
  "use strict";
  const masar = root.masar;
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

  // The box of some layer of the basemap, null until it is there.
  masar.reachOfLayer = function (layer) {
    return layer ? layer.map((shape) => shape.box).reduce(masar.join, masar.NOWHERE) : null;
  };

  masar.toBox = (bounds) => [
    masar.worldX(bounds.getWest()), masar.worldY(bounds.getNorth()),
    masar.worldX(bounds.getEast()), masar.worldY(bounds.getSouth()),
  ];
  masar.toBounds = function (map, boxes) {
    const [left, top, right, low] = boxes.reduce(masar.join, masar.NOWHERE);
    return L.latLngBounds(map.unproject([left * 256, low * 256], 0), map.unproject([right * 256, top * 256], 0));
  };
})(window);
