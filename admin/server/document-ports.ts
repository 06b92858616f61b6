// Promises what documents need of others: pages printed by a browser, and an entry in the custody log.
import type { Db } from "#core/db/sql.ts";

export interface DocumentPorts {
  /** The page as PDF; `created` (RFC 3339) is its date. Throws `browser.missing`, `browser.crashed`. */
  print(page: string, created: string): Promise<Buffer>;
  /** The page as a PNG, to be looked at. Throws the same. */
  show(page: string): Promise<Buffer>;
  /** Enters in the custody log that a document was issued (or its signed scan laid beside it); gives the entry's number. */
  enterIssued(
    tx: Db,
    fact: { documentId: string; sha256: string; actor: string; detail: Record<string, unknown> },
  ): Promise<number>;
}
