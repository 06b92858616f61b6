// Promises that whoever may be asked for a second, blind look does not learn the first decision beside the finding, e.g. in a case.
import type { FindingId } from "#core/id.ts";
import type { FindingStatus } from "#core/records/finding.ts";
import { selectBlindFindings } from "#core/records/second-review.ts";
import type { LiveSession } from "#core/records/session.ts";
import { may } from "./access.ts";
import type { DeskContext } from "./desk-context.ts";

/** The rows with the status as this person may see it: `new` while another's decision waits for a second look that may become his. */
export async function hideFirstDecisions<Row extends { findingId: FindingId; status: FindingStatus }>(
  ctx: DeskContext,
  rows: readonly Row[],
  me: LiveSession,
): Promise<Row[]> {
  if (rows.length === 0 || !may(me.role, "finding.decide") || may(me.role, "finding.lead")) return [...rows];
  const ids = rows.map((row) => row.findingId);
  const blind = await selectBlindFindings(ctx.pool, ids, me.login);
  return rows.map((row) => (blind.has(row.findingId) ? { ...row, status: "new" } : row));
}
