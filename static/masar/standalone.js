// The page that works from disk: opens the map and shows the facts of a mark that is clicked.
(function (root) {
  "use strict";
  const masar = root.masar;

  masar.openPage = function (told, { home, ground, minZoom }) {
    const map = L.map("map", { zoomControl: false, minZoom, maxZoom: 14, zoomSnap: 0.25 });
    map.fitBounds(home);
    const page = masar.open(map, { root: "", home, ground });
    page.show(told);
    const cards = [...document.querySelectorAll("main ol > li")];
    const all = document.getElementById("all");
    const heading = document.getElementById("heading");
    const filter = (rows) => {
      const wanted = rows && new Set(rows.map(String));
      for (const card of cards) card.hidden = Boolean(wanted) && !wanted.has(card.dataset.row);
      all.hidden = !wanted;
      point(null);
      page.show({ ...told, chosen: rows || [] });
      // Where the list lies below the map, it comes into view.
      if (rows && heading.getBoundingClientRect().top > root.innerHeight - 80) heading.scrollIntoView();
    };
    const point = (chosen) => {
      for (const card of cards) card.toggleAttribute("data-chosen", card === chosen);
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
      const title = card.querySelector("h4");
      title.tabIndex = 0;
      title.setAttribute("role", "button");
      const choose = () => {
        point(card);
        page.show({ ...told, chosen: [Number(card.dataset.row)] });
      };
      title.addEventListener("click", choose);
      title.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        choose();
      });
    }
  };
})(window);
