// Promises the sealed packages that left this house and their hand-overs, as rows that are only ever added.
import { z } from "zod";
import { type Db, execute, loadSql, selectOptionalRow, selectRows } from "../db/sql.ts";
import { CaptureId } from "../id.ts";
import { SealRow } from "./capture.ts";

const sql = loadSql(
  import.meta.url,
  "selectSealsOf",
  "insertPackage",
  "insertPackageCapture",
  "selectPackageBySha256",
  "selectPackageCaptures",
  "insertHandover",
  "selectHandovers",
);

const SealOf = SealRow.pick({
  captureId: true,
  storeKey: true,
  sha256: true,
  manifestSha256: true,
  sizeBytes: true,
  sealedAt: true,
  ledgerSeq: true,
});
export type SealOf = z.infer<typeof SealOf>;

/** The sealed captures of a finding, or the one capture that has this id; empty for an unknown id. */
export function selectSealsOf(db: Db, id: string, limit: number): Promise<SealOf[]> {
  return selectRows(db, sql.selectSealsOf, [id, limit], SealOf);
}

export const PackageRow = z.object({
  id: z.string(),
  sha256: z.instanceof(Buffer),
  sizeBytes: z.number().int(),
  packageJsonSha256: z.instanceof(Buffer),
  keyFingerprint: z.string(),
  office: z.string(),
  purpose: z.string(),
  madeBy: z.string(),
  createdAt: z.date(),
  ledgerSeq: z.number().int(),
});
export type PackageRow = z.infer<typeof PackageRow>;

/** The package with its captures in order. Run it inside a transaction. */
export async function insertPackage(tx: Db, p: PackageRow, captureIds: readonly string[]): Promise<void> {
  const facts = [p.id, p.sha256, p.sizeBytes, p.packageJsonSha256, p.keyFingerprint, p.office, p.purpose, p.madeBy];
  await execute(tx, sql.insertPackage, [...facts, p.createdAt, p.ledgerSeq]);
  for (const [i, captureId] of captureIds.entries())
    await execute(tx, sql.insertPackageCapture, [p.id, captureId, i + 1]);
}

/** The package whose file has this hash, or null where this house made no such package. */
export function selectPackageBySha256(db: Db, sha256: Buffer): Promise<PackageRow | null> {
  return selectOptionalRow(db, sql.selectPackageBySha256, [sha256], PackageRow);
}

const PackedCapture = z.object({
  captureId: CaptureId,
  sha256: z.instanceof(Buffer),
  url: z.string(),
  summary: z.record(z.string(), z.unknown()),
});
export type PackedCapture = z.infer<typeof PackedCapture>;

export function selectPackageCaptures(db: Db, packageId: string): Promise<PackedCapture[]> {
  return selectRows(db, sql.selectPackageCaptures, [packageId], PackedCapture);
}

export const HandoverRow = z.object({
  id: z.string(),
  packageId: z.string(),
  givenTo: z.string(),
  givenBy: z.string(),
  sha256Before: z.instanceof(Buffer),
  sha256After: z.instanceof(Buffer),
  at: z.date(),
  ledgerSeq: z.number().int(),
});
export type HandoverRow = z.infer<typeof HandoverRow>;

export async function insertHandover(tx: Db, h: HandoverRow): Promise<void> {
  const values = [h.id, h.packageId, h.givenTo, h.givenBy, h.sha256Before, h.sha256After, h.at, h.ledgerSeq];
  await execute(tx, sql.insertHandover, values);
}

export function selectHandovers(db: Db, packageId: string): Promise<HandoverRow[]> {
  return selectRows(db, sql.selectHandovers, [packageId], HandoverRow);
}
