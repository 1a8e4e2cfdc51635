// The map of a page: a constant base that is opened once, and what is shown on it, which changes.
(function (root) {
  "use strict";
  const masar = root.masar;

  // Opens the base on a Leaflet map; `settings` has the root of the files, the home bounds and
  // the bounds of the home map.
  masar.open = function (map, settings) {
    masar.root = settings.root;
    const page = new Page(map, settings);
    masar.pages = [...(masar.pages || []), page];
    map.masar = page;
    return page;
  };

  // What changes, as a Leaflet layer: adding it to the map shows it.
  masar.Shown = L.Layer.extend({
    initialize: function (told) {
      this._told = told;
    },
    onAdd: function (map) {
      map.masar.show(this._told);
    },
    onRemove: function () {},
  });

  const COARSE_ZOOM = 6.5;
  const FAR_ZOOM = 6;

  class Page {
    constructor(map, { home, ground }) {
      this.map = map;
      this.home = L.latLngBounds(home);
      this.turn = 0;
      this.sent = { view: null, rows: [], total: 0, scene: "" };
      map.createPane("basemap").style.zIndex = 150;
      map.createPane("marks").style.zIndex = 450;
      map.getPane("marks").style.pointerEvents = "none";
      this.marks = new masar.Marks();
      const reach = masar.toBox(L.latLngBounds(ground));
      this.basemap = new masar.Basemap(reach, () => this.paintSoon());
      this.ground = new masar.Canvas((c, view) => this.basemap.draw(c, view), { pane: "basemap" });
      this.cover = new masar.Canvas((c, view) => this.paint(c, view), { pane: "marks" });
      this.ground.addTo(map);
      this.cover.addTo(map);
      this.legend = new masar.Legend().addTo(map);
      L.control.scale({ imperial: false, position: "bottomleft" }).addTo(map);
      map.attributionControl.setPrefix(false);
      this.notice = L.DomUtil.create("p", "masar-notice", map.getContainer());
      this.notice.setAttribute("role", "alert");
      this.notice.hidden = true;
      this.ends = L.DomUtil.create("p", "masar-notice masar-ends", map.getContainer());
      this.ends.setAttribute("role", "status");
      this.ends.hidden = true;
      this.tip = new masar.Tip(map.getContainer());
      this.walk = new masar.Walk(this);
      this.listen();
      if (document.fonts) document.fonts.ready.then(() => this.redraw());
    }

    paint(context, view) {
      this.marks.draw(context, view);
      this.explain();
      const colours = masar.THEMES[this.marks.options.theme];
      const region = this.sketched || (this.told && this.told.region);
      if (region) paintRing(context, view, region, colours.chosen);
      const focus = this.told && this.told.focus;
      if (focus) paintFocus(context, view, this.told, colours.chosen);
    }

    listen() {
      this.map.on("click", (event) => this.click(event));
      this.map.on("mousemove", (event) => this.hover(event));
      this.map.on("mouseout", () => this.point(null));
      this.map.on("moveend", () => this.moved());
      new ResizeObserver(() => this.fit()).observe(this.map.getContainer());
    }

    // Another size of the frame keeps the centre, and is no move that anyone has to know of.
    fit() {
      this.fitting = true;
      const centre = this.centre || this.map.getCenter();
      this.map.invalidateSize({ animate: false, pan: false });
      this.map.setView(centre, this.map.getZoom(), { animate: false });
      this.fitting = false;
    }

    // Files come one by one; what came within one frame is painted at once.
    paintSoon() {
      this.soon ||= requestAnimationFrame(() => {
        this.soon = 0;
        this.ground.redraw();
        this.lookAround();
      });
    }

    redraw() {
      this.ground.redraw();
      this.cover.redraw();
    }

    async show(told) {
      const turn = ++this.turn;
      const before = this.told;
      told.words = masar.words[told.language];
      this.told = told;
      for (const part of [this.basemap, this.marks]) {
        part.options = { theme: told.theme, language: told.language, layers: told.layers };
      }
      this.dress(told);
      if (!before) {
        this.open(told.view);
        const { lat, lng } = this.centre;
        this.resting = [lat, lng, this.map.getZoom()];
      }
      this.draw.show(told.region);
      this.follow(told.focus, told.outline);
      if (!before || groundOf(before) !== groundOf(told)) this.ground.redraw();
      const read = await this.read(told).catch((error) => this.fail(told, error));
      if (turn !== this.turn || !read) return;
      this.notice.hidden = true;
      const [scene, counted] = read;
      if (scene) this.marks.set(scene, counted, told.chosen);
      else this.marks.clear();
      this.cover.redraw();
      this.seek(told);
      this.lookAround();
      this.reveal(before, told);
      this.walk.refresh();
      this.map.getContainer().dataset.shown = String(this.marks.counted.facts);
      // Names of villages are wanted from near and by who asks what lies at a mark: not at first.
      setTimeout(() => this.basemap.ask(["near_labels"]), 0);
    }

    fail(told, error) {
      console.warn("facts were not read", error.message);
      this.notice.textContent = told.words.failed;
      this.notice.hidden = false;
    }

    open(view) {
      if (view) this.map.setView([view[0], view[1]], view[2], { animate: false });
      else this.map.fitBounds(this.home, { animate: false });
      this.centre = this.map.getCenter();
    }

    // Facts that are shown anew and lie neither in view nor in the home area are gone to; so are
    // those of the home area after that, and from where no basemap is.
    seek(told) {
      if (!this.told.scene || this.sought === this.asked) return;
      this.sought = this.asked;
      const boxes = masar.reachOfSpots(this.marks.scene, this.marks.counted);
      const within = (bounds) => boxes.some((box) => masar.overlaps(box, masar.toBox(bounds)));
      const atHome = within(this.home);
      const isBack = atHome && this.strayed;
      if (told.focus || !boxes.length || (!isBack && within(this.map.getBounds()))) return;
      if (atHome && !isBack && this.isOnGround()) return;
      this.strayed = !atHome;
      const bounds = atHome ? this.home : masar.toBounds(this.map, boxes);
      const maxZoom = this.isFar(boxes) ? FAR_ZOOM : 8;
      this.map.fitBounds(bounds, { maxZoom, animate: false, padding: atHome ? [0, 0] : [40, 40] });
      this.resting = this.viewNow();
    }

    isFar(boxes) {
      return boxes.some((box) => !masar.holds(this.basemap.ground, box));
    }

    // Whether the middle of the view lies on the home map.
    isOnGround() {
      const { lat, lng } = this.map.getCenter();
      const [x, y] = [masar.worldX(lng), masar.worldY(lat)];
      return masar.holds(this.basemap.ground, [x, y, x, y]);
    }

    // Fetches the basemap where the view has gone, and says how coarse it is there.
    lookAround() {
      if (this.told) this.basemap.seek(this.map.getZoom(), masar.toBox(this.map.getBounds()));
      this.tellEnd();
    }

    tellEnd() {
      const word = this.told && !this.isOnGround() && this.endsWith();
      this.ends.textContent = word ? this.told.words[word] : "";
      this.ends.hidden = !word;
    }

    // What there is to say of the basemap beyond the home map.
    endsWith() {
      if (this.basemap.failed.has("world_land")) return "no_ground";
      return this.basemap.layers.world_land && this.map.getZoom() >= COARSE_ZOOM && "coarse_ground";
    }

    // What is chosen beside the map comes into view; what opens with the page stays where it is.
    reveal(before, told) {
      if (!before || String(before.chosen) === String(told.chosen)) return;
      const spots = [...this.marks.chosen];
      const { scene } = this.marks;
      if (!spots.length || spots.some((spot) => this.marks.boxes.some((b) => b.mark.spots.includes(spot)))) return;
      if (scene && scene.shape(spots[0])) return;
      const scale = 256 * Math.pow(2, this.map.getZoom());
      const [x, y] = [scene.x[spots[0]] * scale, scene.y[spots[0]] * scale];
      this.map.panTo(this.map.unproject([x, y]));
    }

    async read(told) {
      if (!told.scene) return [null, null];
      const scene = await masar.readScene(told.scene);
      const asked = `${scene.id} ${told.least} ${told.mask}`;
      if (asked !== this.asked) {
        this.counted = await masar.countSpots(scene, told.mask, told.least);
        this.asked = asked;
      }
      return [scene, this.counted];
    }

    // Language, direction and theme of what lies around the map.
    dress(told) {
      const box = this.map.getContainer();
      box.lang = told.language;
      box.dataset.theme = told.theme;
      box.dir = told.language === "ar" ? "rtl" : "ltr";
      box.setAttribute("aria-label", told.words.map);
      box.setAttribute("role", "application");
      document.documentElement.dataset.theme = told.theme;
      this.legend.getContainer().style.display = told.legend ? "" : "none";
      if (this.language === told.language) return;
      this.language = told.language;
      this.tellEnd();
      for (const control of this.buttons || []) control.remove();
      const side = told.language === "ar" ? "topright" : "topleft";
      const zoom = L.control.zoom({
        position: side, zoomInTitle: told.words.zoom_in, zoomOutTitle: told.words.zoom_out,
      });
      const home = new Home({ position: side, title: told.words.home, go: () => this.goHome() });
      this.draw = new masar.Draw({
        position: side,
        words: told.words,
        done: (region) => this.drawn(region),
        busy: (busy) => (this.drawing = busy),
        sketch: (corners) => {
          this.sketched = corners && corners.map((c) => [c.lng, c.lat]);
          this.cover.redraw();
        },
      });
      this.buttons = [zoom, home, ...(told.tools ? [this.draw] : [])];
      for (const control of this.buttons) control.addTo(this.map);
      this.map.attributionControl.setPrefix(false);
      if (this.credit) this.map.attributionControl.removeAttribution(this.credit);
      this.credit = told.words.credit;
      this.map.attributionControl.addAttribution(this.credit);
    }

    drawn(region) {
      this.sent = { ...this.sent, region, drawn: Date.now() };
      this.send();
    }

    // Brings a place into view when the page names another one than before.
    follow(focus, outline) {
      const key = JSON.stringify(focus || null);
      if (key === this.followed) return;
      this.followed = key;
      if (!focus) return;
      const reach = Math.max(3, focus[2]) / 111;
      const bounds = L.latLngBounds(outline ? outline.flat().map(([lon, lat]) => [lat, lon]) : [
        [focus[0] - reach, focus[1] - reach * 1.2], [focus[0] + reach, focus[1] + reach * 1.2],
      ]);
      this.map.fitBounds(bounds, { maxZoom: 9, animate: false, padding: [30, 30] });
    }

    // The legend says what is there: density only where points are drawn as such.
    explain() {
      if (!this.told) return;
      const layers = [...this.told.layers, ...(this.marks.dense ? ["dense"] : [])];
      this.legend.show(this.told.words, this.told.theme, layers, this.marks.seen);
    }

    goHome() {
      this.map.fitBounds(this.home);
    }

    spotsAt(event) {
      const at = event.layerPoint.subtract(this.cover._bounds.min);
      return this.marks.hit(at.x, at.y);
    }

    hover(event) {
      const spots = this.drawing ? [] : this.spotsAt(event);
      const box = this.map.getContainer();
      box.style.cursor = spots.length ? "pointer" : "";
      if (!spots.length || this.map.dragging.moving()) this.point(null);
      else this.point(spots, this.tell(spots), event.containerPoint.x, event.containerPoint.y);
    }

    tell(spots) {
      return masar.describe(this, spots.map((spot) => this.marks.markAt(spot)));
    }

    // Emphasises what the pointer or the keyboard is on, and says what it is.
    point(spots, lines, x, y) {
      this.tip.show(spots && lines, x, y);
      const now = new Set(spots || []);
      const same = now.size === this.marks.hovered.size && [...now].every((s) => this.marks.hovered.has(s));
      if (same) return;
      this.marks.hovered = now;
      if (!this.marks.dense) this.cover.redraw();
    }

    click(event) {
      if (!this.drawing) this.choose(this.spotsAt(event));
    }

    choose(spots) {
      const rows = this.marks.scene ? this.marks.rowsAt(spots) : [];
      this.sent = {
        ...this.sent, rows: rows.slice(0, 200), total: rows.length, clicked: Date.now(),
        scene: this.told && this.told.scene ? this.told.scene.id : "",
      };
      this.send();
    }

    // Where the map is, no finer than its pixels.
    viewNow() {
      const { lat, lng } = this.map.getCenter();
      const zoom = this.map.getZoom();
      const decimals = Math.max(2, Math.floor(Math.log10((256 * Math.pow(2, zoom)) / 360)));
      return [round(lat, decimals), round(lng, decimals), zoom];
    }

    isAt([lat, lng, zoom]) {
      if (zoom !== this.map.getZoom()) return false;
      const centre = this.map.project(this.map.getCenter());
      return centre.distanceTo(this.map.project([lat, lng])) < 3;
    }

    moved() {
      if (this.fitting) return;
      this.centre = this.map.getCenter();
      this.walk.refresh();
      this.lookAround();
      clearTimeout(this.waiting);
      this.waiting = setTimeout(() => {
        const view = this.viewNow();
        if (this.isAt(this.resting)) return;
        this.resting = view;
        this.sent = { ...this.sent, view };
        this.send();
      }, 500);
    }

    send() {
      if (root.Streamlit) root.Streamlit.setComponentValue(this.sent);
      if (masar.onSend) masar.onSend(this.sent);
    }

    // Where the mark of a row stands, in pixels of the window; for tests and for the keyboard.
    place(row) {
      const at = this.marks.scene && this.marks.place(row);
      if (!at) return null;
      const corner = this.map.layerPointToContainerPoint(this.cover._bounds.min);
      const box = this.map.getContainer().getBoundingClientRect();
      return [at[0] + corner.x + box.left, at[1] + corner.y + box.top];
    }
  }

  const groundOf = ({ theme, language, layers }) => JSON.stringify([theme, language, layers]);

  const Home = L.Control.extend({
    onAdd: function () {
      const bar = L.DomUtil.create("div", "leaflet-bar");
      const link = L.DomUtil.create("a", "masar-home", bar);
      link.href = "#";
      link.title = this.options.title;
      link.setAttribute("role", "button");
      link.setAttribute("aria-label", this.options.title);
      link.textContent = "⌂";
      L.DomEvent.disableClickPropagation(bar);
      L.DomEvent.on(link, "click", (event) => {
        L.DomEvent.stop(event);
        this.options.go();
      });
      return bar;
    },
  });

  // A line over corners (lon, lat), on from where it begins.
  function trace(context, view, corners) {
    corners.forEach(([lon, lat], i) => {
      const x = masar.worldX(lon) * view.scale - view.dx;
      const y = masar.worldY(lat) * view.scale - view.dy;
      if (i === 0) context.moveTo(x, y);
      else context.lineTo(x, y);
    });
  }

  function paintRing(context, view, ring, colour) {
    context.beginPath();
    trace(context, view, ring);
    context.closePath();
    context.setLineDash([8, 5]);
    context.lineWidth = 3;
    context.strokeStyle = colour;
    context.stroke();
    context.setLineDash([]);
  }

  // The outline of a place whose shape is known, else the circle of its reach.
  function paintFocus(context, view, { focus: [lat, lon, km], outline }, colour) {
    const [x, y] = [masar.worldX(lon), masar.worldY(lat)];
    const r = Math.max(10, km * 1000 * view.metres(y));
    context.beginPath();
    if (outline) outline.forEach((part) => trace(context, view, part));
    else context.arc(x * view.scale - view.dx, y * view.scale - view.dy, r, 0, 2 * Math.PI);
    context.lineWidth = 3;
    context.strokeStyle = colour;
    context.stroke();
  }

  function round(value, decimals) {
    return Math.round(value * 10 ** decimals) / 10 ** decimals;
  }
})(window);
