// Promises the marks of a machine-made doorway page: glued words, throw-away host names, numbered paths, another site's frame.
import type { Anchor } from "#core/nouns/signal.ts";
import { known } from "./fact.ts";
import { textAnchor, type FieldHit } from "../text/fields.ts";
import { isGlued, longestGlued } from "../text/glued.ts";
import { foldText } from "../text/letters.ts";
import type { Gather } from "./page.ts";

const farmPath = /\/(?:\d{5,6}|news-\d{5,7}\.index\.html|viewspace-\d{5,7}\.html)$/;
const shownAnchors = 8;
/** Letters between the host name and a betting word beside it. */
const ownNameReach = 60;

/** Words that tie sentences together; a list of keywords has hardly any. Folded, so that unmarked text counts alike. */
const tying = new Set(
  "va cua la cac cho trong duoc voi co mot khong nhung nay khi tai nguoi da theo ve se den nhu thi ma o tren hay neu con do dang bi boi phai nen rat hon nhieu moi chung the and of the to in is for with a you are".split(
    " ",
  ),
);

function functionShare(text: string): number {
  // Runs of marks are cut first: to put them in order costs more than their number.
  const words = foldText(text.slice(0, 20_000).replace(/(\p{M}{3})\p{M}+/gu, "$1")).match(/[a-z]+/g) ?? [];
  return words.length === 0 ? 0 : Math.round((words.filter((w) => tying.has(w)).length * 100) / words.length);
}

/** Letters and digits shuffled: five or more, digits inside or hardly a vowel. */
function looksRandom(label: string): boolean {
  if (label.length < 5 || label.includes("-")) return false;
  if (/^\d{5,}$/.test(label)) return true;
  const vowelCount = label.replace(/[^aeiouy]/g, "").length;
  return /^[a-z0-9]+$/.test(label) && (vowelCount / label.length < 0.2 || /[a-z]\d+[a-z]/.test(label));
}

/** A term of betting, lottery or a betting brand; words that are also honest trade are left out. */
const gamblingBanks = new Set(["gambling-core", "gambling-brand"]);
const isGambling = (hit: FieldHit) => gamblingBanks.has(hit.bank);

/** Parts of a title between dashes, bars, commas or underscores. */
const partsOf = (title: string): { start: number; end: number }[] =>
  [...title.matchAll(/[^-|_,–—•:»·]+/gu)]
    .map((m) => ({ start: m.index, end: m.index + m[0].length }))
    .filter((part) => title.slice(part.start, part.end).trim().length >= 2);

/** Interface words of Chinese site templates: member, register, source, author, views, home, previous, next, posted. */
const chineseFrame =
  /会员|會員|登录|登錄|登入|注册|註冊|来源|來源|作者|浏览|瀏覽|点击|點擊|首页|首頁|上一篇|下一篇|发布|發佈|发表|评论|評論|相关|相關|推荐|推薦|友情链接|版权所有|網站地圖|网站地图|返回|更多/gu;
/** Words of a notice or a piece of news of a public body, folded. */
const officialWords =
  /\b(?:uy ban nhan dan|ubnd|hoi dong nhan dan|hdnd|nghi quyet|quyet dinh so|cong van|chu tich tinh|bi thu|dai bieu|huyen uy|tinh uy|so giao duc|so y te|ke hoach so)\b/gu;
const plainWord = /^[a-z0-9]+$/;
const bracketed = /[[(【「《]([^\])】」》\n]{3,60})[\])】」》]/gu;

function framesOf(text: string): Anchor[] {
  const seen = new Map<string, Anchor>();
  for (const m of text.matchAll(chineseFrame)) {
    if (!seen.has(m[0])) seen.set(m[0], textAnchor("text", text, m.index, m.index + m[0].length));
    if (seen.size >= shownAnchors) break;
  }
  return [...seen.values()];
}

/** Hits that lie between brackets. */
function bracketedHits(text: string, hits: FieldHit[]): FieldHit[] {
  const spans = [...text.matchAll(bracketed)].map((m) => ({ start: m.index, end: m.index + m[0].length }));
  let at = 0;
  return hits.filter((hit) => {
    while (at < spans.length && spans[at]!.end < hit.end) at++;
    return spans[at] !== undefined && spans[at]!.start <= hit.start;
  });
}

