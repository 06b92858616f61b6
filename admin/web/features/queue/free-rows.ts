// Promises which findings come next: in the list's order, passing over what another person has, put aside or moved up.
import type { QueueFilter, QueueRow } from "../../../api/findings.ts";
import { wasJustDecided } from "../../app/last-decision.ts";
import { claimOf } from "../finding/claim-keeper.ts";

/** Whether this person may take it up: nobody else looks at it, and it stands where the filter looks. */
function isFree(row: QueueRow, filter: QueueFilter): boolean {
  if (filter.status === "new" && wasJustDecided(row.id)) return false;
  const claim = claimOf(row.id) ?? row.claim;
  if (claim && !claim.mine) return false;
  if (row.desk.assigned && !row.desk.assigned.mine) return false;
  if (row.desk.held && filter.state !== "held") return false;
  return !row.desk.escalated || filter.state === "escalated";
}

/** The free rows after the open one, then those before it; `step` -1 looks the other way and does not turn round. */
export function findFree(rows: readonly QueueRow[], filter: QueueFilter, openId: string | null, step: 1 | -1 = 1) {
  const at = rows.findIndex((row) => row.id === openId);
  const free = (some: readonly QueueRow[]) => some.filter((row) => row.id !== openId && isFree(row, filter));
  if (step === -1) return at < 0 ? [] : free(rows.slice(0, at)).reverse();
  return free([...rows.slice(at + 1), ...rows.slice(0, Math.max(0, at))]);
}
