// The marks in words: a tip under the pointer, and a way from mark to mark by keyboard.
(function (root) {
  "use strict";
  const masar = root.masar;
  const LINE_PX = 40;
  const NEAR_KM = 15;
  const KEYS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, Home: -Infinity, End: Infinity };

  // What lies at a mark: its kinds with their numbers, for a point the nearest name on the basemap,
  // and how it is drawn.
  masar.describe = function (page, marks) {
    const words = page.told.words;
    const told = masar.KINDS.map((name, kind) => {
      const count = marks.reduce((sum, mark) => sum + mark.told[kind], 0);
      return count && `${words[name]} ${count}`;
    });
    const near = marks[0].shape ? null : nearestName(page, marks[0]);
    const ways = marks.map((mark) => words[wayOf(mark)]);
    return [told.filter(Boolean).join(" · "), near, ...new Set(ways)].filter(Boolean);
  };

  function wayOf(mark) {
    if (mark.r) return "near";
    if (!mark.shape) return "";
    if (mark.shape.area) return "area";
    return mark.told[1] > 0 ? "corridor" : "along";
  }

  function nearestName(page, mark) {
    const { view } = page.marks;
    const pixels = NEAR_KM * 1000 * view.metres((mark.y + view.dy) / view.scale);
    let best = null;
    for (const label of page.basemap.named || []) {
      const away = Math.hypot(label.x * view.scale - view.dx - mark.x, label.y * view.scale - view.dy - mark.y);
      if (away < (best ? best.away : pixels)) best = { away, label };
    }
    return best && page.told.words.near_name.replace("{}", best.label[page.told.language]);
  }

  masar.Tip = class {
    constructor(container) {
      this.box = L.DomUtil.create("div", "masar-tip", container);
      this.box.setAttribute("aria-hidden", "true");
      this.box.hidden = true;
    }

    show(lines, x, y) {
      this.box.hidden = !lines;
      if (!lines) return;
      this.box.replaceChildren(...lines.map((line) => element("span", line)));
      const size = this.box.parentElement.getBoundingClientRect();
      const { offsetWidth: width, offsetHeight: height } = this.box;
      this.box.style.left = `${Math.max(4, Math.min(x + 14, size.width - width - 4))}px`;
      this.box.style.top = `${y + 18 + height > size.height ? y - height - 12 : y + 18}px`;
    }
  };

  // One button that moves from mark to mark: arrow keys go on, Enter opens what is told there.
  masar.Walk = class {
    constructor(page) {
      this.page = page;
      const container = page.map.getContainer();
      this.button = L.DomUtil.create("button", "masar-walk");
      this.button.type = "button";
      this.voice = L.DomUtil.create("div", "masar-voice");
      this.voice.setAttribute("aria-live", "polite");
      container.insertBefore(this.button, container.querySelector(".leaflet-control-container"));
      container.append(this.voice);
      this.spot = null;
      this.button.addEventListener("focus", () => this.go(0));
      this.button.addEventListener("blur", () => page.point(null));
      this.button.addEventListener("keydown", (event) => this.press(event));
      this.button.addEventListener("click", (event) => this.open(event));
      L.DomEvent.disableClickPropagation(this.button);
    }

    // The marks in view, as one reads: line by line from the top.
    list() {
      const { marks, map, told } = this.page;
      const corner = map.layerPointToContainerPoint(this.page.cover._bounds.min);
      const size = map.getSize();
      const way = told.language === "ar" ? -1 : 1;
      const found = marks.boxes.map(({ mark, box }) => ({
        mark, x: (box[0] + box[2]) / 2 + corner.x, y: (box[1] + box[3]) / 2 + corner.y,
      }));
      const seen = found.filter(({ x, y }) => x > 0 && y > 0 && x < size.x && y < size.y);
      const line = ({ y }) => Math.floor(y / LINE_PX);
      return seen.sort((a, b) => line(a) - line(b) || way * (a.x - b.x));
    }

    go(step) {
      const marks = this.list();
      const { words } = this.page.told;
      if (!marks.length) {
        this.say(words.walk_none, words.walk_none);
        return;
      }
      const now = marks.findIndex(({ mark }) => mark.spots.includes(this.spot));
      const at = Math.max(0, Math.min(marks.length - 1, (now < 0 ? 0 : now) + (now < 0 && step ? 0 : step)));
      const { mark, x, y } = marks[at];
      this.spot = mark.spot;
      this.button.style.transform = `translate(${x - 18}px, ${y - 18}px)`;
      const lines = masar.describe(this.page, [mark]);
      this.page.point(mark.spots, lines, x, y);
      const told = `${at + 1} / ${marks.length}: ${lines.join(" · ")}`;
      this.say(`${words.walk}. ${told}`, told);
    }

    say(label, news) {
      this.button.setAttribute("aria-label", label);
      this.voice.textContent = news;
    }

    refresh() {
      const { words } = this.page.told;
      if (root.document.activeElement === this.button) this.go(0);
      else this.button.setAttribute("aria-label", words.walk);
    }

    press(event) {
      if (event.key === "Escape") this.page.map.getContainer().focus();
      if (!(event.key in KEYS)) return;
      L.DomEvent.stop(event);
      const turned = this.page.told.language === "ar" && /Left|Right/.test(event.key);
      this.go(turned ? -KEYS[event.key] : KEYS[event.key]);
    }

    open(event) {
      L.DomEvent.stop(event);
      const found = this.list().find(({ mark }) => mark.spots.includes(this.spot));
      if (found) this.page.choose(found.mark.spots);
    }
  };

  function element(name, text) {
    const node = document.createElement(name);
    node.textContent = text;
    return node;
  }
})(window);
