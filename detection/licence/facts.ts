// Promises the licence facts of a page: which line it shows, what registers and earlier scans say of it, whose foot it looks like.
import type { Anchor } from "#core/nouns/signal.ts";
import { known, missing, type Fact } from "../facts/fact.ts";
import type { Gather } from "../facts/page.ts";
import { type Foot, type FootText, readFoot } from "./foot.ts";
import { foreignFoot } from "./foreign-foot.ts";
import { parseImprint } from "./imprint.ts";
import { imprintFacts } from "./imprint-facts.ts";
import { type LicenceLine, parseLicences } from "./parse.ts";
import { registerFacts } from "./register-facts.ts";

const newsKinds = ["press", "aggregator", "icp", "social", "unknown"];

/** The line that speaks for the site, with the places that show it. */
export interface ShownLine {
  line: LicenceLine;
  anchors: Anchor[];
  picture: boolean;
}

/** In the foot first, of a kind that concerns news; elsewhere only where the words before it say what it is. */
export function chooseLine(foot: Foot): ShownLine | null {
  const all = foot.texts.flatMap((source) =>
    parseLicences(source.text)
      .filter((line) => newsKinds.includes(line.kind) && !/^(?:qd|gcn)/.test(line.series))
      .map((line) => ({ line, source })),
  );
  const inFoot = all.filter(({ line, source }) => line.span.start >= source.from);
  const fitting = inFoot.length > 0 ? inFoot : all.filter(({ line }) => line.kind !== "unknown");
  // An original permit says more than the one that changed it.
  const rank = ({ line }: { line: LicenceLine }) => newsKinds.indexOf(line.kind) * 2 + (line.isSupplement ? 1 : 0);
  const best = fitting.toSorted((a, b) => rank(a) - rank(b))[0];
  return best ? { line: best.line, anchors: anchorsOf(best.line, best.source), picture: best.source.picture } : null;
}

const anchorsOf = (line: LicenceLine, source: FootText): Anchor[] =>
  [line.span, line.issuerSpan, line.dateSpan].filter((s) => s !== null).map((s) => source.anchor(s));

export const licenceFacts: Gather = ({ page, knowledge, context }, site) => {
  const foot = readFoot(page, context);
  const shown = chooseLine(foot);
  const imprint = parseImprint(page.text.slice(foot.start, foot.end), foot.start);
  return [
    ...lineFacts(foot, shown),
    ...registerFacts({ knowledge, context }, site, foot, shown, imprint),
    ...foreignFoot(page, knowledge, site, foot, imprint),
    ...imprintFacts(page, site, foot, shown, imprint),
  ];
};

function lineFacts(foot: Foot, shown: ShownLine | null): [string, Fact][] {
  const absent: Anchor = { kind: "absence", searched: foot.sure ? ["footer", "text"] : ["text"] };
  const anchors = shown?.anchors ?? [absent];
  const line = shown?.line ?? null;
  const unread = foot.unread === "" ? null : missing(foot.unread);
  return [
    ["footer.read", foot.unread === "" ? known(true, [absent]) : missing(foot.unread)],
    ["licence.shown", line ? known(true, anchors) : (unread ?? known(false, [absent]))],
    ["licence.kind", line ? known(line.kind, anchors) : known("none", [absent])],
    ["licence.number", known(line?.span.raw.replace(/\s+/g, " ") ?? "không thấy", anchors)],
    ["licence.issuedOn", line ? known(line.issuedOn ?? "", anchors) : (unread ?? known("", [absent]))],
    ["licence.issuer", line ? known(line.issuer ?? "", anchors) : (unread ?? known("", [absent]))],
    ["licence.saysAggregator", known(line?.claimsAggregator ?? false, anchors)],
    ["licence.inPicture", known(shown?.picture ?? false, anchors)],
  ];
}
