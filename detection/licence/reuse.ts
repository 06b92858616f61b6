// Promises whether the same licence line was read on other hosts in earlier scans, and with which owner.
import type { SeenLicence } from "#core/nouns/observation.ts";
import { parse } from "tldts";
import { isOtherOwner } from "./owner.ts";
import type { LicenceLine } from "./parse.ts";

export interface Reuse {
  kind: "other-owner" | "other-site";
  seen: SeenLicence;
}

const siteOf = (host: string) => parse(host, { allowPrivateDomains: true }).domain ?? host;

/** A number alone is shared by many; only number, symbol and day together are one act. */
export function findReuse(line: LicenceLine, site: string, owner: string | null, seen: SeenLicence[]): Reuse | null {
  if (!line.issuedOn) return null;
  const same = seen.filter(
    (s) =>
      s.number === line.number &&
      s.suffix === line.suffix &&
      s.series === line.series &&
      s.issuedOn === line.issuedOn &&
      siteOf(s.host) !== site &&
      siteOf(s.host).split(".")[0] !== site.split(".")[0],
  );
  const other = same.find((s) => owner !== null && s.owner !== null && isOtherOwner(owner, s.owner));
  if (other) return { kind: "other-owner", seen: other };
  return same[0] ? { kind: "other-site", seen: same[0] } : null;
}
