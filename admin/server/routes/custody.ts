// Promises everybody at the desk the state of the custody log: an alarm is no secret.
import { selectLastCheckpoint, selectWitnessState } from "#core/records/checkpoint.ts";
import { readWitnesses } from "#evidence/ledger/witness/ask-witness.ts";
import { CustodyState } from "../../api/custody.ts";
import type { DeskContext } from "../desk-context.ts";
import type { TypedApp } from "../typed-app.ts";

const nameOf = (verifierKey: string) => verifierKey.split("+")[0] || null;

async function readCustody({ config, pool }: DeskContext): Promise<CustodyState> {
  const [last, known] = await Promise.all([selectLastCheckpoint(pool), selectWitnessState(pool)]);
  const silent = readWitnesses(config.VONGGAC_WITNESSES)
    .map((w) => w.key.text)
    .filter((key) => !known.some((w) => w.witness === key))
    .map((witness) => ({ witness, lastSize: 0, lastAt: null, alarm: null }));
  return {
    checkpoint: last && { origin: last.origin, size: last.size, at: last.at.toISOString() },
    witnesses: [...known, ...silent].map((w) => ({
      witness: nameOf(w.witness),
      lastSize: w.lastSize,
      lastAt: w.lastAt?.toISOString() ?? null,
      alarm: w.alarm && { ...w.alarm, at: w.alarm.at.toISOString() },
    })),
  };
}

export function addCustodyRoutes(app: TypedApp, ctx: DeskContext): void {
  app.get("/api/custody", { config: { access: "session.own" }, schema: { response: { 200: CustodyState } } }, () =>
    readCustody(ctx),
  );
}
