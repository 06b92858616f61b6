// Promises tips: what was told stays as told, each step and link is a row, who told it stands apart and encrypted.
import { z } from "zod";
import { now } from "../clock.ts";
import { type Db, execute, loadSql, selectOptionalRow, selectRow, selectRows } from "../db/sql.ts";
import { AppError } from "../errors.ts";
import { CaseId, FindingId, newId, TargetId, TipId } from "../id.ts";
import { foldVietnamese } from "../text.ts";
import { vietnamDay } from "../vietnam-time.ts";

const sql = loadSql(
  import.meta.url,
  "nextTipNumber",
  "insertTip",
  "insertIdentity",
  "selectIdentity",
  "selectTips",
  "countTipStates",
  "selectTip",
  "lockTip",
  "selectTipByNumber",
  "insertTipStep",
  "setTipState",
  "setTipTarget",
  "selectTipSteps",
  "insertTipLink",
  "selectTipLinks",
  "selectCaseByNumber",
  "selectNewestFinding",
  "insertTipReply",
  "selectTipReply",
  "countFormTips",
  "selectTipByCode",
  "lockPushedTip",
  "selectPushedTip",
);

export const TipState = z.enum(["received", "checking", "answered", "not-within-scope", "duplicate"]);
export type TipState = z.infer<typeof TipState>;
export const TipChannel = z.enum(["form", "paper", "phone", "e-mail", "in-person", "partner"]);
export type TipChannel = z.infer<typeof TipChannel>;

/** From which state a person may take a tip to which; an answered one is opened again for new facts. */
const steps: Record<TipState, readonly TipState[]> = {
  received: ["checking", "not-within-scope", "duplicate"],
  checking: ["answered", "not-within-scope", "duplicate"],
  answered: ["checking"],
  "not-within-scope": ["checking"],
  duplicate: ["checking"],
};

export const TipRow = z.object({
  id: TipId,
  number: z.string(),
  channel: TipChannel,
  incomingNumber: z.string(),
  receivedOn: z.string(),
  address: z.string(),
  what: z.string(),
  seenWhen: z.string(),
  fileId: z.uuid().nullable(),
  fileName: z.string().nullable(),
  state: TipState,
  targetId: TargetId.nullable(),
  targetUrl: z.string().nullable(),
  hasIdentity: z.boolean(),
  createdAt: z.date(),
  createdBy: z.string(),
});
export type TipRow = z.infer<typeof TipRow>;

export interface NewTip {
  channel: TipChannel;
  incomingNumber: string;
  /** yyyy-mm-dd. */
  receivedOn: string;
  address: string;
  what: string;
  seenWhen: string;
  fileId: string | null;
  codeSha256: Buffer | null;
}

/** `sealIdentity` gets the new id and gives the encrypted identity, or null where nobody is named. Gives id and number. */
export async function insertTip(
  tx: Db,
  t: NewTip,
  actor: string,
  sealIdentity: (id: TipId) => Buffer | null,
): Promise<{ id: TipId; number: string }> {
  const id = newId() as TipId;
  const drawn = await selectRow(tx, sql.nextTipNumber, [], z.object({ number: z.number() }));
  const number = `PA-${vietnamDay(now()).slice(0, 4)}-${String(drawn.number).padStart(4, "0")}`;
  const search = foldVietnamese([number, t.incomingNumber, t.address, t.what].join(" "));
  const told = [t.channel, t.incomingNumber, t.receivedOn, t.address, t.what, t.seenWhen, t.codeSha256, t.fileId];
  await execute(tx, sql.insertTip, [id, number, ...told, search, now(), actor]);
  const sealed = sealIdentity(id);
  if (sealed) await execute(tx, sql.insertIdentity, [id, sealed, now()]);
  return { id, number };
}

/** Number of the partner's tip of this incoming number, or null; nobody else pushes the same one until the transaction ends. */
export async function lockPushedTip(tx: Db, incomingNumber: string): Promise<string | null> {
  await execute(tx, sql.lockPushedTip, [incomingNumber]);
  const known = await selectOptionalRow(tx, sql.selectPushedTip, [incomingNumber], z.object({ number: z.string() }));
  return known?.number ?? null;
}

/** Encrypted; null where nobody is named. */
export async function selectIdentity(db: Db, id: TipId): Promise<Buffer | null> {
  const row = await selectOptionalRow(db, sql.selectIdentity, [id], z.object({ sealed: z.instanceof(Buffer) }));
  return row?.sealed ?? null;
}

export interface TipFilter {
  state?: TipState | undefined;
  channel?: TipChannel | undefined;
  q?: string | undefined;
}

/** The newest first; every word of `q` must occur, accents ignored. `before` is the last id of the page before. */
export function selectTips(
  db: Db,
  f: TipFilter,
  page: { before?: string | undefined; limit: number },
): Promise<TipRow[]> {
  const words = f.q ? foldVietnamese(f.q).split(/\s+/).filter(Boolean).slice(0, 8) : [];
  const likes = words.map((word) => `%${word.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`);
  return selectRows(
    db,
    sql.selectTips,
    [f.state ?? null, f.channel ?? null, likes, page.before ?? null, page.limit],
    TipRow,
  );
}

