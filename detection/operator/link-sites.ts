// Promises links between sites that share rare traces: a sum whose every term is named, and the groups that links make.
import { parse } from "tldts";
import { keyOf, showTrace, type Trace, type TraceKind, traceKinds } from "./kinds.ts";

/** A trace of a site as it is stored: by the hash of its value, with what may be shown of it. */
export interface SiteTrace {
  kind: TraceKind;
  key: string;
  shown: string;
  /** A page on which it stood. */
  url: string;
}

export const toSiteTrace = (trace: Trace, url: string): SiteTrace => ({
  kind: trace.kind,
  key: keyOf(trace),
  shown: showTrace(trace),
  url,
});

export interface SharedTrace {
  kind: TraceKind;
  key: string;
  shown: string;
  /** Known sites that have it. */
  sites: number;
  /** Its term of the sum. */
  weight: number;
  /** Where it stands on the one and on the other site. */
  at: [string, string];
}

export interface Link {
  /** In the order of the alphabet. */
  between: [string, string];
  /** Sum of the terms in log-odds, at most `mostWeight`. */
  weight: number;
  shared: SharedTrace[];
  say: string;
}

export interface LinkOptions {
  /** Links under this weight are not given. */
  least?: number;
  /** Sites known altogether, where the map holds only some of them. */
  sites?: number;
  /** Sites whose marks clones copy (banks, agencies): what stands there ties nobody else. */
  isCopied?: (site: string) => boolean;
}

/** From here on two sites are shown as tied. */
export const leastWeight = 3;
export const mostWeight = 8;
/** A trace on more sites is that of an agency, a platform or a theme. */
export const mostSites = 30;
/** Up to here one hand may well run them all. */
const fewSites = 5;
/** Ids are rare in the world even where few sites are known. */
const fewestKnown = 1000;

/**
 * What is left of a kind's weight: all of it at two sites, nothing above `mostSites`. The first factor is inverse document
 * frequency over the sites known, the second takes what is spread over more than `fewSites` evenly down to nought.
 */
export function rarityOf(sites: number, known: number): number {
  if (sites < 2 || sites > mostSites) return 0;
  const all = Math.max(known, fewestKnown);
  const spread = Math.min(1, (mostSites + 1 - sites) / (mostSites + 1 - fewSites));
  return (Math.log(all / sites) / Math.log(all / 2)) * spread;
}

/** All links over `least`, strongest first. Pure; the order of the input does not matter. */
export function linkSites(tracesBySite: ReadonlyMap<string, readonly SiteTrace[]>, options: LinkOptions = {}): Link[] {
  const { least = leastWeight, sites: known = tracesBySite.size, isCopied = () => false } = options;
  const byKey = new Map<string, Map<string, SiteTrace>>();
  for (const site of [...tracesBySite.keys()].toSorted())
    for (const trace of tracesBySite.get(site)!.toSorted((a, b) => (a.url < b.url ? -1 : 1))) {
      const holders = byKey.get(trace.key) ?? new Map<string, SiteTrace>();
      if (!holders.has(site)) holders.set(site, trace);
      byKey.set(trace.key, holders);
    }
  const pairs = new Map<string, { between: [string, string]; shared: SharedTrace[] }>();
  for (const holders of byKey.values()) {
    const rarity = rarityOf(holders.size, known);
    const names = [...holders.keys()];
    if (rarity === 0 || names.some(isCopied)) continue;
    for (const [i, one] of names.entries())
      for (const other of names.slice(i + 1)) {
        const [here, there] = [holders.get(one)!, holders.get(other)!];
        if (isPlatformOwn(here.kind, one, other)) continue;
        const pair = pairs.get(`${one} ${other}`) ?? { between: [one, other] as [string, string], shared: [] };
        const { kind, key, shown } = here;
        const weight = traceKinds[kind].weight * rarity;
        pair.shared.push({ kind, key, shown, sites: holders.size, weight, at: [here.url, there.url] });
        pairs.set(`${one} ${other}`, pair);
      }
  }
  const links = [...pairs.values()].map(({ between, shared }) => weighLink(between, shared));
  return links
    .filter((l) => l.weight >= least && tiesAtAll(l.shared))
    .toSorted((a, b) => b.weight - a.weight || (a.between.join(" ") < b.between.join(" ") ? -1 : 1));
}

