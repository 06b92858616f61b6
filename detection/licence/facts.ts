// Promises the licence facts of a page: which line it shows, what the register says of it, whose footer it looks like.
import { showDay } from "#core/vietnam-time.ts";
import type { Page } from "#core/nouns/page.ts";
import type { Anchor } from "#core/nouns/signal.ts";
import { known, missing, type Fact } from "../facts/fact.ts";
import type { Gather, Site } from "../facts/page.ts";
import type { Knowledge } from "../knowledge.ts";
import { textAnchor } from "../text/fields.ts";
import { foldText } from "../text/letters.ts";
import { type Imprint, parseImprint } from "./imprint.ts";
import { type LicenceLine, parseLicences } from "./parse.ts";
import { lookUpLicence, rowsOfHost, type Bearer, type LookUp } from "./register.ts";

/** Share of a page's end that counts as its foot where no footer was recognised. */
const footShare = 0.15;
const leastFootChars = 1500;

function footOf(page: Page): { start: number; end: number; sure: boolean } {
  const start = Math.max(
    0,
    Math.min(page.text.length - leastFootChars, Math.floor(page.text.length * (1 - footShare))),
  );
  if (page.footer && page.footer.end - page.footer.start >= 20)
    return { start: page.footer.start, end: page.text.length, sure: true };
  return { start, end: page.text.length, sure: false };
}

const contradictions = new Set(["borrowed", "expired", "owner-mismatch"]);

const newsKinds = new Set(["press", "aggregator", "icp", "social", "unknown"]);

/** The line that speaks for the site: in the foot, of a kind that concerns news. */
function chooseLine(lines: LicenceLine[], foot: { start: number }): LicenceLine | null {
  const fitting = lines.filter((l) => newsKinds.has(l.kind) && /^gp|^gxn/.test(l.series));
  const inFoot = fitting.filter((l) => l.span.start >= foot.start);
  const rank = ["press", "aggregator", "icp", "social", "unknown"];
  return (
    (inFoot.length > 0 ? inFoot : fitting.filter((l) => l.kind !== "unknown")).toSorted(
      (a, b) => rank.indexOf(a.kind) - rank.indexOf(b.kind),
    )[0] ?? null
  );
}

export const licenceFacts: Gather = ({ page, knowledge }, site) => {
  const foot = footOf(page);
  const footText = page.text.slice(foot.start, foot.end);
  const line = chooseLine(parseLicences(page.text), foot);
  const imprint = parseImprint(footText, foot.start);
  const lineAnchors = line
    ? [line.span, line.issuerSpan, line.dateSpan]
        .filter((s) => s !== null)
        .map((s) => textAnchor("text", page.text, s.start, s.end))
    : [];
  const absent: Anchor = { kind: "absence", searched: foot.sure ? ["footer", "text"] : ["text"] };
  const shown: [string, Fact][] = [
    [
      "licence.shown",
      line
        ? known(true, lineAnchors)
        : readFoot(page, foot.sure)
          ? known(false, [absent])
          : missing("không đọc được phần chân trang"),
    ],
    ["licence.kind", line ? known(line.kind, lineAnchors) : known("none", [absent])],
    ["licence.number", known(line?.span.raw ?? "không thấy", line ? lineAnchors : [absent])],
    [
      "licence.responsible",
      imprint.responsible
        ? known(true, [spanAnchor(page, imprint.responsible.span)])
        : readFoot(page, foot.sure)
          ? known(false, [absent])
          : missing("không đọc được phần chân trang"),
    ],
    [
      "licence.contact",
      imprint.emails.length > 0 || /(?:\+84|\b0)\d[\d\s.-]{7,12}\d/.test(footText)
        ? known(
            true,
            imprint.emails.map((e) => spanAnchor(page, e.span)),
          )
        : known(false, [absent]),
    ],
  ];
  return [
    ...shown,
    ...registerFacts(knowledge, site, line, imprint, lineAnchors),
    ...foreignFoot(page, knowledge, site, foot, imprint),
  ];
};

const spanAnchor = (page: Page, span: { start: number; end: number }): Anchor =>
  textAnchor("text", page.text, span.start, span.end);

