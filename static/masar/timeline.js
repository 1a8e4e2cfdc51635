// A histogram of dates to choose a period on, by pointer or keyboard, and to play through.
// `data`: bins [[from, to, tick, longer, count of each kind ...]], kinds, words, direction,
// chosen [from, to].
export default function ({ data: told, parentElement, setTriggerValue }) {
  const bins = told.bins.map(([from, to, tick, longer, ...numbers]) => {
    const counts = Object.fromEntries(told.kinds.map((kind, i) => [kind, numbers[i]]));
    return { from, to, tick, longer, counts };
  });
  const data = { ...told, bins };
  const host = parentElement.querySelector(".timeline");
  const count = data.bins.length;
  const kept = host.kept || (host.kept = { playing: null });
  if (kept.playing && !data.chosen) stop();
  host.lang = data.language;
  host.dir = data.direction;
  const rtl = data.direction === "rtl";
  const HEIGHT = 58;
  const WIDEST = 120;
  let drag = null;
  draw();

  function draw() {
    const bar = node("div", { class: "bar" });
    bar.append(heading(), playButton(), clearButton(), label(), ...data.notes.map(note));
    host.replaceChildren(bar, chart());
  }

  function heading() {
    const text = node("b");
    text.textContent = data.heading;
    return text;
  }

  function note(words) {
    const text = node("span", { class: "note" });
    text.textContent = words;
    return text;
  }

  function label() {
    const text = node("span", { class: "period", dir: "ltr" });
    text.textContent = data.chosen ? data.chosen.join(" – ") : "";
    return text;
  }

  function playButton() {
    const button = node("button", { type: "button", "aria-pressed": String(Boolean(kept.playing)) });
    button.textContent = kept.playing ? `❚❚ ${data.words.pause}` : `▶ ${data.words.play}`;
    button.addEventListener("click", () => (kept.playing ? pause() : play()));
    return button;
  }

  function clearButton() {
    const button = node("button", { type: "button" });
    button.textContent = data.words.clear;
    button.disabled = !data.chosen;
    button.addEventListener("click", () => {
      stop();
      send(null);
    });
    return button;
  }

  function chart() {
    const most = Math.max(1, ...data.bins.map((bin) => total(bin) + bin.longer));
    const box = node("div", {
      class: "chart", role: "slider", tabindex: "0", "aria-label": data.words.name,
      "aria-valuemin": "0", "aria-valuemax": String(Math.max(0, count - 1)),
      "aria-valuenow": String(Math.max(0, chosenBins()[0])),
      "aria-valuetext": data.chosen ? data.chosen.join(" – ") : data.words.all,
    });
    const [first, last] = chosenBins();
    data.bins.forEach((bin, index) => {
      const column = node("div", { class: "column" });
      column.title = title(bin);
      if (data.chosen && (index < first || index > last)) column.classList.add("out");
      const longer = node("i", { class: "longer" });
      longer.style.height = `${(bin.longer / most) * HEIGHT}px`;
      column.append(longer);
      for (const kind of data.kinds) {
        if (!bin.counts[kind]) continue;
        const part = node("i", { class: kind });
        part.style.height = `${(bin.counts[kind] / most) * HEIGHT}px`;
        column.append(part);
      }
      const tick = node("b", { dir: "ltr" });
      tick.textContent = bin.tick;
      column.append(tick);
      box.append(column);
    });
    const thin = new ResizeObserver(() => thinTicks(box));
    thin.observe(box);
    box.addEventListener("pointerdown", (event) => begin(event, box));
    box.addEventListener("keydown", press);
    return box;
  }

  // Of the ticks only every so many stay that none runs into the next.
  function thinTicks(box) {
    const ticks = [...box.querySelectorAll("b")].filter((tick) => tick.textContent);
    if (ticks.length < 2) return;
    ticks.forEach((tick) => (tick.hidden = false));
    const apart = Math.abs(ticks[1].parentElement.offsetLeft - ticks[0].parentElement.offsetLeft);
    const every = Math.ceil((Math.max(...ticks.map((tick) => tick.offsetWidth)) + 10) / Math.max(1, apart));
    ticks.forEach((tick, i) => (tick.hidden = i % every > 0));
  }

  function title(bin) {
    const parts = data.kinds.filter((k) => bin.counts[k]).map((k) => `${data.words[k]}: ${bin.counts[k]}`);
    if (bin.longer) parts.push(`${data.words.longer}: ${bin.longer}`);
    return [`${bin.from} – ${bin.to}`, ...parts].join("\n");
  }

  function total(bin) {
    return data.kinds.reduce((sum, kind) => sum + (bin.counts[kind] || 0), 0);
  }

  function chosenBins() {
    if (!data.chosen) return [-1, -1];
    const first = data.bins.findIndex((bin) => bin.to >= data.chosen[0]);
    let last = count - 1;
    while (last > 0 && data.bins[last].from > data.chosen[1]) last -= 1;
    return [first, last];
  }

  function begin(event, box) {
    stop();
    const at = (x) => {
      const edge = box.getBoundingClientRect();
      const width = Math.min(edge.width, WIDEST * count);
      const share = rtl ? (edge.right - x) / width : (x - edge.left) / width;
      const index = Math.floor(share * count);
      return Math.max(0, Math.min(count - 1, index));
    };
    drag = [at(event.clientX), at(event.clientX)];
    box.setPointerCapture(event.pointerId);
    const move = (next) => {
      drag[1] = at(next.clientX);
      mark(box);
    };
    const end = () => {
      box.removeEventListener("pointermove", move);
      const [a, b] = drag.sort((x, y) => x - y);
      send([a, b]);
    };
    mark(box);
    box.addEventListener("pointermove", move);
    box.addEventListener("pointerup", end, { once: true });
  }

  function mark(box) {
    const [a, b] = [...drag].sort((x, y) => x - y);
    [...box.children].forEach((column, i) => column.classList.toggle("out", i < a || i > b));
  }

  function press(event) {
    const ahead = rtl ? "ArrowLeft" : "ArrowRight";
    const back = rtl ? "ArrowRight" : "ArrowLeft";
    if (![ahead, back, "Escape", "Home", "End"].includes(event.key)) return;
    event.preventDefault();
    stop();
    const [first, last] = chosenBins();
    const width = Math.max(0, last - first);
    const step = event.key === ahead ? 1 : -1;
    if (event.key === "Escape") send(null);
    else if (event.key === "Home") send([0, width]);
    else if (event.key === "End") send([count - 1 - width, count - 1]);
    else if (!data.chosen) send(step === 1 ? [0, 0] : [count - 1, count - 1]);
    else if (event.shiftKey) send([first, Math.max(first, Math.min(count - 1, last + step))]);
    else if (first + step >= 0 && last + step < count) send([first + step, last + step]);
  }

  function play() {
    const [first, last] = chosenBins();
    const width = data.chosen && last < count - 1 ? last - first : 0;
    let at = data.chosen && last < count - 1 ? first : -1;
    const step = () => {
      at += 1;
      if (at + width >= count) {
        pause();
        return;
      }
      send([at, at + width]);
    };
    kept.playing = setInterval(step, 1200);
    step();
  }

  function stop() {
    if (kept.playing) clearInterval(kept.playing);
    kept.playing = null;
  }

  function pause() {
    stop();
    draw();
  }

  function send(bins) {
    setTriggerValue("period", bins ? [data.bins[bins[0]].from, data.bins[bins[1]].to] : []);
  }

  function node(name, attributes = {}) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  }

  return () => stop();
}
