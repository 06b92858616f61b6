async function buildPage() {
  const answer = await fetch("/api/noi-dung.json");
  const page = await answer.json();
  document.title = page.tieuDe;
  const root = document.getElementById("root");
  const add = (tag, text, parent = root) => {
    const element = document.createElement(tag);
    element.textContent = text;
    parent.append(element);
    return element;
  };
  add("h1", page.tieuDe);
  add("p", page.moDau);
  const tiles = add("div", "");
  tiles.className = "tiles";
  for (const muc of page.muc) {
    const tile = add("div", "", tiles);
    tile.className = "tile";
    add("h2", muc.ten, tile);
    add("p", muc.noiDung, tile);
  }
  const link = add("a", page.lienHe.chu);
  link.href = page.lienHe.url;
  add("footer", page.chanTrang);
}

void buildPage();
