// Promises findings that stand on sealed captures, and decisions that are only ever added.
import { z } from "zod";
import { now } from "../clock.ts";
import { type Db, execute, loadSql, selectOptionalRow, selectRow, selectRows, toJson } from "../db/sql.ts";
import { AppError } from "../errors.ts";
import { CaptureId, FindingId, newId, type ScanId, TargetId } from "../id.ts";
import { Category } from "../nouns/category.ts";
import { Signal } from "../nouns/signal.ts";
import { foldVietnamese } from "../text.ts";
import { Vantage } from "./page.ts";

const sql = loadSql(
  import.meta.url,
  "upsertFinding",
  "selectLatestFinding",
  "insertFindingCapture",
  "linkContrasts",
  "selectFinding",
  "selectFindings",
  "selectFindingsOfScans",
  "lockFinding",
  "setFindingStatus",
  "insertDecision",
  "selectDecisions",
  "selectDecisionsOfGroup",
);

export const FindingStatus = z.enum(["new", "confirmed", "dismissed", "stopped"]);
export type FindingStatus = z.infer<typeof FindingStatus>;

export const FindingRow = z.object({
  id: FindingId,
  targetId: TargetId,
  category: Category,
  url: z.string(),
  host: z.string(),
  vantage: Vantage,
  title: z.string(),
  verdict: z.enum(["flag", "review"]),
  score: z.number(),
  signals: z.array(Signal),
  /** False where the capture did not show what the scan had seen. */
  reproduced: z.boolean(),
  captureId: CaptureId,
  status: FindingStatus,
  createdAt: z.date(),
  updatedAt: z.date(),
  storeKey: z.string(),
  sha256: z.instanceof(Buffer),
  sealedAt: z.date(),
  capturedAt: z.date(),
});
export type FindingRow = z.infer<typeof FindingRow>;

export type NewFinding = Pick<
  FindingRow,
  | "targetId"
  | "category"
  | "url"
  | "host"
  | "vantage"
  | "title"
  | "verdict"
  | "score"
  | "signals"
  | "reproduced"
  | "captureId"
>;

const Latest = z.object({
  id: FindingId,
  status: FindingStatus,
  verdict: z.enum(["flag", "review"]),
  signals: z.array(Signal),
});

/** A decision stands until something new is seen: a rule that had not fired, or a flag where there was a review. */
function isNews(f: NewFinding, latest: z.infer<typeof Latest>): boolean {
  if (latest.status === "new") return true;
  if (latest.status === "confirmed") return false;
  const known = new Set(latest.signals.map((s) => s.rule));
  return (f.verdict === "flag" && latest.verdict === "review") || f.signals.some((s) => !known.has(s.rule));
}

/**
 * Raises a finding, or adds this capture to the one that stands for the same target and category; among undecided ones
 * the graver view leads. Run it inside a transaction.
 * The capture must be sealed: the foreign key refuses anything else (house law 1).
 */
export async function raiseFinding(tx: Db, f: NewFinding): Promise<FindingId> {
  const at = now();
  const latest = await selectOptionalRow(tx, sql.selectLatestFinding, [f.targetId, f.category], Latest);
  const id = latest && !isNews(f, latest) ? latest.id : await writeFinding(tx, f, at, latest?.id ?? null);
  await execute(tx, sql.insertFindingCapture, [id, f.captureId, at]);
  return id;
}

/**
 * Adds the sealed ordinary face of an address to the findings that stand on another face of it. Whichever of the two is
 * sealed last does it: hold the scan's row, so that it sees what the other one wrote.
 */
export async function linkContrasts(tx: Db, scanId: ScanId): Promise<void> {
  await execute(tx, sql.linkContrasts, [scanId, now()]);
}

async function writeFinding(tx: Db, f: NewFinding, at: Date, latestId: FindingId | null): Promise<FindingId> {
  const search = foldVietnamese(`${f.host} ${f.url} ${f.title} ${f.signals.map((s) => s.say).join(" ")}`).slice(
    0,
    4000,
  );
  const facts = [f.targetId, f.category, f.url, f.host, f.vantage, f.title.slice(0, 500), f.verdict, f.score];
  const values = [newId(), ...facts, toJson(f.signals), f.reproduced, f.captureId, search, at];
  const raised = await selectOptionalRow(tx, sql.upsertFinding, values, z.object({ id: FindingId }));
  if (raised) return raised.id;
  if (latestId === null) throw new AppError("internal", { detail: "a finding neither raised nor found" });
  return latestId;
}

