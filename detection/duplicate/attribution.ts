// Promises whether a copying page names its source's author, name, time and link, each one by one and shown where it stands.
//
// NĐ 147/2024/NĐ-CP, Điều 28 khoản 1 điểm đ. What the source itself does not say cannot be missing from the copy: null.
import type { CopyMatch } from "#core/nouns/observation.ts";
import type { Page } from "#core/nouns/page.ts";
import type { Anchor } from "#core/nouns/signal.ts";
import { elementAnchor } from "../facts/page.ts";
import { textAnchor } from "../text/fields.ts";
import { readWords, type PlacedWords } from "./words.ts";

/** Found with its places; `absent` when looked for and not there; null when the source gives nothing to look for. */
export type Element = { anchors: Anchor[] } | "absent" | null;

export interface Attribution {
  author: Element;
  source: Element;
  time: Element;
  link: Element;
}

export interface CopyingPage {
  page: Page;
  words: PlacedWords;
  /** Words of credit found anywhere ("Theo VnExpress"): another publisher of the same item may be the one named. */
  credits: Anchor[];
}

/** "(Theo Báo Mẫu)", "Nguồn: …" with nothing else on the line: a credit, not "Theo ông Năm, …". */
const credit =
  /(?:^|[(–—-])\s?(?:[Tt]heo|THEO|[Nn]guồn(?:\s[Tt]in)?|NGUỒN|[Dd]ẫn\s[Nn]guồn|[Tt]rích\stừ)\s?:?\s[\p{Lu}\d][^\n();]{1,50}(?=\)|\n|$)/gmu;
const readChars = 300_000;

export function readCopyingPage(page: Page): CopyingPage {
  const credits: Anchor[] = [];
  for (const match of page.text.slice(0, readChars).matchAll(credit)) {
    if (credits.length === 6) break;
    credits.push(textAnchor("text", page.text, match.index, match.index + match[0].trimEnd().length));
  }
  return { page, words: readWords(page.text), credits };
}

export function readAttribution(copying: CopyingPage, source: CopyMatch): Attribution {
  return {
    author: source.author.trim() === "" ? null : findName(copying, source.author),
    source: findSource(copying, source),
    time: findTime(copying, source),
    link: findLink(copying.page, source),
  };
}

function findSource(copying: CopyingPage, source: CopyMatch): Element {
  const label = source.host.replace(/^www\./, "").split(".")[0]!;
  const names = [source.publisher, source.host, ...(label.length >= 4 ? [label] : [])].filter((n) => n.trim() !== "");
  for (const name of names) {
    const found = findName(copying, name);
    if (found !== "absent") return found;
  }
  const own = copying.credits.filter((c) => !isShared(c, source));
  return own.length > 0 ? { anchors: own } : "absent";
}

/** A credit that stands in the source's own text says nothing about where the copy comes from. */
const isShared = (anchor: Anchor, { spans }: CopyMatch) =>
  anchor.kind === "text" && spans.some((span) => anchor.start >= span.start && anchor.end <= span.end);

/** The name's words in a row, marks or not. */
function findName({ page, words }: CopyingPage, name: string): { anchors: Anchor[] } | "absent" {
  const wanted = readWords(name).folded;
  if (wanted.length === 0) return "absent";
  const anchors: Anchor[] = [];
  for (let i = 0; i + wanted.length <= words.folded.length && anchors.length < 3; i++)
    if (wanted.every((w, k) => words.folded[i + k] === w))
      anchors.push(textAnchor("text", page.text, words.starts[i]!, words.ends[i + wanted.length - 1]!));
  return anchors.length > 0 ? { anchors } : "absent";
}

/** The source's day as a reader would see it (GMT+7): 22/11/2026, 22-11-2026, 2026-11-22. */
function findTime({ page }: CopyingPage, source: CopyMatch): Element {
  if (source.publishedAt === null) return null;
  const local = new Date(Date.parse(source.publishedAt) + 7 * 3_600_000);
  const [year, month, day] = [local.getUTCFullYear(), local.getUTCMonth() + 1, local.getUTCDate()];
  const shown = new RegExp(
    `(?<!\\d)(?:0?${day}\\s?[/.-]\\s?0?${month}\\s?[/.-]\\s?${year}|${year}-0?${month}-0?${day}|ngày\\s0?${day}\\stháng\\s0?${month}\\snăm\\s${year})(?!\\d)`,
    "iu",
  );
  const found = shown.exec(page.text);
  return found ? { anchors: [textAnchor("text", page.text, found.index, found.index + found[0].length)] } : "absent";
}

/** A link into the source's site beyond its home page, or its address written out. */
function findLink(page: Page, source: CopyMatch): Element {
  const host = source.host.replace(/^www\./, "");
  const isSource = (other: string | null) => other !== null && (other === host || other.endsWith(`.${host}`));
  const links = page.links.filter((l) => l.visible && isSource(l.host) && hasPath(l.href)).slice(0, 3);
  if (links.length > 0) return { anchors: links.map((l) => elementAnchor(page, l)) };
  const written = page.text.toLowerCase().indexOf(`${host}/`);
  if (written >= 0) return { anchors: [textAnchor("text", page.text, written, written + host.length + 1)] };
  // Pages offer the address for copying by script: it stands in the document though not as a link.
  const address = source.url.replace(/^https?:\/\//, "");
  const inSource = page.html.indexOf(address);
  if (inSource >= 0) return { anchors: [textAnchor("html", page.html, inSource, inSource + address.length)] };
  return "absent";
}

const hasPath = (href: string) => URL.canParse(href) && new URL(href).pathname.length > 1;
