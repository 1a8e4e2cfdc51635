// The page that works from disk: opens the map and shows the facts of a mark that is clicked.
(function (root) {
  "use strict";
  const masar = root.masar;

  masar.openPage = function (told, home) {
    const map = L.map("map", { zoomControl: false, minZoom: 4, maxZoom: 14, zoomSnap: 0.25 });
    map.fitBounds(home);
    const page = masar.open(map, { root: "", home });
    page.show(told);
    const cards = [...document.querySelectorAll("main ol > li")];
    const all = document.getElementById("all");
    const filter = (rows) => {
      const wanted = rows && new Set(rows.map(String));
      for (const card of cards) card.hidden = Boolean(wanted) && !wanted.has(card.dataset.row);
      all.hidden = !wanted;
      page.show({ ...told, chosen: rows || [] });
    };
    masar.onSend = (sent) => {
      if (sent.clicked === filter.last) return;
      filter.last = sent.clicked;
      filter(sent.rows.length ? sent.rows : null);
    };
    all.addEventListener("click", () => filter(null));
    all.hidden = true;
    for (const card of cards) {
      if (!card.dataset.row) continue;
      const heading = card.querySelector("h4");
      heading.tabIndex = 0;
      heading.setAttribute("role", "button");
      const choose = () => page.show({ ...told, chosen: [Number(card.dataset.row)] });
      heading.addEventListener("click", choose);
      heading.addEventListener("keydown", (event) => event.key === "Enter" && choose());
    }
  };
})(window);
