// Promises the training samples of a folder in the layout of MANIFEST.tsv, each with the group that it must not be parted from.
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "tldts";
import type { Page } from "#core/nouns/page.ts";
import { familyOf } from "#detection/model/train/folds.ts";
import type { HostSample } from "#detection/model/train/train-host.ts";
import { readCsvFile } from "#admin/cli/csv.ts";
import { pageOf, readFolder, type Sample } from "../accuracy/read-folder.ts";

export interface LabelledPage {
  name: string;
  label: string;
  site: string;
  /** Who made the site, as far as the manifest tells: the owner of its repository, else the registrable domain. */
  maker: string;
  sample: Sample;
  page: Page;
}

const siteOf = (url: string) => new URL(url).hostname.replace(/^www\./, "");
/** Test pages, feeds, bot walls: no page of any kind of site. */
const unjudged = /^(?:html|nasty|asset|feed|idn|logo|tsr|wacz|warc|\(none\)|social|impersonation)/;

function readMakers(folder: string): Map<string, string> {
  const [head, ...lines] = readFileSync(path.join(folder, "MANIFEST.tsv"), "utf8").split(/\r?\n/).filter(Boolean);
  const names = head!.split("\t");
  const at = (cells: string[], name: string) => cells[names.indexOf(name)] ?? "";
  return new Map(
    lines
      .map((line) => line.split("\t"))
      .map((cells) => [at(cells, "file"), at(cells, "repo").split("/")[0]!] as const)
      .filter(([, owner]) => owner !== ""),
  );
}

/** Pages with a label; hosts stand in the address, as a crawl would see them. */
export function readLabelledPages(folder: string): LabelledPage[] {
  const makers = readMakers(folder);
  return readFolder(folder)
    .filter((sample) => !unjudged.test(sample.label))
    .map((sample) => {
      const site = siteOf(sample.url);
      // Rows of a table of doorway pages come from the same few farms.
      const farm = sample.label === "doorway_pages" ? "doorway-farms" : null;
      const isDocument = "html" in sample.source;
      const maker = farm ?? (isDocument ? makers.get(sample.name) : undefined) ?? parse(site).domain ?? site;
      const page = pageOf(sample, { textOnly: false, hideHosts: false });
      return { name: sample.name, label: sample.label, site: farm ?? site, maker, sample, page };
    });
}

export const isGambling = (label: string) => /^(?:gambling|gambling_ads|doorway_pages)$/.test(label);

const readLines = (file: string) =>
  existsSync(file)
    ? readFileSync(file, "utf8")
        .split(/\s+/)
        .filter((host) => host.includes("."))
    : [];

const hostShape = /^(?=.{4,253}$)[a-z0-9-]+(?:\.[a-z0-9-]+)+$/;
const clean = (raw: string) =>
  raw
    .trim()
    .toLowerCase()
    .replace(/^[a-z]+:\/\//, "")
    .replace(/[/?#:].*$/, "")
    .replace(/^www\./, "");

const familyOfHost = (host: string) => familyOf(parse(host, { allowPrivateDomains: true }).domainWithoutSuffix ?? host);

/** Hosts of the registers: press, licensed sites, trusted sites, agencies, banks. */
export function readRegisterHosts(folder: string): string[] {
  const files = [
    "news_licence/register/abei_licences.csv",
    "news_licence/register/press_and_licensed_sites.csv",
    "news_licence/register/tinnhiemmang_trusted.csv",
    "impersonation/brands/gov_and_banks.csv",
    "impersonation/brands/political_system.csv",
    "impersonation/brands/wallets_telecom.csv",
  ].map((f) => path.join(folder, f));
  const hosts = files
    .filter((f) => existsSync(f))
    .flatMap((f) => readCsvFile(f).map((r) => clean(r.cells.domain ?? "")));
  return [...new Set(hosts.filter((h) => hostShape.test(h)))].toSorted();
}

export function readGamblingHosts(folder: string): HostSample[] {
  const positive = readLines(path.join(folder, "gambling/domains_positive.txt")).map(clean);
  const bad = new Set(positive.filter((h) => hostShape.test(h)));
  const hard = readLines(path.join(folder, "gambling/domains_hard_negative.txt"))
    .map(clean)
    .filter((h) => hostShape.test(h));
  const good = new Set([...hard, ...readRegisterHosts(folder)].filter((h) => !bad.has(h)));
  const sample = (isPositive: boolean) => (host: string) => ({
    host,
    isPositive,
    group: familyOfHost(host),
    facts: {},
  });
  return [...[...bad].toSorted().map(sample(true)), ...[...good].toSorted().map(sample(false))];
}

/** Lookalikes grouped by the brand that they imitate, innocent hosts by their own family. */
export function readLookalikes(folder: string): HostSample[] {
  const file = path.join(folder, "impersonation/domains/lookalike_positives.tsv");
  const rows = readFileSync(file, "utf8")
    .split(/\r?\n/)
    .slice(1)
    .filter(Boolean)
    .map((l) => l.split("\t"));
  const bad = new Map(rows.map(([host, brand]) => [clean(host!), brand ?? ""]));
  const good = readRegisterHosts(folder).filter((h) => !bad.has(h));
  return [
    ...[...bad]
      .filter(([h]) => hostShape.test(h))
      .map(([host, brand]) => ({ host, isPositive: true, group: `brand:${brand}`, facts: {} })),
    ...good.map((host) => ({ host, isPositive: false, group: familyOfHost(host), facts: {} })),
  ];
}
