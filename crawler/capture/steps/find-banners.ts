// Promises the layers that lie over the page (drawn, and on top where they stand) and, in each, the controls that only close or refuse; nothing is touched here.

export interface Banner {
  /** What the layer says, in one line, at most 300 characters. */
  text: string;
  /** Share of the screen that it covers, 0 to 1. */
  share: number;
  /** Why it is left alone; "" where a control may be pressed. */
  left: string;
  /** Words of the controls that close or refuse, best first; at most three. */
  controls: string[];
}

/** Whole labels, folded (no marks, đ as d, lower case): to close or to refuse, never to agree. */
const closing =
  "x|×|✕|✖|✗|⨯|dong|dong lai|dong x|x dong|dong cua so|dong quang cao|tat|tat quang cao|an|bo qua|bo qua quang cao|de sau|luc khac|khong|khong, cam on|khong cam on|tu choi|tu choi tat ca|tu choi cookie|close|close ad|close popup|close dialog|close modal|dismiss|skip|skip ad|not now|maybe later|no|no thanks|no, thanks|reject|reject all|reject cookies|refuse|decline|decline all|deny|deny all|cancel|huy|huy bo";
/** A question of age or an entrance: not ours to answer, not even by closing it. */
const entrance =
  "(tren|du|duoi) ?18|18 ?\\\\+|18 tuoi|do tuoi|xac nhan tuoi|over 18|years old|age verification|verify your age|dang nhap de|login to|sign in to|captcha";

/**
 * Source of a function (press: boolean, text: string) shared by listing and pressing: without `press` → Banner[]; with it
 * the first closing control labelled `text` is pressed → {pressed, prevented}: from then on the document stays, navigations are
 * prevented and named (a page may wait before it leads on); `listHeld` gives all so far. A press is
 * a click event by script, which gives the page no user's gesture: it can open no window and start no sound.
 */
export const handleBanners = `async (press, wanted) => {
  const fold = (s) => s.normalize("NFD").replace(/\\p{Mn}+/gu, "").replace(/[đĐ]/g, "d").toLowerCase().replace(/\\s+/g, " ").trim();
  const closing = new Set("${closing}".split("|")), entrance = new RegExp("${entrance}");
  const line = (el) => (el.innerText || el.textContent || "").replace(/\\s+/g, " ").trim();
  const shown = (el) => el.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && el.getBoundingClientRect().width > 4 && el.getBoundingClientRect().height > 4;
  const seenShare = (el) => {
    const r = el.getBoundingClientRect();
    const w = Math.min(r.right, innerWidth) - Math.max(r.left, 0), h = Math.min(r.bottom, innerHeight) - Math.max(r.top, 0);
    return w > 0 && h > 0 ? (w * h) / (innerWidth * innerHeight) : 0;
  };
  const isLayer = (el) => {
    const style = getComputedStyle(el);
    const named = /^(dialog|alertdialog)$/.test(el.getAttribute("role") || "") || el.getAttribute("aria-modal") === "true" || (el instanceof HTMLDialogElement && el.open);
    return !(Number(style.zIndex) < 0) && (style.position === "fixed" || named || (style.position === "absolute" && Number(style.zIndex) >= 100)) && shown(el) && seenShare(el) >= 0.005;
  };
  const ownHits = (el) => {
    const r = el.getBoundingClientRect(), left = Math.max(r.left, 0), top = Math.max(r.top, 0);
    const w = Math.min(r.right, innerWidth) - left, h = Math.min(r.bottom, innerHeight) - top;
    let hits = 0;
    for (let i = 0; i < 25; i++) { const hit = document.elementFromPoint(left + ((i % 5) + 0.5) * w / 5, top + (Math.floor(i / 5) + 0.5) * h / 5); if (hit && (el.contains(hit) || el.shadowRoot && hit === el || el.getRootNode() instanceof ShadowRoot && hit === el.getRootNode().host)) hits++; }
    return hits;
  };
  const says = (el) => line(el) !== "" || el.querySelector("img, svg, iframe, canvas, video") !== null || getComputedStyle(el).backgroundImage !== "none";
  const layers = [];
  const walk = (el) => { for (const child of el.children) if (isLayer(child) && ownHits(child) >= 8 && says(child)) layers.push(child); else walk(child); if (el.shadowRoot) walk(el.shadowRoot); };
  if (document.body) walk(document.body);
  const onTop = (el) => {
    const r = el.getBoundingClientRect();
    let hit = document.elementFromPoint(r.left + r.width / 2, r.top + r.height / 2);
    while (hit && hit.shadowRoot) { const inner = hit.shadowRoot.elementFromPoint(r.left + r.width / 2, r.top + r.height / 2); if (!inner || inner === hit) break; hit = inner; }
    return hit && (el === hit || el.contains(hit) || hit.contains(el) && hit.children.length <= 2);
  };
  const labelOf = (el) => [line(el), el.getAttribute("aria-label") || "", el.getAttribute("title") || "", el.value || "", (el.querySelector("img") || { alt: "" }).alt].map((s) => String(s).trim()).find((s) => closing.has(fold(s)));
  const mayNavigate = (el) => {
    const link = el.closest("a[href]"), href = link ? link.getAttribute("href").trim() : "";
    const form = el.closest("form"), submits = form && (el.type === "submit" || (el.tagName === "BUTTON" && !el.getAttribute("type")));
    return (link && !/^(#.*|javascript:\\s*(void\\s*\\(?\\s*0\\s*\\)?|;)?\\s*;?)?$/i.test(href)) || submits;
  };
  const controlsOf = (layer) => {
    const found = [];
    for (const el of [layer, ...layer.querySelectorAll("button, [role=button], a, input[type=button], [class*=close i], [id*=close i], [onclick], span, div, i")]) {
      if (line(el).length > 40 || el.childElementCount > 3 || !shown(el)) continue;
      const byName = /(^|[-_ ])(btn-?)?close(-?btn|-?button|-?icon)?([-_ ]|$)/i.test((el.getAttribute("class") || "") + " " + el.id) && line(el) === "";
      const label = labelOf(el) || (byName ? "×" : "");
      if (!label || mayNavigate(el) || !onTop(el) || found.some((f) => f.el.contains(el) && f.label === label)) continue;
      found.push({ el, label });
    }
    return found.slice(0, 3);
  };
  const banners = layers.map((layer) => {
    const text = line(layer).slice(0, 300), folded = fold(line(layer));
    const left = layer.querySelector("input[type=password]") ? "có ô mật khẩu" : entrance.test(folded) ? "hỏi tuổi hoặc đòi đăng nhập" : "";
    return { layer, text, share: Math.round(seenShare(layer) * 1000) / 1000, left, controls: left ? [] : controlsOf(layer) };
  });
  if (!press) return banners.map(({ text, share, left, controls }) => ({ text, share, left, controls: controls.map((c) => c.label) }));
  const target = banners.flatMap((b) => b.controls).find((c) => c.label === wanted);
  if (!target) return { pressed: false, prevented: [] };
  const isHeld = "heldBack" in globalThis, held = (globalThis.heldBack ??= []), before = held.length;
  const hold = (e) => { if (e.hashChange || !e.cancelable) return; if (held.length < 20) held.push(e.destination.url.slice(0, 500)); e.preventDefault(); };
  if (!isHeld) navigation.addEventListener("navigate", hold);
  target.el.click();
  await new Promise((done) => setTimeout(done, 500));
  return { pressed: true, prevented: held.slice(before) };
}`;

/** Source of a function: the addresses that the document was kept from leaving for since the first press, at most 20. */
export const listHeld = "() => globalThis.heldBack ?? []";
