// Promises what the pictures of a page say: gambling words read from them, pictures that stayed unread, and where QR codes lead.
import { parse } from "tldts";
import type { PictureReading } from "#core/nouns/observation.ts";
import type { Anchor } from "#core/nouns/signal.ts";
import { known, missing, type Fact } from "../facts/fact.ts";
import { readGamblingName } from "../facts/gambling-host.ts";
import type { Gather } from "../facts/page.ts";
import { isOpen, wasRead, whyUnread } from "./field.ts";

const gamblingBanks = new Set(["gambling-core", "gambling-casino", "gambling-brand", "gambling-offer"]);

/** Services that hide an address behind a short one: where they lead is not known without asking them. */
const shorteners = new Set(
  "bit.ly tinyurl.com t.ly is.gd cutt.ly rebrand.ly shorturl.at rb.gy ow.ly s.id tiny.cc t.co me-qr.com qrco.de".split(
    " ",
  ),
);

interface CodeTarget {
  host: string;
  anchor: Anchor;
}

/** Hosts that the QR codes of pictures lead to; bank and contact codes lead nowhere. */
function codeTargets(pictures: readonly PictureReading[]): CodeTarget[] {
  return pictures.flatMap((picture) =>
    picture.codes.flatMap(({ text, x, y, width, height }) => {
      const address = /^https?:\/\//i.test(text)
        ? text
        : /^[\w-]+(\.[\w-]+)+(\/|$)/.test(text)
          ? `https://${text}`
          : "";
      if (!URL.canParse(address)) return [];
      const host = new URL(address).hostname.replace(/^www\./, "");
      if (!parse(host).domain) return [];
      return [{ host, anchor: { kind: "region" as const, image: picture.image, x, y, width, height, read: text } }];
    }),
  );
}

const countHosts = (targets: CodeTarget[]): Fact =>
  known(
    new Set(targets.map((t) => t.host)).size,
    targets.map((t) => t.anchor),
  );
const nameHosts = (targets: CodeTarget[]): Fact =>
  known(
    [...new Set(targets.map((t) => t.host))].slice(0, 5).join(", "),
    targets.map((t) => t.anchor),
  );

const names = [
  "picture.terms",
  "picture.gamblingTerms",
  "picture.gamblingCore",
  "picture.unread",
  "picture.unreadWhy",
  "picture.qrHosts",
  "picture.qrNames",
  "picture.qrGambling",
  "picture.qrGamblingNames",
  "picture.qrShort",
] as const;

export const pictureFacts: Gather = ({ fields, context: { pictures } }, site) => {
  const why = whyUnread(pictures);
  if (!pictures) return names.map((name) => [name, missing(why ?? "")]);
  const hits = fields.hits("pictures");
  const isKnownAll = why === null;
  /** Found words stand; "none found" is only known where every picture was read. */
  const count = (banks: (bank: string) => boolean): Fact => {
    const some = hits.filter((h) => banks(h.bank));
    if (some.length === 0 && !isKnownAll) return missing(why);
    return known(
      new Set(some.map((h) => h.term)).size,
      some.map((h) => h.anchor),
    );
  };
  const open = pictures.filter(isOpen);
  const targets = codeTargets(pictures).filter((t) => t.host !== site.host && parse(t.host).domain !== site.domain);
  const gambling = targets.filter((t) => readGamblingName(t.host).score > 0);
  const whole = open.map(
    (p): Anchor => ({ kind: "region", image: p.image, x: 0, y: 0, width: p.width, height: p.height }),
  );
  return [
    ["picture.terms", count(() => true)],
    ["picture.gamblingTerms", count((bank) => gamblingBanks.has(bank))],
    ["picture.gamblingCore", count((bank) => bank === "gambling-core")],
    ["picture.unread", known(open.length, whole)],
    ["picture.unreadWhy", known(open.map((p) => (wasRead(p) ? "" : p.ocr.state)).join(", "), whole)],
    ["picture.qrHosts", countHosts(targets)],
    ["picture.qrNames", nameHosts(targets)],
    ["picture.qrGambling", countHosts(gambling)],
    ["picture.qrGamblingNames", nameHosts(gambling)],
    ["picture.qrShort", countHosts(targets.filter((t) => shorteners.has(t.host)))],
  ];
};
