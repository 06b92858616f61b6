// Promises what every act of keeping needs, and that an act and its custody entry are written together.
import type pg from "pg";
import { now } from "#core/clock.ts";
import type { Config } from "#core/config.ts";
import { AppError } from "#core/errors.ts";
import type { Db } from "#core/db/sql.ts";
import type { CaptureId } from "#core/id.ts";
import { selectOptionalSeal, type SealRow } from "#core/records/capture.ts";
import type { CustodyAct } from "#evidence/ledger/entry.ts";
import type { Store } from "#evidence/store/store.ts";
import { appendCustody } from "../custody.ts";

export interface Keeper {
  config: Config;
  pool: pg.Pool;
  store: Store;
}

/** Who does what to which sealed capture, and why. */
export interface Asked {
  captureId: CaptureId;
  actor: string;
  reason: string;
}

/** Throws AppError `not-found`. */
export async function selectSealed(db: Db, captureId: CaptureId): Promise<SealRow> {
  const seal = await selectOptionalSeal(db, captureId);
  if (!seal) throw new AppError("not-found", { detail: `${captureId}: no sealed capture of this id` });
  return seal;
}

/** Throws AppError `input.invalid` where name or reason is blank. */
export function checkAsked({ actor, reason }: Pick<Asked, "actor" | "reason">): void {
  if (actor.trim() === "") throw new AppError("input.invalid", { detail: "no name of who asks" });
  if (reason.trim() === "")
    throw new AppError("input.invalid", {
      detail: "no reason",
      cure: "Say why, in words that stand in the custody log.",
    });
}

/** The custody entry of an act upon a sealed capture; gives its number. */
export function enterAct(
  tx: Db,
  act: CustodyAct,
  asked: Asked,
  seal: SealRow,
  detail: Record<string, unknown> = {},
): Promise<number> {
  return appendCustody(tx, {
    at: now().toISOString(),
    actor: asked.actor,
    act,
    subject: asked.captureId,
    sha256: seal.sha256.toString("hex"),
    detail: { reason: asked.reason, ...detail },
  });
}
