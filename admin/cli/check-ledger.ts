// Promises what is wrong with the custody log or its guards, one line each, with the cure.
import type { Config } from "#core/config.ts";
import type { Database } from "#core/db/open-database.ts";
import { describeRights } from "#core/db/rights.ts";
import { selectLastCheckpoint, selectWitnessState } from "#core/records/checkpoint.ts";
import { readWitnesses } from "#evidence/ledger/witness/ask-witness.ts";
import { readLedgerSize } from "#workers/ledger-tree.ts";
import type { MachineCheck } from "./check-machine.ts";

const settle = "Run: vonggac ledger status; a person decides with: vonggac ledger settle --reason …";

/** Alarms, witnesses that have not answered, and rights that would let the program rewrite the log. */
export async function checkLedger(config: Config, { pool }: Database): Promise<MachineCheck[]> {
  const [size, last, states, rights] = [
    await readLedgerSize(pool),
    await selectLastCheckpoint(pool),
    await selectWitnessState(pool),
    await describeRights(pool),
  ];
  const alarmed = states.filter((w) => w.alarm !== null);
  const signed = last ? `${last.size} of ${size} entries signed as ${last.origin}` : `${size} entries, none signed yet`;
  const checks: MachineCheck[] = [
    {
      name: "custody log",
      ok: alarmed.length === 0,
      detail: [signed, ...alarmed.map((w) => w.alarm!.detail)].join("; "),
      cure: alarmed.length === 0 ? "" : settle,
    },
    {
      name: "custody log's rights",
      ok: !rights.isSuperuser,
      detail: rights.isSuperuser
        ? `the database role ${rights.role} is a superuser: nothing in Postgres keeps it from rewriting the log (its witnesses still see it)`
        : `the database role ${rights.role} ${rights.mayRewrite ? "may" : "may not"} rewrite it`,
      cure: rights.isSuperuser
        ? "Give the program a role without SUPERUSER that owns the database, and name it in DATABASE_URL."
        : "",
    },
  ];
  for (const { key } of readWitnesses(config.VONGGAC_WITNESSES)) {
    const state = states.find((w) => w.witness === key.text);
    const hasAnswered = state !== undefined && state.lastSize > 0;
    checks.push({
      name: `witness ${key.name}`,
      ok: hasAnswered || size === 0,
      detail: hasAnswered
        ? `${state.lastSize} entries, last at ${state.lastAt?.toISOString()}`
        : "has not co-signed yet",
      cure: hasAnswered || size === 0 ? "" : "Run: vonggac ledger sign; it says why the witness does not answer.",
    });
  }
  return checks;
}
