// Promises the custody log walked from its first entry: content against hashes, hashes against chain, tiles and signed checkpoints.
import type { Db } from "#core/db/sql.ts";
import { selectLastCheckpoint } from "#core/records/checkpoint.ts";
import { selectLedgerRows, selectTile } from "#core/records/ledger.ts";
import { chainHashOf, type CustodyFact, CustodyFact as Fact, emptyHead, leafHashOf } from "#evidence/ledger/entry.ts";
import { type Hash, hashNode } from "#evidence/ledger/merkle.ts";
import { hashAt, tileWidth } from "#evidence/ledger/tiles.ts";

export interface Break {
  /** The entry that does not fit; 0 where only the whole can be named. */
  seq: number;
  why: string;
}

export interface Audit {
  entries: number;
  breaks: Break[];
}

const batch = 2000;
/** After so many the rest says nothing new. */
const mostBreaks = 50;

/** Root over leaves that come one after the other: complete subtrees, the largest first. */
class GrowingTree {
  readonly #stack: { width: number; hash: Hash }[] = [];
  size = 0;

  add(leaf: Hash): void {
    this.size += 1;
    let top = { width: 1, hash: leaf };
    while (this.#stack.at(-1)?.width === top.width)
      top = { width: top.width * 2, hash: hashNode(this.#stack.pop()!.hash, top.hash) };
    this.#stack.push(top);
  }

  root(): Hash {
    return this.#stack.toReversed().reduce((right, left) => ({ width: 0, hash: hashNode(left.hash, right.hash) })).hash;
  }
}

/** Reads every row once; entries in `known` were settled by a person and are passed over. */
export async function auditLedger(db: Db, known: readonly number[] = []): Promise<Audit> {
  const walk = new Walk(db, await selectLastCheckpoint(db), new Set(known));
  for (let after = 0; ;) {
    const rows = await selectLedgerRows(db, after, batch);
    for (const row of rows) await walk.take(row);
    if (rows.length < batch || walk.breaks.length >= mostBreaks) break;
    after = rows.at(-1)!.seq;
  }
  walk.end();
  return { entries: walk.entries, breaks: walk.breaks };
}

type Row = Awaited<ReturnType<typeof selectLedgerRows>>[number];

class Walk {
  readonly breaks: Break[] = [];
  readonly #tree = new GrowingTree();
  readonly #db: Db;
  readonly #signed: { size: number; root: Buffer } | null;
  readonly #known: ReadonlySet<number>;
  #head = emptyHead;
  #tile: Buffer | null = null;
  #rootFits: boolean | null = null;

  constructor(db: Db, signed: { size: number; root: Buffer } | null, known: ReadonlySet<number>) {
    [this.#db, this.#signed, this.#known] = [db, signed, known];
  }

  get entries(): number {
    return this.#tree.size;
  }

  async take(row: Row): Promise<void> {
    const position = (row.seq - 1) % tileWidth;
    if (position === 0) this.#tile = await selectTile(this.#db, 0, (row.seq - 1) / tileWidth);
    const leaf = contentHash(row);
    const why = this.#misfit(row, leaf, position);
    if (why !== null && !this.#known.has(row.seq)) this.breaks.push({ seq: row.seq, why });
    this.#head = { seq: row.seq, chainHash: row.chainHash.toString("hex") };
    this.#tree.add(leaf ?? row.leafHash);
    if (this.#tree.size === this.#signed?.size) this.#rootFits = this.#tree.root().equals(this.#signed.root);
  }

  #misfit(row: Row, leaf: Hash | null, position: number): string | null {
    if (row.seq !== this.#head.seq + 1) return `follows entry ${this.#head.seq}: entries are missing`;
    if (leaf === null) return "is not an entry";
    if (!leaf.equals(row.leafHash)) return "its content does not match its hash: it was rewritten";
    if (this.#tile && !hashAt(this.#tile, position).equals(leaf))
      return "it is not the entry that the Merkle tree holds";
    const chained = chainHashOf(this.#head.chainHash, row.leafHash.toString("hex"));
    return chained === row.chainHash.toString("hex") ? null : "it does not continue the entry before";
  }

  end(): void {
    if (this.#signed === null || this.breaks.length > 0 || this.#known.size > 0) return;
    if (this.#rootFits === null)
      this.breaks.push({ seq: 0, why: `${this.entries} entries, a checkpoint of ${this.#signed.size} was signed` });
    else if (!this.#rootFits)
      this.breaks.push({ seq: 0, why: `the first ${this.#signed.size} entries are not those that were signed` });
  }
}

/** The leaf hash of what the row says now; null where it says no entry. Columns that differ from the entry are no match either. */
function contentHash(row: Row): Hash | null {
  const parsed = Fact.safeParse(JSON.parse(row.entry));
  if (!parsed.success) return null;
  const fact: CustodyFact = parsed.data;
  const isSame =
    fact.actor === row.actor &&
    fact.act === row.act &&
    fact.subject === row.subject &&
    fact.sha256 === (row.sha256?.toString("hex") ?? null) &&
    new Date(fact.at).getTime() === row.at.getTime();
  return isSame ? Buffer.from(leafHashOf(row.seq, fact), "hex") : Buffer.alloc(32);
}
