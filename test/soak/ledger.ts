// Promises the custody log at size: `npm run soak -- ledger 1000000 [SEED]`; proofs hold, and neither signing nor proving grows with it.
import { inTransaction } from "#core/db/pool.ts";
import { selectEntriesOf } from "#core/records/ledger.ts";
import { appendEntry } from "#evidence/ledger/chain.ts";
import { emptyHead, type LedgerHead } from "#evidence/ledger/entry.ts";
import { isConsistent, isIncluded, proveConsistency, proveInclusion, rootOf } from "#evidence/ledger/merkle.ts";
import { makeCheckpoint } from "#workers/checkpoint.ts";
import { custodyExtract } from "#workers/custody-extract.ts";
import { appendCustody } from "#workers/custody.ts";
import { auditLedger } from "#workers/ledger-audit.ts";
import { readTree } from "#workers/ledger-tree.ts";
import { type CustodyLog, factOf, openCustodyLog } from "../support/custody-log.ts";
import { seededRandom } from "../support/seeded-random.ts";

const say = (text: string) => process.stdout.write(`${text}\n`);

async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
  const started = performance.now();
  const result = await work();
  say(`${what}: ${(performance.now() - started).toFixed(1)} ms`);
  return result;
}

/** Rows as the program wrote them before there were tiles; only faster. */
async function fill({ house }: CustodyLog, count: number): Promise<void> {
  let head: LedgerHead = emptyHead;
  for (let done = 0; done < count;) {
    const rows = Array.from({ length: Math.min(2000, count - done) }, (_, i) => {
      const entry = appendEntry(head, factOf(done + i));
      head = entry;
      return entry;
    });
    const { pool } = house.database;
    await pool.query(
      `insert into ledger (seq, at, actor, act, subject, entry, leaf_hash, chain_hash)
       select (r->>'seq')::bigint, (r->>'at')::timestamptz, r->>'actor', r->>'act', r->>'subject', r->>'text',
         decode(r->>'leafHash', 'hex'), decode(r->>'chainHash', 'hex') from jsonb_array_elements($1::jsonb) r`,
      [
        JSON.stringify(
          rows.map(({ leafHash, chainHash, ...e }) => ({ ...e, text: JSON.stringify(e), leafHash, chainHash })),
        ),
      ],
    );
    done += rows.length;
  }
}

export async function run([countText, seedText]: string[]): Promise<number> {
  const count = Number(countText ?? 20_000);
  const seed = Number(seedText ?? Date.now() % 1_000_000);
  const random = seededRandom(seed);
  say(`entries ${count}, seed ${seed}`);
  const log = await openCustodyLog();
  const { pool } = log.house.database;
  await timed("filling", () => fill(log, count));
  const first = await timed("first checkpoint, tiles built from the rows", () => makeCheckpoint(log.house));
  await timed("100 entries appended, each in its transaction", async () => {
    for (let i = 0; i < 100; i++) await inTransaction(pool, (tx) => appendCustody(tx, factOf(count + i)));
  });
  const last = await timed("next checkpoint", () => makeCheckpoint(log.house));
  let broken = 0;
  await timed("200 inclusion and 200 consistency proofs, each from the database", async () => {
    for (let i = 0; i < 200; i++) {
      const seq = 1 + Math.floor(random() * last.size);
      const [entry] = await selectEntriesOf(pool, [`subject-${seq - 1}`], last.size);
      const nodes = readTree(pool, last.size);
      const inclusion = await proveInclusion(nodes, seq - 1, last.size);
      if (!isIncluded(entry!.leafHash, seq - 1, last.size, inclusion, last.root)) broken += 1;
      const older = { size: seq, root: await rootOf(nodes, seq) };
      if (!isConsistent(older, last, await proveConsistency(nodes, seq, last.size))) broken += 1;
    }
  });
  if (!isConsistent(first, last, await proveConsistency(readTree(pool, last.size), first.size, last.size))) broken += 1;
  await timed("extract of one subject", () => custodyExtract(pool, [`subject-${Math.floor(count / 2)}`]));
  const audit = await timed("walk through every entry", () => auditLedger(pool));
  say(
    `memory ${(process.memoryUsage.rss() / 1e6).toFixed(0)} MB; proofs that do not hold: ${broken}; breaks: ${audit.breaks.length}`,
  );
  await log.close();
  return broken === 0 && audit.breaks.length === 0 && audit.entries === count + 100 ? 0 : 1;
}