export function selectFinding(db: Db, id: FindingId): Promise<FindingRow> {
  return selectRow(db, sql.selectFinding, [id], FindingRow);
}

export interface FindingFilter {
  status?: FindingStatus | null;
  category?: Category | null;
  targetIds?: readonly TargetId[] | null;
  after?: FindingId | null;
  limit?: number;
}

/** One page of findings in the order they were raised. */
export function selectFindings(db: Db, filter: FindingFilter): Promise<FindingRow[]> {
  const values = [
    filter.status ?? null,
    filter.category ?? null,
    filter.targetIds ?? null,
    filter.after ?? null,
    filter.limit ?? 200,
  ];
  return selectRows(db, sql.selectFindings, values, FindingRow);
}

/** Findings whose captures belong to these scans, in the order they were raised. */
export function selectFindingsOfScans(
  db: Db,
  scanIds: readonly ScanId[],
  after: FindingId | null,
  limit: number,
): Promise<FindingRow[]> {
  return selectRows(db, sql.selectFindingsOfScans, [scanIds, after, limit], FindingRow);
}

export const DecisionVerdict = z.enum(["confirm", "dismiss", "reopen"]);
export type DecisionVerdict = z.infer<typeof DecisionVerdict>;

const statusAfter = { confirm: "confirmed", dismiss: "dismissed", reopen: "new" } as const satisfies Record<
  DecisionVerdict,
  FindingStatus
>;

export const DecisionRow = z.object({
  id: z.uuid(),
  findingId: FindingId,
  actor: z.string(),
  verdict: DecisionVerdict,
  reason: z.string(),
  note: z.string(),
  captureId: CaptureId,
  at: z.date(),
  /** The bulk or group act that it belongs to. */
  groupId: z.uuid().nullable(),
  /** The finding of the same content whose evidence was on the screen in its stead. */
  follows: FindingId.nullable(),
});
export type DecisionRow = z.infer<typeof DecisionRow>;

export interface NewDecision {
  findingId: FindingId;
  actor: string;
  verdict: DecisionVerdict;
  reason: string;
  note?: string;
  groupId?: string | null;
  follows?: FindingId | null;
}

/**
 * A person's decision as a new row; run it inside a transaction.
 * Throws `not-found`, or `conflict` where the finding already stands as the decision would have it.
 */
export async function decideFinding(tx: Db, d: NewDecision): Promise<DecisionRow> {
  const State = z.object({ status: FindingStatus, captureId: CaptureId });
  const finding = await selectRow(tx, sql.lockFinding, [d.findingId], State);
  const status = statusAfter[d.verdict];
  if (finding.status === status || (finding.status !== "new" && d.verdict !== "reopen")) {
    throw new AppError("conflict", {
      detail: `finding ${d.findingId} is already ${finding.status}`,
      cure: "Reopen it first: a decision is reversed by a new decision.",
      facts: { status: finding.status },
    });
  }
  const { groupId = null, follows = null } = d;
  const row = { id: newId(), ...d, note: d.note ?? "", captureId: finding.captureId, at: now(), groupId, follows };
  await execute(tx, sql.insertDecision, [
    row.id,
    d.findingId,
    d.actor,
    d.verdict,
    d.reason,
    row.note,
    row.captureId,
    row.at,
    groupId,
    follows,
  ]);
  await execute(tx, sql.setFindingStatus, [d.findingId, status, row.at]);
  return row;
}

/** The decisions of one bulk or group act. */
export function selectDecisionsOfGroup(db: Db, groupId: string): Promise<DecisionRow[]> {
  return selectRows(db, sql.selectDecisionsOfGroup, [groupId], DecisionRow);
}

export function selectDecisions(db: Db, id: FindingId): Promise<DecisionRow[]> {
  return selectRows(db, sql.selectDecisions, [id], DecisionRow);
}
