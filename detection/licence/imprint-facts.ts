// Promises one fact for each thing that a home page must show (NĐ 147/2024/NĐ-CP, Điều 24.9): shown where, absent, or not known.
import type { Page } from "#core/nouns/page.ts";
import type { Anchor } from "#core/nouns/signal.ts";
import { known, missing, type Fact } from "../facts/fact.ts";
import type { Site } from "../facts/page.ts";
import { textAnchor } from "../text/fields.ts";
import type { ShownLine } from "./facts.ts";
import { foldInPlace } from "./fold-in-place.ts";
import type { Foot } from "./foot.ts";
import { type Imprint, parseImprint, type Stated } from "./imprint.ts";
import { type PressWord, pressWordOfName, pressWordsOfHost, provinceOfHost, provinceOfIssuer } from "./press-words.ts";

type Field = "owner" | "governing" | "responsible" | "address" | "email" | "phone";

export function imprintFacts(
  page: Page,
  site: Site,
  foot: Foot,
  shown: ShownLine | null,
  imprint: Imprint,
): [string, Fact][] {
  const absent: Anchor = { kind: "absence", searched: foot.sure ? ["footer"] : ["text"] };
  const pictured = foot.texts.filter((t) => t.picture).map((t) => ({ source: t, imprint: parseImprint(t.text) }));
  const own = { source: foot.texts[0]!, imprint };
  const find = (pick: (i: Imprint) => Stated | undefined | null): Fact => {
    for (const { source, imprint: read } of [own, ...pictured]) {
      const stated = pick(read);
      if (stated) return known(true, [source.anchor(stated.span)]);
    }
    return foot.unread === "" ? known(false, [absent]) : missing(foot.unread);
  };
  const fields: Record<Field, (i: Imprint) => Stated | undefined | null> = {
    owner: (i) => i.owner ?? i.governing,
    governing: (i) => i.governing,
    responsible: (i) => i.responsible ?? i.editor,
    address: (i) => i.address,
    email: (i) => i.emails[0],
    phone: (i) => i.phones[0],
  };
  const facts = (Object.keys(fields) as Field[]).map((f): [string, Fact] => [`imprint.${f}`, find(fields[f])]);
  const contact = [imprint.emails[0], imprint.phones[0]].filter((v) => v !== undefined);
  return [
    ...facts,
    ["licence.responsible", find(fields.responsible)],
    [
      "licence.contact",
      contact.length > 0
        ? known(
            true,
            contact.map((c) => own.source.anchor(c.span)),
          )
        : find((i) => i.emails[0] ?? i.phones[0]),
    ],
    ["page.isHome", known(isHome(page), [site.anchor])],
    ...typeFacts(page, shown),
    ...nameFacts(page, site, shown),
  ];
}

function isHome(page: Page): boolean {
  if (!URL.canParse(page.finalUrl)) return false;
  return /^\/(?:(?:index|home|default|trang-chu|vi|vn)(?:\.(?:html?|php|aspx?))?\/?)?$/i.test(
    new URL(page.finalUrl).pathname,
  );
}

const typeLine =
  /trang\s{1,2}(?:thông\s{1,2}tin|tin)\s{1,2}điện\s{1,2}tử\s{1,2}tổng\s{1,2}hợp|trang\s{1,2}TTĐT\s{1,2}tổng\s{1,2}hợp/giu;
const partOfLicence = /giấy phép|\bGP\b|thiết lập|cấp phép/iu;

/** The kind written as a line under the name: Điều 24.9.b wants it at the top of the home page. */
function typeFacts(page: Page, shown: ShownLine | null): [string, Fact][] {
  const places = [...page.text.matchAll(typeLine)].filter(
    (m) =>
      !partOfLicence.test(
        page.text
          .slice(Math.max(0, m.index - 60), m.index)
          .split("\n")
          .at(-1)!,
      ),
  );
  const anchors = places.slice(0, 3).map((m) => textAnchor("text", page.text, m.index, m.index + m[0].length));
  const titled = page.title ? [...page.title.text.matchAll(typeLine)][0] : undefined;
  if (titled) anchors.push(textAnchor("title", page.title!.text, titled.index, titled.index + titled[0].length));
  // A masthead is often a picture; its words are not known before they are read.
  const masthead = page.images.some(
    (i) => i.htmlStart < page.html.length * 0.3 && /logo|banner|header|masthead/i.test(i.src),
  );
  const found: Fact =
    anchors.length > 0
      ? known(true, anchors)
      : masthead
        ? missing("chữ trong ảnh đầu trang chưa được đọc")
        : known(false, [{ kind: "absence", searched: ["text", "title"] }]);
  const claims = anchors.length > 0 || (shown !== null && shown.line.claimsAggregator);
  return [
    ["imprint.typeLine", found],
    ["imprint.ownClaim", known(claims, [...(shown?.line.claimsAggregator ? shown.anchors : []), ...anchors])],
  ];
}

function nameFacts(page: Page, site: Site, shown: ShownLine | null): [string, Fact][] {
  const title = page.title?.text ?? "";
  const first = title.split(/\s[-|–—:]\s/)[0] ?? "";
  const word = pressWordOfName(first);
  const inHost = pressWordsOfHost(site.host);
  const inLaw = inHost.filter((w) => w.inLaw);
  // One word, the longest, with its own place: a sentence quotes only what stands there.
  const longest = (list: PressWord[]) => list.toSorted((a, b) => b.word.length - a.word.length)[0]?.word ?? "";
  const inUrl = (part: string): Anchor[] => {
    const from = site.anchor.kind === "text" ? site.anchor.start : 0;
    const at = page.finalUrl.toLowerCase().indexOf(part, from);
    return part && at >= 0 ? [textAnchor("url", page.finalUrl, at, at + part.length)] : [];
  };
  const opening = word ? title.slice(0, foldInPlace(title).rawEnd(word.word.length)) : "";
  const named = provinceOfHost(site.host);
  const issuing = shown?.line.issuer && /^s/i.test(shown.line.issuer) ? provinceOfIssuer(shown.line.issuer) : null;
  const other = named !== null && issuing !== null && named.province !== issuing;
  return [
    ["name.pressWord", known(opening, opening ? [textAnchor("title", title, 0, opening.length)] : [])],
    ["domain.pressWord", known(longest(inLaw), inUrl(longest(inLaw)))],
    ["domain.newsWord", known(longest(inHost), inUrl(longest(inHost)))],
    ["domain.isVn", known(site.host.endsWith(".vn"), [site.anchor])],
    [
      "domain.otherProvince",
      named === null || issuing === null
        ? missing(named === null ? "tên miền không mang tên tỉnh nào" : "chưa rõ tỉnh cấp phép")
        : known(other, [site.anchor, ...(shown?.anchors ?? [])]),
    ],
    ["domain.namedProvince", known(named?.province ?? "", [])],
    ["domain.issuingProvince", known(issuing ?? "", [])],
  ];
}