const twoDigits = (value: number) => Math.round(value * 100) / 100;

/** Marks of one family come together (three numbers of one footer): each further one counts half of the one before. */
function weighLink(between: [string, string], found: SharedTrace[]): Link {
  const rank = new Map<string, number>();
  const shared = found
    .toSorted((a, b) => b.weight - a.weight || (a.key < b.key ? -1 : 1))
    .map((trace) => {
      const { family } = traceKinds[trace.kind];
      const before = rank.get(family) ?? 0;
      rank.set(family, before + 1);
      return { ...trace, weight: twoDigits(trace.weight / 2 ** before) };
    })
    .filter((trace) => trace.weight > 0)
    .toSorted((a, b) => b.weight - a.weight || (a.key < b.key ? -1 : 1));
  const weight = Math.min(mostWeight, twoDigits(shared.reduce((sum, t) => sum + t.weight, 0)));
  return { between, weight, shared, say: sayLink(between, shared) };
}

/** Something that its holder alone can place, or contacts of two kinds: a warning repeats a number, themes repeat a build. */
function tiesAtAll(shared: readonly SharedTrace[]): boolean {
  const contacts = new Set(shared.filter((t) => traceKinds[t.kind].group === "contact").map((t) => t.kind));
  return contacts.size >= 2 || shared.some((t) => traceKinds[t.kind].group === "control");
}

/** Two customers of one platform (a.blogspot.com, b.blogspot.com) share what the platform puts on every page. */
function isPlatformOwn(kind: TraceKind, one: string, other: string): boolean {
  if (traceKinds[kind].group === "contact" || kind === "adsense" || kind === "affiliate-code") return false;
  const [a, b] = [one, other].map((site) => parse(site, { allowPrivateDomains: true }));
  return a!.isPrivate === true && b!.isPrivate === true && a!.publicSuffix === b!.publicSuffix;
}

const shownTraces = 6;

/** One sentence that names each shared trace and where it stands on both sides. No quotation marks: values may be masked. */
export function sayLink([one, other]: readonly [string, string], shared: readonly SharedTrace[]): string {
  const parts = shared
    .slice(0, shownTraces)
    .map(
      (t) =>
        `${traceKinds[t.kind].name} ${t.shown} (tại ${t.at[0]} và ${t.at[1]}; ${t.sites} trang đã biết có dấu vết này)`,
    );
  const rest = shared.length > shownTraces ? ` và ${shared.length - shownTraces} dấu vết khác` : "";
  return `Dấu hiệu ${one} và ${other} do cùng một người vận hành: cùng ${parts.join("; ")}${rest}.`;
}

export interface SiteGroup {
  sites: string[];
  links: Link[];
}

/** Sites tied by links, directly or through one another; the largest group first. */
export function groupSites(links: readonly Link[]): SiteGroup[] {
  const parent = new Map<string, string>();
  const rootOf = (site: string): string => {
    let root = site;
    for (let up = parent.get(root); up !== undefined && up !== root; up = parent.get(root)) root = up;
    parent.set(site, root);
    return root;
  };
  for (const { between } of links) parent.set(rootOf(between[0]), rootOf(between[1]));
  const groups = Map.groupBy(links, (link) => rootOf(link.between[0]));
  return [...groups.values()]
    .map((own) => ({ sites: [...new Set(own.flatMap((l) => l.between))].toSorted(), links: own }))
    .toSorted((a, b) => b.sites.length - a.sites.length || (a.sites[0]! < b.sites[0]! ? -1 : 1));
}
