// Promises every witness the newest checkpoint, again and again until it is co-signed, and an alarm where a witness contradicts.
import { now } from "#core/clock.ts";
import { inTransaction } from "#core/db/pool.ts";
import type { Db } from "#core/db/sql.ts";
import { toAppError } from "#core/errors.ts";
import { log } from "#core/log.ts";
import {
  type AlarmKind,
  type CheckpointRow,
  insertAlarm,
  insertCosignature,
  selectLastCheckpoint,
  selectLastCosignature,
  selectWitnessState,
  tryLockWitnesses,
} from "#core/records/checkpoint.ts";
import { readCheckpoint } from "#evidence/ledger/checkpoint.ts";
import { proveConsistency } from "#evidence/ledger/merkle.ts";
import { askWitness, readWitnesses, type Witness, type WitnessWord } from "#evidence/ledger/witness/ask-witness.ts";
import type { LedgerHouse } from "./checkpoint.ts";
import { readTree } from "./ledger-tree.ts";

export interface PushResult {
  witness: string;
  outcome: "cosigned" | "had it" | "alarm" | "unavailable";
  detail: string;
}

/** Offers the newest checkpoint to every configured witness at once; one process at a time does. Never throws for a witness' sake. */
export async function pushCheckpoint({ config, database }: LedgerHouse): Promise<PushResult[]> {
  const witnesses = readWitnesses(config.VONGGAC_WITNESSES);
  const { pool } = database;
  const row = await selectLastCheckpoint(pool);
  if (witnesses.length === 0 || !row) return [];
  return inTransaction(pool, async (tx) => {
    if (!(await tryLockWitnesses(tx))) return [];
    return Promise.all(witnesses.map((witness) => pushToOne(pool, row, witness)));
  });
}

async function pushToOne(db: Db, row: CheckpointRow, witness: Witness): Promise<PushResult> {
  const name = witness.key.text;
  try {
    const last = await selectLastCosignature(db, row.origin, name);
    if (last?.size === row.size) return { witness: name, outcome: "had it", detail: `${row.size}` };
    const { word, oldSize } = await converse(db, row, witness, last?.size ?? 0);
    if (word.said !== "cosigned") return await contradicted(db, row, witness, word, oldSize);
    const at = new Date(word.seconds * 1000);
    await insertCosignature(db, { origin: row.origin, size: row.size, witnessKey: name, line: word.line, at });
    return { witness: name, outcome: "cosigned", detail: `${row.size}` };
  } catch (thrown) {
    const error = toAppError(thrown, "witness.unavailable");
    log.warn({ err: error, witness: witness.key.name }, "witness.unavailable");
    return { witness: name, outcome: "unavailable", detail: error.message };
  }
}

interface Conversation {
  word: WitnessWord;
  oldSize: number;
}

/** Begins from what we know of the witness; it may know more than we remember, or less. */
async function converse(db: Db, row: CheckpointRow, witness: Witness, known: number): Promise<Conversation> {
  const checkpoint = readCheckpoint(row.note);
  const nodes = readTree(db, row.size);
  const ask = async (oldSize: number): Promise<Conversation> => {
    const proof = await proveConsistency(nodes, oldSize, row.size);
    return { word: await askWitness(witness, checkpoint, oldSize, proof), oldSize };
  };
  const first = await ask(Math.min(known, row.size));
  const isBehind = first.word.said === "has" && first.word.size <= row.size && first.word.size !== first.oldSize;
  return isBehind && first.word.said === "has" ? ask(first.word.size) : first;
}

async function contradicted(
  db: Db,
  row: CheckpointRow,
  { key }: Witness,
  word: Exclude<WitnessWord, { said: "cosigned" }>,
  oldSize: number,
): Promise<PushResult> {
  const [kind, detail]: [AlarmKind, string] =
    word.said === "has"
      ? ["rollback", `rollback: witness ${key.name} has seen ${word.size} entries, this log has ${row.size}`]
      : [
          "fork",
          `fork at size ${oldSize}: witness ${key.name} co-signed other entries than this log of ${row.size} holds`,
        ];
  const state = (await selectWitnessState(db)).find((w) => w.witness === key.text);
  if (state?.alarm?.kind !== kind) {
    log.error({ witness: key.name, kind, detail }, "ledger.forked");
    await insertAlarm(db, { witnessKey: key.text, kind, detail, at: now() });
  }
  return { witness: key.text, outcome: "alarm", detail };
}
