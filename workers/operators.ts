// Promises what ties a page's site to sites of earlier scans: its traces kept by hash, and who else shows the rare ones.
import { toAppError } from "#core/errors.ts";
import type { Db } from "#core/db/sql.ts";
import { log } from "#core/log.ts";
import type { TlsFacts } from "#core/nouns/fetched.ts";
import type { OperatorLink, PictureReading } from "#core/nouns/observation.ts";
import type { Page } from "#core/nouns/page.ts";
import type { PageRow } from "#core/records/page.ts";
import {
  countTracedSites,
  selectAllShared,
  selectConfirmedSites,
  selectSharing,
  selectTracesOf,
  type StoredTrace,
  upsertTraces,
} from "#core/records/site-trace.ts";
import type { TargetRow } from "#core/records/target.ts";
import { readSite } from "#detection/facts/page.ts";
import type { Knowledge } from "#detection/knowledge.ts";
import { isTraceKind } from "#detection/operator/kinds.ts";
import { type Link, linkSites, mostSites, type SiteTrace, toSiteTrace } from "#detection/operator/link-sites.ts";
import { tracesOf } from "#detection/operator/traces-of.ts";
import type { House } from "./house.ts";
import type { Observed } from "./observe.ts";

interface Marked {
  /** An account's page shows the marks of its platform, not its own. */
  target: Pick<TargetRow, "kind"> | null;
  page: Page;
  tls: TlsFacts | null;
  pictures: PictureReading[] | undefined;
}

/** The traces of a page in the form in which they are stored. */
export function markVisit({ brands }: Knowledge, { target, page, tls, pictures }: Marked): SiteTrace[] {
  if (target?.kind === "account") return [];
  const more = { brands, tls, ...(pictures ? { pictures } : {}) };
  return tracesOf(page, more).map((trace) => toSiteTrace(trace, page.finalUrl));
}

/** Inside the transaction that records the visit. */
export async function keepMarks(
  tx: Db,
  { target, row, page }: { target: TargetRow; row: PageRow; page: Page },
  traces: readonly SiteTrace[],
): Promise<void> {
  const { host, domain } = readSite(page);
  if (domain === "") return;
  await upsertTraces(tx, { targetId: target.id, pageId: row.id, url: page.finalUrl, domain, host }, traces);
}

/**
 * Sites of earlier scans that share rare traces with this page, strongest first; undefined where there is nothing to compare
 * with. Icons are read with a capture, so a capture's are kept here. Never rejects: what fails is logged and left unknown.
 */
export async function operatorsFor(
  house: House,
  { target, page, from }: Observed,
  pictures: PictureReading[] | undefined,
): Promise<OperatorLink[] | undefined> {
  const { pool } = house.database;
  if (page.condition !== "content" || target?.kind === "account") return undefined;
  try {
    const knowledge = await house.knowledge();
    const tls = "capture" in from ? from.bundle.mainTls : null;
    const traces = markVisit(knowledge, { target, page, tls, pictures });
    const { domain, host } = readSite(page);
    if ("capture" in from && from.capture.pageId !== null && target !== null && domain !== "") {
      const icons = traces.filter((t) => t.kind === "favicon");
      const place = { targetId: target.id, pageId: from.capture.pageId, url: page.finalUrl, domain, host };
      await upsertTraces(pool, place, icons);
    }
    const links = await linksAmong(pool, knowledge, domain, traces);
    return links && (await withDecisions(pool, domain, links));
  } catch (thrown) {
    log.warn({ err: toAppError(thrown), url: page.finalUrl }, "operators.unknown");
    return undefined;
  }
}

/** The links of one site by what it shows; undefined where no site is known. */
async function linksAmong(
  db: Db,
  knowledge: Knowledge,
  domain: string,
  traces: readonly SiteTrace[],
  least?: number,
): Promise<Link[] | undefined> {
  const known = await countTracedSites(db);
  if (known === 0) return undefined;
  const keys = traces.map((t) => t.key);
  const others = bySite(await selectSharing(db, keys, domain, mostSites));
  const links = linkSites(new Map([...others, [domain, traces]]), {
    sites: known,
    isCopied: (site) => knowledge.brands.ownerOf(site) !== null,
    ...(least === undefined ? {} : { least }),
  });
  return links.filter((link) => link.between.includes(domain));
}

/** The links of a host's site as far as stored traces tell; empty where nothing of it is stored. */
export async function linksOfHost(db: Db, knowledge: Knowledge, url: string, least: number): Promise<Link[]> {
  const { domain } = readSite({ finalUrl: url } as Page);
  const own = bySite(await selectTracesOf(db, domain)).get(domain) ?? [];
  return (await linksAmong(db, knowledge, domain, own, least)) ?? [];
}

/** All links between known sites. */
export async function linksOfAll(db: Db, knowledge: Knowledge, least: number): Promise<Link[]> {
  const sites = await countTracedSites(db);
  const isCopied = (site: string) => knowledge.brands.ownerOf(site) !== null;
  return linkSites(bySite(await selectAllShared(db, mostSites)), { sites, least, isCopied });
}

function bySite(rows: readonly StoredTrace[]): Map<string, SiteTrace[]> {
  const sites = new Map<string, SiteTrace[]>();
  for (const { domain, kind, key, shown, url } of rows)
    if (isTraceKind(kind)) sites.set(domain, [...(sites.get(domain) ?? []), { kind, key, shown, url }]);
  return sites;
}

async function withDecisions(db: Db, domain: string, links: readonly Link[]): Promise<OperatorLink[]> {
  const named = links.map((link) => ({ link, site: link.between.find((s) => s !== domain)! }));
  const confirmed =
    named.length > 0
      ? await selectConfirmedSites(
          db,
          named.map((n) => n.site),
        )
      : [];
  return named.map(({ link, site }) => ({
    site,
    weight: link.weight,
    say: link.say,
    shared: link.shared.map(({ kind, key, sites, weight }) => ({ kind, key, sites, weight })),
    confirmed: confirmed.filter((c) => c.domain === site).map((c) => c.category),
  }));
}
