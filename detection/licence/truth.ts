// Promises what may be said of a shown licence line: impossible, matched, expired, borrowed, owner mismatch, ambiguous, not found.
import { isOtherOwner, isSameOwner } from "./owner.ts";
import type { LicenceLine } from "./parse.ts";
import { type Bearer, type IndexedRow, isLapsed, numberKey, type RegisterIndex } from "./register.ts";
import { impossibleBecause } from "./terms.ts";

export type LicenceStatus =
  | "matched"
  | "not-found"
  | "expired"
  | "borrowed"
  | "owner-mismatch"
  | "ambiguous"
  | "impossible";

export interface LookUp {
  status: LicenceStatus;
  /** The row that decided, as text for the anchor; where none did, what was looked for. */
  row: string;
  /** The register of that row, null where no row decided. */
  register: { name: string; importedAt: string } | null;
  owner: string;
  domain: string;
  /** Why the line is impossible, or "". */
  why: string;
}

const describe = (row: IndexedRow) =>
  [row.number, row.issuedOn, row.owner, row.domains.join(" "), row.status].filter(Boolean).join(" · ");

function tell(status: LicenceStatus, line: LicenceLine, row?: IndexedRow, why = ""): LookUp {
  return {
    status,
    row: row ? describe(row) : `${line.span.raw}: không có dòng nào`,
    register: row ? { name: row.register, importedAt: row.importedAt } : null,
    owner: row?.owner ?? "",
    domain: row?.hosts[0] ?? "",
    why,
  };
}

const aggregatorLetters = new Set(["ttdt", "stttt", "ptth&ttdt"]);

/** Whether row and line speak of the same act: true, false, or null where the dates do not tell. */
function sameIssue(row: IndexedRow, line: LicenceLine): boolean | null {
  const [ofRow, ofLine] = [row.line?.series.split("-")[1] ?? "", line.series.split("-")[1] ?? ""];
  const dated = line.issuedOn !== null && row.issuedOn !== "";
  const sameDay = dated && [line.issuedOn, ...line.amendedOn].includes(row.issuedOn.slice(0, 10));
  // One office writes its letters in several ways; only the same day then makes it the same act.
  const kin = ofLine === "" || (aggregatorLetters.has(ofRow) && aggregatorLetters.has(ofLine));
  if (ofRow !== ofLine) return kin && sameDay ? true : false;
  return dated ? sameDay : null;
}

const labelOf = (host: string) => host.split(".")[0]!;

/**
 * Looks one line up. A number means something only together with symbol and date: 05/GP-TTĐT belongs to several owners,
 * so "borrowed" needs one row that number, symbol and date single out, with other domains and another owner.
 */
export function lookUpLicence(index: RegisterIndex, line: LicenceLine, bearer: Bearer, now: Date): LookUp {
  const isOwn = (row: IndexedRow) =>
    row.hosts.some((h) => h === bearer.host || h === bearer.site || bearer.host.endsWith(`.${h}`));
  const rows = index.byNumber.get(numberKey(line)) ?? [];
  const candidates = rows.filter((row) => sameIssue(row, line) !== false || isOwn(row));
  const own = candidates.filter(isOwn);
  if (own.length > 0) return judgeOwn(own, line, bearer, now);
  const impossible = impossibleBecause(line, now);
  if (impossible) return tell("impossible", line, undefined, impossible);
  if (candidates.length === 0) return tell("not-found", line);
  const exact = candidates.filter((row) => sameIssue(row, line) === true);
  if (exact.length === 0) return tell("ambiguous", line, candidates[0]);
  const first = exact.find((row) => row.owner !== "") ?? exact[0]!;
  const severalOwners = exact.some((row) => row.owner !== "" && isOtherOwner(row.owner, first.owner));
  if (severalOwners || exact.some((row) => row.hosts.length === 0)) return tell("ambiguous", line, first);
  // The same owner, or the same name under another ending, may be the owner's second site: a person must look.
  const sameOwner = exact.find((row) => bearer.owner && row.owner && isSameOwner(bearer.owner, row.owner));
  const sameName = exact.find((row) => row.hosts.some((h) => labelOf(h) === labelOf(bearer.site)));
  const kin = sameOwner ?? sameName;
  return kin ? tell("ambiguous", line, kin) : tell("borrowed", line, first);
}

function judgeOwn(own: IndexedRow[], line: LicenceLine, bearer: Bearer, now: Date): LookUp {
  const inForce = own.find((row) => !isLapsed(row, now));
  if (!inForce) return tell("expired", line, own[0]);
  const mismatch = bearer.owner !== null && own.every((row) => isOtherOwner(bearer.owner!, row.owner));
  return tell(mismatch ? "owner-mismatch" : "matched", line, inForce);
}
