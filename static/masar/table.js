// A table whose cells are plain text: sortable, read from either side, usable by keyboard.
// `data`: columns [{name, label, kind}], rows [{id, cells}], direction, language, chosen, reveal, words. A
// cell may be a list: what is shown, what it is sorted by, the kind whose sign stands before it.
export default function ({ data, parentElement, setTriggerValue }) {
  const host = parentElement.querySelector(".table");
  const order = host.order || { column: null, down: false };
  host.order = order;
  host.dir = data.direction;
  host.lang = data.language;
  host.classList.toggle("stacked", data.columns.some((column) => column.kind === "title"));

  // The roles are said, since a table laid out as lines would lose them.
  function draw() {
    const table = node("table");
    table.setAttribute("role", "table");
    table.append(node("caption", data.words.caption), head(), body());
    host.replaceChildren(table);
  }

  function head() {
    const line = node("tr");
    line.setAttribute("role", "row");
    data.columns.forEach((column, index) => {
      const cell = node("th");
      cell.scope = "col";
      cell.setAttribute("role", "columnheader");
      const button = node("button", column.label);
      button.type = "button";
      const sorted = order.column === index;
      cell.setAttribute("aria-sort", sorted ? (order.down ? "descending" : "ascending") : "none");
      if (sorted) button.dataset.way = order.down ? "down" : "up";
      button.addEventListener("click", () => {
        order.down = sorted ? !order.down : false;
        order.column = index;
        draw();
        host.querySelectorAll("th button")[index].focus();
      });
      cell.append(button);
      line.append(cell);
    });
    const part = node("thead");
    part.setAttribute("role", "rowgroup");
    part.append(line);
    return part;
  }

  function body() {
    const part = node("tbody");
    part.setAttribute("role", "rowgroup");
    for (const row of sorted()) {
      const line = node("tr");
      line.dataset.id = row.id;
      line.setAttribute("role", "row");
      if (row.id === data.chosen) line.setAttribute("aria-current", "true");
      row.cells.forEach((value, index) => line.append(cell(value, data.columns[index], row, index)));
      line.addEventListener("click", () => choose(row.id));
      part.append(line);
    }
    return part;
  }

  function cell(value, column, row, index) {
    const [told, , sign] = Array.isArray(value) ? value : [value];
    const box = node("td");
    box.setAttribute("role", "cell");
    box.dataset.kind = column.kind || "text";
    box.dataset.name = column.name;
    const words = format(told);
    if (!words) box.classList.add("empty");
    if (column.kind === "number") box.dataset.label = column.label;
    const text = node(index === 0 ? "button" : "bdi", words);
    text.dir = "auto";
    if (index === 0) text.type = "button";
    else if (words.length > 40) box.title = words;
    if (sign) box.append(signOf(sign));
    box.append(text);
    return box;
  }

  function signOf(kind) {
    const sign = node("span");
    sign.className = `sign ${kind}`;
    sign.setAttribute("aria-hidden", "true");
    return sign;
  }

  function sorted() {
    if (order.column === null) return data.rows;
    const value = (row) => {
      const told = row.cells[order.column];
      return Array.isArray(told) ? told[1] : told;
    };
    const rows = [...data.rows].sort((a, b) => compare(value(a), value(b)));
    return order.down ? rows.reverse() : rows;
  }

  function compare(a, b) {
    if (typeof a === "number" && typeof b === "number") return a - b;
    const number = (value) => Number(String(value ?? "").replaceAll(",", "") || NaN);
    if (!Number.isNaN(number(a)) && !Number.isNaN(number(b))) return number(a) - number(b);
    return String(a ?? "").localeCompare(String(b ?? ""), data.language, { numeric: true });
  }

  // Control characters, which would not be seen, become their pictures.
  function format(value) {
    const text = value === null || value === undefined ? "" : String(value);
    return text.replace(/[\x00-\x08\x0b\x0c\x0e-\x1f]/g, (c) => String.fromCharCode(0x2400 + c.charCodeAt(0)));
  }

  function choose(id) {
    setTriggerValue("chosen", id);
  }

  function node(name, text) {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    return made;
  }

  draw();
  const chosen = host.querySelector("tr[aria-current]");
  if (chosen && host.shown !== data.chosen) {
    const top = chosen.offsetTop - host.querySelector("thead").offsetHeight;
    if (top < host.scrollTop || top + chosen.offsetHeight > host.scrollTop + host.clientHeight) host.scrollTop = top;
  }
  host.shown = data.chosen;
  if (data.reveal !== null && host.revealed !== data.reveal)
    requestAnimationFrame(() => host.scrollIntoView({ block: "center" }));
  host.revealed = data.reveal;
}
