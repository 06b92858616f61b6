// Promises the licence lines that earlier scans read: by number, symbol and day, newest first.
import { z } from "zod";
import { now } from "../clock.ts";
import { type Db, loadSql, selectRows, toJson } from "../db/sql.ts";
import type { SeenLicence } from "../nouns/observation.ts";

const sql = loadSql(import.meta.url, "selectSeenLicences");

/** Older visits are not compared: sites change hands. */
const keptForMs = 365 * 86_400_000;

const Row = z.object({
  number: z.string(),
  suffix: z.string(),
  series: z.string(),
  issuedOn: z.string().nullable(),
  owner: z.string().nullable(),
  url: z.string().nullable(),
  seenAt: z.date(),
});

/** The same licences on any page of the last year, this one's own host included: the caller compares hosts. */
export async function selectSeenLicences(
  db: Db,
  asked: Pick<SeenLicence, "number" | "series" | "issuedOn">[],
): Promise<SeenLicence[]> {
  if (asked.length === 0) return [];
  const keys = asked.map(({ number, series, issuedOn }) => ({ number, series, issuedOn }));
  const rows = await selectRows(db, sql.selectSeenLicences, [toJson(keys), new Date(now().getTime() - keptForMs)], Row);
  return rows.flatMap((row) => {
    if (row.url === null || !URL.canParse(row.url)) return [];
    const host = new URL(row.url).hostname.toLowerCase().replace(/^www\./, "");
    return [{ ...row, url: row.url, host, seenAt: row.seenAt.toISOString() }];
  });
}
