// Promises what an imported licence register says about a line: matched, expired, borrowed, ambiguous or not in it.
import { z } from "zod";
import { foldText } from "../text/letters.ts";
import type { LicenceLine } from "./parse.ts";
import { parseLicences } from "./parse.ts";

export const RegisterRow = z.object({
  /** As the register writes it: "2411/GP-TTĐT". */
  number: z.string(),
  issuer: z.string().default(""),
  /** ISO dates, "" when the register leaves them out. */
  issuedOn: z.string().default(""),
  expiresOn: z.string().default(""),
  owner: z.string().default(""),
  domains: z.array(z.string()).default([]),
  kind: z.string().default(""),
  /** "valid", "expired", "invalid" or "". */
  status: z.string().default(""),
});
export type RegisterRow = z.infer<typeof RegisterRow>;

export const LicenceRegister = z.object({
  name: z.string().min(1),
  importedAt: z.string().min(4),
  rows: z.array(RegisterRow),
});
export type LicenceRegister = z.input<typeof LicenceRegister>;

export type LicenceStatus = "matched" | "not-found" | "expired" | "borrowed" | "owner-mismatch" | "ambiguous";

export interface LookUp {
  status: LicenceStatus;
  /** The row that decided, as text for the anchor. */
  row: string;
  owner: string;
  domain: string;
}

export interface RegisterIndex {
  name: string;
  importedAt: string;
  byNumber: Map<string, RegisterRow[]>;
  byDomain: Map<string, RegisterRow[]>;
}

const keyOf = (number: string, series: string) => `${number}/${series.split("-").at(0)}`;

/** Rows whose number cannot be read stay findable by domain: nothing of a dirty register is lost. */
export function indexRegister(register: z.infer<typeof LicenceRegister>): RegisterIndex {
  const index: RegisterIndex = {
    name: register.name,
    importedAt: register.importedAt,
    byNumber: new Map(),
    byDomain: new Map(),
  };
  const put = (map: Map<string, RegisterRow[]>, key: string, row: RegisterRow) =>
    map.set(key, [...(map.get(key) ?? []), row]);
  for (const row of register.rows) {
    const [line] = parseLicences(`giấy phép ${row.number}`);
    if (line) put(index.byNumber, keyOf(line.number, line.series), row);
    for (const domain of row.domains) put(index.byDomain, bareDomain(domain), row);
  }
  return index;
}

const bareDomain = (domain: string) =>
  domain
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, "")
    .replace(/^www\./, "")
    .replace(/\/.*$/, "");

const ownerNoise =
  /\b(cong ty|co phan|trach nhiem huu han|tnhh|mot thanh vien|mtv|cp|tap doan|viet nam|vietnam|dich vu|truyen thong|thuong mai|cong nghe|ctcp|jsc|co|ltd)\b/g;
const ownerCore = (owner: string) =>
  foldText(owner)
    .replace(/[^a-z0-9\s]/g, " ")
    .replace(ownerNoise, " ")
    .split(/\s+/)
    .filter((w) => w.length > 1);

/** Same owner: at least one distinctive word and half of the shorter name in common. */
export function isSameOwner(a: string, b: string): boolean {
  const [left, right] = [new Set(ownerCore(a)), new Set(ownerCore(b))];
  if (left.size === 0 || right.size === 0) return false;
  const common = [...left].filter((w) => right.has(w)).length;
  return common / Math.min(left.size, right.size) >= 0.5;
}

function sameIssue(row: RegisterRow, line: LicenceLine): boolean | null {
  const seriesOfRow = parseLicences(`giấy phép ${row.number}`)[0]?.series ?? "";
  if (seriesOfRow.split("-")[1] !== line.series.split("-")[1]) return false;
  if (line.issuedOn && row.issuedOn) return row.issuedOn.slice(0, 10) === line.issuedOn;
  return null;
}

export interface Bearer {
  /** Host of the page, without www. */
  host: string;
  /** Registrable domain of the page. */
  site: string;
  /** Owner as the imprint says, or null. */
  owner: string | null;
}

/** Rows that name this host or its site. */
export function rowsOfHost(index: RegisterIndex, bearer: Bearer): RegisterRow[] {
  return [
    ...(index.byDomain.get(bearer.host) ?? []),
    ...(bearer.site === bearer.host ? [] : (index.byDomain.get(bearer.site) ?? [])),
  ];
}

/**
 * Looks one line up. A number means something only together with symbol and date: 05/GP-TTĐT belongs to several owners,
 * so "borrowed" needs one row that number, symbol and date single out, with other domains and another owner.
 */
export function lookUpLicence(index: RegisterIndex, line: LicenceLine, bearer: Bearer, now: Date): LookUp {
  const describe = (row: RegisterRow) =>
    [row.number, row.issuedOn, row.owner, row.domains.join(" ")].filter(Boolean).join(" · ");
  const result = (status: LicenceStatus, row?: RegisterRow): LookUp => ({
    status,
    row: row ? describe(row) : `${line.span.raw}: không có dòng nào`,
    owner: row?.owner ?? "",
    domain: row?.domains[0] ?? "",
  });
  const candidates = (index.byNumber.get(keyOf(line.number, line.series)) ?? []).filter(
    (row) => sameIssue(row, line) !== false || row.domains.some((d) => isOwnDomain(d, bearer)),
  );
  if (candidates.length === 0) return result("not-found");
  const own = candidates.find((row) => row.domains.some((d) => isOwnDomain(d, bearer)));
  if (own) {
    if (isExpired(own, now)) return result("expired", own);
    if (bearer.owner && own.owner && ownerCore(bearer.owner).length > 0 && !isSameOwner(bearer.owner, own.owner))
      return result("owner-mismatch", own);
    return result("matched", own);
  }
  const sameOwner = candidates.find((row) => bearer.owner && row.owner && isSameOwner(bearer.owner, row.owner));
  const exact = candidates.filter((row) => sameIssue(row, line) === true);
  const pinned = exact.length > 0 ? exact : candidates;
  const owners = new Set(pinned.map((row) => ownerCore(row.owner).join(" ")));
  if (pinned.some((row) => row.domains.length === 0) || owners.size > 1 || exact.length === 0)
    return result("ambiguous", pinned[0]);
  // The same owner on another domain may be a copied footer or the owner's second site: a person must look.
  return sameOwner ? result("ambiguous", sameOwner) : result("borrowed", pinned[0]);
}

function isOwnDomain(domain: string, bearer: Bearer): boolean {
  const bare = bareDomain(domain);
  return bare === bearer.host || bare === bearer.site || bearer.host.endsWith(`.${bare}`);
}

function isExpired(row: RegisterRow, now: Date): boolean {
  if (/^(expired|invalid|het han|thu hoi)/.test(foldText(row.status))) return true;
  return row.expiresOn !== "" && !Number.isNaN(Date.parse(row.expiresOn)) && Date.parse(row.expiresOn) < now.getTime();
}