export async function countTipStates(db: Db): Promise<Partial<Record<TipState, number>>> {
  const rows = await selectRows(db, sql.countTipStates, [], z.object({ state: TipState, count: z.number() }));
  return Object.fromEntries(rows.map((row) => [row.state, row.count]));
}

/** Throws `not-found`. */
export function selectTip(db: Db, id: TipId): Promise<TipRow> {
  return selectRow(db, sql.selectTip, [id], TipRow);
}

export interface TipStep {
  to: TipState;
  reason: string;
  /** Number of the tip that this one repeats; only with `duplicate`. */
  duplicateOf: string | null;
}

/** One step as a row. Throws `conflict` where the state allows it not, `input.invalid` for a duplicate of nothing or of itself. */
export async function takeTipStep(tx: Db, id: TipId, step: TipStep, actor: string): Promise<void> {
  const { state } = await selectRow(tx, sql.lockTip, [id], z.object({ state: TipState }));
  if (!steps[state].includes(step.to)) throw new AppError("conflict", { detail: `state: ${state} → ${step.to}` });
  const other = step.to === "duplicate" ? await findOther(tx, id, step.duplicateOf) : null;
  await execute(tx, sql.insertTipStep, [newId(), id, step.to, step.reason, other, actor, now()]);
  await execute(tx, sql.setTipState, [id, step.to]);
}

async function findOther(tx: Db, id: TipId, number: string | null): Promise<TipId> {
  const row = number ? await selectOptionalRow(tx, sql.selectTipByNumber, [number], z.object({ id: TipId })) : null;
  if (row && row.id !== id) return row.id;
  throw new AppError("input.invalid", { detail: "duplicateOf: the number of another tip is needed" });
}

const TipStepRow = z.object({
  toState: TipState,
  reason: z.string(),
  actor: z.string(),
  at: z.date(),
  duplicateOf: z.string().nullable(),
});
export type TipStepRow = z.infer<typeof TipStepRow>;

export function selectTipSteps(db: Db, id: TipId): Promise<TipStepRow[]> {
  return selectRows(db, sql.selectTipSteps, [id], TipStepRow);
}

export async function setTipTarget(tx: Db, id: TipId, targetId: TargetId): Promise<void> {
  await execute(tx, sql.setTipTarget, [id, targetId]);
}

/** Links the newest finding of the tip's own watch entry. Throws `conflict` where there is none. */
export async function linkTipFinding(tx: Db, id: TipId, actor: string): Promise<void> {
  const { targetId } = await selectTip(tx, id);
  const found = targetId
    ? await selectOptionalRow(tx, sql.selectNewestFinding, [targetId], z.object({ id: FindingId }))
    : null;
  if (!found) throw new AppError("conflict", { detail: "target: no finding stands on this address yet" });
  await execute(tx, sql.insertTipLink, [id, found.id, null, actor, now()]);
}

/** Throws `input.invalid` for a number that is none. */
export async function linkTipCase(tx: Db, id: TipId, caseNumber: string, actor: string): Promise<void> {
  const found = await selectOptionalRow(tx, sql.selectCaseByNumber, [caseNumber], z.object({ id: CaseId }));
  if (!found) throw new AppError("input.invalid", { detail: `caseNumber: no case ${caseNumber}` });
  await execute(tx, sql.insertTipLink, [id, null, found.id, actor, now()]);
}

const TipLinkRow = z.object({
  findingId: FindingId.nullable(),
  findingHost: z.string().nullable(),
  findingStatus: z.string().nullable(),
  caseId: CaseId.nullable(),
  caseNumber: z.string().nullable(),
  caseState: z.string().nullable(),
  addedBy: z.string(),
  at: z.date(),
});
export type TipLinkRow = z.infer<typeof TipLinkRow>;

export function selectTipLinks(db: Db, id: TipId): Promise<TipLinkRow[]> {
  return selectRows(db, sql.selectTipLinks, [id], TipLinkRow);
}

export async function insertTipReply(tx: Db, id: TipId, text: string, actor: string): Promise<void> {
  await execute(tx, sql.insertTipReply, [newId(), id, text, actor, now()]);
}

const TipReplyRow = z.object({ text: z.string(), actor: z.string(), at: z.date() });

/** The newest saved draft; null where none was saved. */
export function selectTipReply(db: Db, id: TipId): Promise<z.infer<typeof TipReplyRow> | null> {
  return selectOptionalRow(db, sql.selectTipReply, [id], TipReplyRow);
}

/** Tips that came by the public form since then. */
export async function countFormTips(db: Db, since: Date): Promise<number> {
  return (await selectRow(db, sql.countFormTips, [since], z.object({ count: z.number() }))).count;
}

const Known = z.object({ number: z.string(), state: TipState, receivedOn: z.string() });

/** What the giver may know by his code; null for a code that is none. */
export function selectTipByCode(db: Db, codeSha256: Buffer): Promise<z.infer<typeof Known> | null> {
  return selectOptionalRow(db, sql.selectTipByCode, [codeSha256], Known);
}
