// Drawing a box or a polygon on the map, to ask for the facts inside; or taking the present view.
(function (root) {
  "use strict";
  const masar = root.masar;

  masar.Draw = L.Control.extend({
    initialize: function (options) {
      L.Util.setOptions(this, options);
    },
    onAdd: function (map) {
      this.map = map;
      const bar = L.DomUtil.create("div", "leaflet-bar masar-draw");
      L.DomEvent.disableClickPropagation(bar);
      const words = this.options.words;
      this.buttons = [
        this.button(bar, "▭", words.draw_box, () => this.start("box")),
        this.button(bar, "⬠", words.draw_ring, () => this.start("ring")),
        this.button(bar, "⛶", words.draw_view, () => this.takeView()),
        this.button(bar, "✕", words.draw_clear, () => this.clear()),
      ];
      this.show(null);
      return bar;
    },
    onRemove: function () {
      this.stop();
    },
    show: function (region) {
      if (!this.buttons) return;
      this.buttons[3].style.display = region ? "" : "none";
    },
    button: function (bar, sign, title, action) {
      const link = L.DomUtil.create("a", "", bar);
      link.href = "#";
      link.title = title;
      link.textContent = sign;
      link.setAttribute("role", "button");
      link.setAttribute("aria-label", title);
      L.DomEvent.on(link, "click", (event) => {
        L.DomEvent.stop(event);
        action();
      });
      return link;
    },
    takeView: function () {
      const bounds = this.map.getBounds();
      this.options.done({ box: boxOf(bounds.getSouthWest(), bounds.getNorthEast()) });
    },
    clear: function () {
      this.stop();
      this.options.done({ clear: true });
    },
    start: function (mode) {
      this.stop();
      this.mode = mode;
      this.corners = [];
      const map = this.map;
      map.dragging.disable();
      map.doubleClickZoom.disable();
      map.getContainer().classList.add("masar-drawing");
      this.handlers = {
        pointerdown: (event) => this.down(event),
        pointermove: (event) => this.move(event),
        pointerup: (event) => this.up(event),
        dblclick: () => this.finish(),
      };
      for (const [name, handler] of Object.entries(this.handlers))
        map.getContainer().addEventListener(name, handler);
      this.onKey = (event) => {
        if (event.key === "Escape") this.stop();
        if (event.key === "Enter") this.finish();
      };
      document.addEventListener("keydown", this.onKey);
      this.options.busy(true);
    },
    stop: function () {
      if (!this.handlers) return;
      const map = this.map;
      for (const [name, handler] of Object.entries(this.handlers))
        map.getContainer().removeEventListener(name, handler);
      document.removeEventListener("keydown", this.onKey);
      map.dragging.enable();
      map.doubleClickZoom.enable();
      map.getContainer().classList.remove("masar-drawing");
      this.handlers = null;
      this.corners = [];
      this.options.sketch(null);
      setTimeout(() => this.options.busy(false), 50);
    },
    down: function (event) {
      if (event.target.closest(".leaflet-control")) return;
      const at = this.map.mouseEventToLatLng(event);
      if (this.mode === "box") this.corners = [at, at];
      else this.corners.push(at);
      this.sketch();
    },
    move: function (event) {
      if (!this.corners.length) return;
      this.at = this.map.mouseEventToLatLng(event);
      if (this.mode === "box") this.corners[1] = this.at;
      this.sketch();
    },
    up: function () {
      if (this.mode === "box" && this.corners.length) this.finish();
    },
    sketch: function () {
      const [a, b] = this.corners;
      if (this.mode === "box")
        this.options.sketch([a, L.latLng(a.lat, b.lng), b, L.latLng(b.lat, a.lng)]);
      else this.options.sketch(this.at ? [...this.corners, this.at] : this.corners);
    },
    finish: function () {
      const corners = this.corners.filter((c, i) => i === 0 || !c.equals(this.corners[i - 1], 1e-4));
      const enough = corners.length >= (this.mode === "box" ? 2 : 3);
      const mode = this.mode;
      this.stop();
      if (!enough) return;
      const ring = corners.map((c) => [round(c.lng), round(c.lat)]);
      this.options.done(mode === "box" ? { box: boxOf(corners[0], corners[1]) } : { ring });
    },
  });

  const round = (value) => Math.round(value * 1e4) / 1e4;

  function boxOf(a, b) {
    return [
      Math.min(a.lng, b.lng), Math.min(a.lat, b.lat), Math.max(a.lng, b.lng), Math.max(a.lat, b.lat),
    ].map(round);
  }
})(window);