/** A foot counts as read when one was recognised, or when the page ends in what only a foot says. */
function readFoot(page: Page, sure: boolean): boolean {
  if (page.condition === "empty" || page.needsBrowser) return false;
  if (sure) return true;
  const end = foldText(page.text.slice(-900));
  return /(copyright|©|ban quyen|all rights reserved|lien he|dien thoai|hotline|email|dia chi)/.test(end);
}

function registerFacts(
  knowledge: Knowledge,
  site: Site,
  line: LicenceLine | null,
  imprint: Imprint,
  lineAnchors: Anchor[],
): [string, Fact][] {
  const { register } = knowledge;
  if (!register) {
    const why = "chưa nhập sổ cấp phép";
    return [
      ["licence.status", missing(why)],
      ["licence.contradicted", known(false, lineAnchors)],
      ["licence.hostInRegister", missing(why)],
      ["licence.registerDate", missing(why)],
      ["licence.rowOwner", missing(why)],
      ["licence.rowDomain", missing(why)],
    ];
  }
  const bearer: Bearer = { host: site.host, site: site.domain, owner: imprint.owner?.text ?? null };
  const rows = rowsOfHost(register, bearer).filter((row) => !/tro choi/.test(foldText(row.kind)));
  const at = { kind: "register", register: register.name, importedAt: register.importedAt } as const;
  const inRegister = known(
    rows.length > 0,
    rows.length > 0
      ? [{ ...at, row: `${rows[0]!.number} ${rows[0]!.kind} ${rows[0]!.owner}`.trim() }]
      : [{ ...at, row: `${site.domain}: không có dòng nào` }],
  );
  const found: LookUp | null = line ? lookUpLicence(register, line, bearer, knowledge.now) : null;
  const status = found
    ? known(found.status, [...lineAnchors, { ...at, row: found.row }])
    : known("none", [{ ...at, row: `${site.domain}: không có dòng nào` }]);
  return [
    ["licence.status", status],
    ["licence.contradicted", known(found !== null && contradictions.has(found.status), status.anchors)],
    ["licence.hostInRegister", inRegister],
    ["licence.registerDate", known(showDay(register.importedAt), [])],
    ["licence.rowOwner", known(found?.owner || "không ghi", [])],
    ["licence.rowDomain", known(found?.domain || "không ghi", [])],
  ];
}

/** A foot that names another news site (its e-mail, its company) beside a licence number was likely copied with it. */
function foreignFoot(
  page: Page,
  knowledge: Knowledge,
  site: Site,
  foot: { start: number; end: number },
  imprint: Imprint,
): [string, Fact][] {
  const own = knowledge.brands.ownerOf(site.host);
  const footText = foldText(page.text.slice(foot.start, foot.end));
  const anchors: Anchor[] = [];
  let name = "";
  for (const email of imprint.emails) {
    const card = knowledge.brands.ownerOf(email.text.split("@")[1]!);
    const rows = knowledge.register?.byDomain.get(email.text.split("@")[1]!) ?? [];
    const isNews = card
      ? ["press", "aggregator", "broadcaster"].includes(card.kind)
      : rows.some((row) => /bao|tap chi|tong hop/.test(foldText(row.kind)));
    if (!isNews || card === own || email.text.endsWith(`@${site.domain}`)) continue;
    if (card && own && card.brand === own.brand) continue;
    name ||= card?.brand ?? email.text.split("@")[1]!;
    anchors.push(spanAnchor(page, email.span));
  }
  for (const card of knowledge.brands.cards) {
    if (!["press", "aggregator", "broadcaster"].includes(card.kind) || card === own) continue;
    for (const alias of card.aliases.filter((a) => a.length > 14)) {
      const at = footText.indexOf(foldText(alias));
      if (at < 0) continue;
      const raw = page.text.slice(foot.start, foot.end);
      const exact = raw.toLowerCase().indexOf(alias.toLowerCase());
      if (exact >= 0)
        anchors.push(textAnchor("text", page.text, foot.start + exact, foot.start + exact + alias.length));
      if (exact >= 0) name ||= card.brand;
    }
  }
  return [
    ["licence.foreignFoot", known(anchors.length > 0 && own === null, anchors)],
    ["licence.foreignName", known(name || "không rõ", anchors)],
  ];
}