/** The site's own host name among betting words: what machine-made pages stuff behind every keyword. */
function ownNamePlaces(text: string, host: string, hits: FieldHit[]): { start: number; end: number }[] {
  const places: { start: number; end: number }[] = [];
  const lower = text.toLowerCase();
  for (let at = lower.indexOf(host); at >= 0 && host.includes("."); at = lower.indexOf(host, at + host.length)) {
    const end = at + host.length;
    if (hits.some((h) => (h.end <= at ? at - h.end <= ownNameReach : h.start >= end && h.start - end <= ownNameReach)))
      places.push({ start: at, end });
    if (places.length >= shownAnchors) break;
  }
  return places;
}

function gluedWords(text: string): { index: number; length: number }[] {
  return [...text.matchAll(/[\p{Ll}\p{N}\p{M}]+/gu)]
    .filter(({ 0: word }) => word.length >= 4 && word.length <= longestGlued && !plainWord.test(word))
    .filter(({ 0: word }) => isGlued(word.normalize("NFC")))
    .map((m) => ({ index: m.index, length: m[0].length }));
}

export const doorwayFacts: Gather = ({ page, fields }, site) => {
  const { text } = page;
  const glued = gluedWords(text);
  const words = text.split(/\s+/).length;
  const sub = site.host.slice(0, Math.max(0, site.host.length - site.domain.length - 1));
  const url = page.finalUrl;
  const path = farmPath.exec(url);
  const title = page.title?.text ?? "";
  const inTitle = fields.hits("title").filter(isGambling);
  const parts = partsOf(title);
  const brandFirst = parts.slice(0, 1).some((p) => inTitle.some((h) => h.bank === "gambling-brand" && h.end <= p.end));
  const keywords = parts.filter((p) => !inTitle.some((h) => h.start < p.end && h.end > p.start)).length;
  const inText = fields.hits("text").filter(isGambling);
  const frames = inText.length > 0 || inTitle.length > 0 ? framesOf(text) : [];
  const inBrackets = bracketedHits(text, inText);
  const official = inBrackets.length > 0 ? (foldText(text.slice(0, 50_000)).match(officialWords) ?? []) : [];
  const ownPlaces = ownNamePlaces(text, site.host, inText);
  const anchorsOf = (hits: FieldHit[]) => hits.slice(0, shownAnchors).map((h) => h.anchor);
  return [
    ["text.functionShare", known(functionShare(text))],
    ["text.sentences", known([...text.matchAll(/[\p{L}\d)”"][.!?…](?=\s|$)/gu)].length)],
    [
      "doorway.gluedWords",
      known(
        glued.length,
        glued.slice(0, shownAnchors).map((m) => textAnchor("text", text, m.index, m.index + m.length)),
      ),
    ],
    ["doorway.gluedShare", known(Math.round((glued.length * 1000) / Math.max(words, 1)))],
    ["doorway.randomHost", known(sub !== "" && looksRandom(sub.split(".")[0]!), [site.anchor])],
    ["doorway.farmPath", known(path !== null, path ? [textAnchor("url", url, path.index, url.length)] : [site.anchor])],
    // A betting brand first, then keywords that do not belong together: the number of the parts behind the brand.
    ["doorway.titleParts", known(brandFirst ? parts.length - 1 : 0, anchorsOf(inTitle))],
    ["doorway.titleStrangers", known(brandFirst ? keywords : 0, anchorsOf(inTitle))],
    ["doorway.chineseFrame", known(frames.length, frames)],
    ["doorway.bracketedTerms", known(new Set(inBrackets.map((h) => h.term)).size, anchorsOf(inBrackets))],
    [
      "doorway.ownName",
      known(
        ownPlaces.length,
        ownPlaces.map((p) => textAnchor("text", text, p.start, p.end)),
      ),
    ],
    ["doorway.officialWords", known(new Set(official).size, anchorsOf(inBrackets))],
  ];
};
