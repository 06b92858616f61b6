// Promises tips as screens and tables show them, without a word of who gave them.
import type pg from "pg";
import type { TipId } from "#core/id.ts";
import { readOffice } from "#core/records/office.ts";
import {
  selectTip,
  selectTipLinks,
  selectTipReply,
  selectTipSteps,
  type TipLinkRow,
  type TipRow,
  type TipStepRow,
} from "#core/records/tip.ts";
import { draftReply } from "#core/tip-reply.ts";
import { safeCsv } from "#evidence/package/safe-csv.ts";
import type { TipSheet, TipView } from "../api/tips.ts";

export function tipView(row: TipRow): TipView {
  const { fileId, fileName, targetId: _target, createdAt, ...rest } = row;
  const file = fileId === null ? null : { id: fileId, name: fileName ?? "" };
  return { ...rest, file, createdAt: createdAt.toISOString() };
}

function linkView(row: TipLinkRow): TipSheet["links"][number] {
  const base = { by: row.addedBy, at: row.at.toISOString() };
  if (row.caseId)
    return { ...base, kind: "case", id: row.caseId, label: row.caseNumber ?? "", state: row.caseState ?? "" };
  return {
    ...base,
    kind: "finding",
    id: row.findingId!,
    label: row.findingHost ?? "",
    state: row.findingStatus ?? "",
  };
}

const lastReason = (steps: readonly TipStepRow[]) => steps.at(-1)?.reason ?? "";

/** One tip whole; the answer is the saved draft, else a fresh one of the office's names. Throws `not-found`. */
export async function readTipSheet(pool: pg.Pool, id: TipId): Promise<TipSheet> {
  const tip = await selectTip(pool, id);
  const [steps, links, saved, office] = await Promise.all([
    selectTipSteps(pool, id),
    selectTipLinks(pool, id),
    selectTipReply(pool, id),
    readOffice(pool),
  ]);
  return {
    tip: tipView(tip),
    steps: steps.map(({ toState, at, ...step }) => ({ ...step, to: toState, at: at.toISOString() })),
    links: links.map(linkView),
    reply: saved
      ? { text: saved.text, isSaved: true, by: saved.actor, at: saved.at.toISOString() }
      : { text: draftReply({ ...tip, reason: lastReason(steps) }, office), isSaved: false, by: null, at: null },
  };
}

const columns = ["so", "kenh", "so_den", "ngay_nhan", "dia_chi", "noi_dung", "thoi_diem_thay", "trang_thai", "tep"];

/** CSV whose cells no spreadsheet calculates. */
export function tipTable(rows: readonly TipRow[]): Buffer {
  const lines = rows.map((row) => [
    row.number,
    row.channel,
    row.incomingNumber,
    row.receivedOn,
    row.address,
    row.what,
    row.seenWhen,
    row.state,
    row.fileName ?? "",
  ]);
  return safeCsv([columns, ...lines]);
}
