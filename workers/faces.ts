// Promises the vantage matrix of a watched address: which other visitors look, when it is worth asking, and what they saw.
//
// Position 0 only, after a desktop visit that flagged nothing (a flag needs no other face). Requests of one scan:
//   off    none
//   probe  five by HTTP (phone, search, social, phone + search, phone + social); then, only where a probe differs without
//          saying why, or the desktop's scripts ask where a visitor comes from, at most two of them in a browser, beside
//          the desktop in a browser
//   all    the five, then all six visitors in a browser
// Every visit is a page of the scan: in the host's own turn, in the request log, within the visit's budgets, taken up
// again after a crash, asked at most once a scan (unique scan, address, vantage).
import type { Config } from "#core/config.ts";
import { now } from "#core/clock.ts";
import type { Db } from "#core/db/sql.ts";
import { Face } from "#core/nouns/observation.ts";
import type { Page } from "#core/nouns/page.ts";
import { isOrdinary, scriptFaceOf, type Vantage, vantages } from "#core/nouns/vantage.ts";
import { type EarlierFace, type PageRow, selectEarlierFaces, selectPage, selectPages } from "#core/records/page.ts";
import type { ScanRow } from "#core/records/scan.ts";
import { compareFaces } from "#detection/cloak/compare-faces.ts";
import { similarityOf } from "#detection/duplicate/sketch.ts";
import type { PlannedPage } from "./flow.ts";
import type { ObservedFrom } from "./observe.ts";

export type FacesMode = Config["VONGGAC_FACES"];

/** In the order in which equal faces are preferred as evidence: the plainest visitor first. */
const probes = ["mobile", "search", "social", "mobile-search", "mobile-social"] as const;
const scriptProbes = 2;

/**
 * An unchanged address is not asked again so soon: cloaks stay up for days (the six hours of the first recheck are
 * early enough), and a watchlist that is scanned each hour must not cost every site five more visits each hour.
 */
const askedOnceHours = 6;
/** Likeness from which the ordinary face counts as unchanged. */
const sameFrom = 0.9;

export const faceOf = (row: Pick<PageRow, "facts">): Face | null => Face.safeParse(row.facts?.face).data ?? null;

/** True where the page's own scripts ask where a visitor comes from and may send him elsewhere. */
export const asksReferrer = (html: string): boolean =>
  /document\.referrer/.test(html) && /location(?:\.href)?\s*=[^=]|location\.(?:replace|assign)\s*\(/.test(html);

/** "Not found" may be what only inspectors see; a refusal or a challenge is taken as a refusal. */
export function isWorthComparing(page: Pick<Page, "condition" | "status">): boolean {
  if (page.condition === "error") return page.status === 404 || page.status === 410;
  return ["content", "empty", "soft-404", "parked"].includes(page.condition);
}

/** The HTTP probes that go with a desktop visit; none where the matrix was asked lately and nothing changed. */
export async function planProbes(db: Db, scan: ScanRow, row: PageRow, own: Face): Promise<PlannedPage[]> {
  const since = new Date(now().getTime() - askedOnceHours * 3_600_000);
  if (isMatrixFresh(own, await selectEarlierFaces(db, scan.id, row.url, since))) return [];
  return probes.map((vantage, i) => planned(row.url, vantage, scan.maxPages + i));
}

const planned = (url: string, vantage: Vantage, position: number): PlannedPage => ({
  url,
  vantage,
  position,
  why: `so với ${vantages[vantage].visitor}${vantages[vantage].script ? ", có chạy script" : ""}`,
});

/** The newest earlier matrix showed one face to everybody, and the desktop's is still that one. */
export function isMatrixFresh(own: Face, earlier: readonly EarlierFace[]): boolean {
  const newest = earlier.find((row) => row.vantage !== "desktop")?.scanId;
  const faces = earlier.filter((row) => row.scanId === newest).map((row) => ({ row, face: faceOf(row) }));
  const desktop = faces.find(({ row }) => row.vantage === "desktop")?.face;
  const others = faces.flatMap(({ row, face }) => (row.vantage !== "desktop" && face ? [face] : []));
  if (!desktop || others.length < probes.length) return false;
  if (others.some((face) => compareFaces(face, [desktop]).length > 0)) return false;
  return own.domSha256 === desktop.domSha256 || similarityOf(own.textSketch, desktop.textSketch) >= sameFrom;
}

/** Faces that differ from the ordinary visitor's, with their pages; script faces are compared with a script face. */
export function findDivergent(pages: readonly PageRow[]): PageRow[] {
  const watched = pages.find((p) => p.position === 0);
  const seen = pages.flatMap((row) => {
    const face = row.url === watched?.url ? faceOf(row) : null;
    return face ? [{ row, face }] : [];
  });
  const ordinary = (withBrowser: boolean) =>
    seen.find(({ row, face }) => isOrdinary(row.vantage) && (!withBrowser || face.via === "browser"))?.face;
  return seen.flatMap(({ row, face }) => {
    const other = isOrdinary(row.vantage) ? undefined : ordinary(vantages[row.vantage].script);
    return other && compareFaces(face, [other]).length > 0 ? [row] : [];
  });
}

const showsSigns = (row: PageRow): boolean =>
  Object.values(row.detection?.categories ?? {}).some((c) => c.verdict !== "none");

/** The second round, once every probe is in: browsers where requests alone leave a question. Empty where it was asked already. */
export function planScriptFaces(pages: readonly PageRow[], mode: FacesMode, maxPages: number): PlannedPage[] {
  const watched = pages.find((p) => p.position === 0 && p.vantage === "desktop");
  const asked = pages.filter((p) => p.url === watched?.url && p.id !== watched.id);
  if (!watched || mode === "off" || asked.length === 0 || asked.some((p) => vantages[p.vantage].script)) return [];
  const wanted = mode === "all" ? probes : chooseQuestions(watched, pages);
  if (wanted.length === 0) return [];
  const faces = [watched.vantage, ...wanted].map(scriptFaceOf);
  return faces.map((vantage, i) => planned(watched.url, vantage, maxPages + probes.length + i));
}

function chooseQuestions(watched: PageRow, pages: readonly PageRow[]): Vantage[] {
  const divergent = findDivergent(pages);
  if (divergent.some(showsSigns)) return [];
  const sniffing: Vantage[] = watched.facts?.asksReferrer === true ? ["mobile-search"] : [];
  return [...new Set([...sniffing, ...divergent.map((row) => row.vantage)])].slice(0, scriptProbes);
}

/** The faces of the same address in the same scan, other than this page's; null where nobody else looked, or not everybody yet. */
export async function facesFor(db: Db, from: ObservedFrom): Promise<Face[] | null> {
  if ("visit" in from) return from.visit.state === "fetched" ? seenByOthers(db, from.visit) : null;
  const { pageId, scanId } = from.capture;
  return pageId && scanId ? seenByOthers(db, await selectPage(db, pageId)) : null;
}

async function seenByOthers(db: Db, row: PageRow): Promise<Face[] | null> {
  const pages = await selectPages(db, row.scanId);
  const faces = pages.filter((p) => p.url === row.url && p.vantage !== row.vantage).flatMap((p) => faceOf(p) ?? []);
  return faces.length > 0 ? faces : null;
}
