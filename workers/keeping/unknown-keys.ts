// Promises that a file in the store which belongs to no capture, no act and no document of this house is named.
import { type NewProblem, selectKnownCaptures, settleOthers } from "#core/records/scrub.ts";
import type { Keeper } from "./keeper.ts";

const id = "[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}";
/** A capture's package, its tokens and tombstones, under whichever of its keys, also in quarantine. */
const ofCapture = new RegExp(
  String.raw`^(?:quarantine/)?\d{4}/\d{2}/\d{2}/(${id})(?:\.r(\d+))?\.(?:wacz(?:\.destroyed|\.quarantined)?|\d+\.tsr(?:\.json)?)$`,
);
/** What other acts keep in the store: minutes, batch stamps, packages, files of tips and letters, what a seal passed over (its custody entry says so). */
const ofHouse = new RegExp(
  String.raw`^(?:aside/[a-z0-9/._-]+|destruction/${id}\.json|intake/[0-9a-f]{64}|ledger/[a-z0-9/._-]+|packages?/[a-z0-9/._-]+)$`,
);

export type Report = (keeper: Keeper, problem: NewProblem) => Promise<void>;

/** Lists the whole store; says each key that nothing here accounts for, and settles those said before that are gone. */
export async function findUnknown(keeper: Keeper, report: Report): Promise<void> {
  const unknown: string[] = [];
  let after: string | undefined;
  do {
    const page = await keeper.store.list("", after === undefined ? {} : { after });
    const owners = page.keys.map((key) => {
      const [, captureId, turn = "1"] = ofCapture.exec(key) ?? [];
      return { key, captureId, turn: Number(turn) };
    });
    const known = await selectKnownCaptures(
      keeper.pool,
      owners.flatMap(({ captureId }) => captureId ?? []),
    );
    for (const { key, captureId, turn } of owners)
      if (captureId === undefined ? !ofHouse.test(key) : turn > (known.get(captureId) ?? 0)) unknown.push(key);
    after = page.next ?? undefined;
  } while (after !== undefined);
  await settleOthers(keeper.pool, "unknown", unknown);
  for (const key of unknown)
    await report(keeper, {
      key,
      kind: "unknown",
      detail: "a file that no capture and no act accounts for",
      captureId: null,
    });
}
