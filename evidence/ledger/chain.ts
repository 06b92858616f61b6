// Promises that a custody log can only grow: each entry binds all before it, and a change anywhere shows.
import { AppError } from "#core/errors.ts";
import { asJson } from "../archive/canonical-json.ts";
import { chainHashOf, CustodyFact, emptyHead, leafHashOf, type LedgerEntry, type LedgerHead } from "./entry.ts";

/** The next entry after `head`. Throws AppError `input.invalid` naming the field. */
export function appendEntry(head: LedgerHead, fact: CustodyFact): LedgerEntry {
  const parsed = CustodyFact.safeParse(fact);
  if (!parsed.success)
    throw new AppError("input.invalid", {
      detail: `custody entry: ${parsed.error.issues.map((i) => i.path.join(".")).join(", ")}`,
    });
  const seq = head.seq + 1;
  // The form in which every keeper gives it back: milliseconds of UTC, well-formed text.
  const at = new Date(parsed.data.at).toISOString();
  const said = { ...parsed.data, at, detail: { ...(asJson(parsed.data.detail) as CustodyFact["detail"]) } };
  const leafHash = leafHashOf(seq, said);
  return { seq, ...said, leafHash, chainHash: chainHashOf(head.chainHash, leafHash) };
}

export interface ChainVerdict {
  ok: boolean;
  head: LedgerHead;
  /** First entry that does not fit and why; null when all do. */
  broken: { seq: number; why: string } | null;
}

/** Walks the log from its first entry (or from a head known to be good) and stops at the first that does not fit. */
export async function verifyChain(
  entries: Iterable<LedgerEntry> | AsyncIterable<LedgerEntry>,
  from: LedgerHead = emptyHead,
): Promise<ChainVerdict> {
  let head = from;
  for await (const entry of entries) {
    const why = misfit(head, entry);
    if (why !== null) return { ok: false, head, broken: { seq: entry.seq, why } };
    head = { seq: entry.seq, chainHash: entry.chainHash };
  }
  return { ok: true, head, broken: null };
}

function misfit(head: LedgerHead, entry: LedgerEntry): string | null {
  if (entry.seq !== head.seq + 1) return `follows entry ${head.seq}`;
  const fact = CustodyFact.safeParse(entry);
  if (!fact.success) return "is not an entry";
  if (leafHashOf(entry.seq, fact.data) !== entry.leafHash) return "its content does not match its hash";
  return chainHashOf(head.chainHash, entry.leafHash) === entry.chainHash
    ? null
    : "it does not continue the entry before";
}
