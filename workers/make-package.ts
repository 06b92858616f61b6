// Promises a sealed package of findings or captures: gathered, documented, signed, checked, entered in the custody log.
import { existsSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { isoSeconds, now } from "#core/clock.ts";
import { inTransaction } from "#core/db/pool.ts";
import { AppError } from "#core/errors.ts";
import type { Db } from "#core/db/sql.ts";
import { type CaptureId, type CaseId, newId } from "#core/id.ts";
import { touchCase } from "#core/records/case-file.ts";
import { insertCasePackage } from "#core/records/case-package.ts";
import { recordEvent } from "#core/records/event.ts";
import { insertPackage, type SealOf, selectSealsOf } from "#core/records/package.ts";
import { refuseIfAbsent } from "#core/records/quarantine.ts";
import { findBrowser } from "#crawler/browser/find-browser.ts";
import type { DossierFacts } from "#evidence/dossier/dossier-facts.ts";
import { makeDossier } from "#evidence/dossier/make-dossier.ts";
import { openPrinter } from "#evidence/dossier/print-pdf.ts";
import { buildPackage, type BuiltPackage } from "#evidence/package/build-package.ts";
import type { NamedFile, PackageBase } from "#evidence/package/package-input.ts";
import { stageBase, stageCapture, type StagedCapture } from "#evidence/package/stage-capture.ts";
import { openOfficeSigner } from "#evidence/seal/office.ts";
import { clearLeftovers, partialPath } from "#evidence/store/leftovers.ts";
import { appendCustody } from "./custody.ts";
import type { House } from "./house.ts";
import { gatherCustody } from "./package-custody.ts";
import { dossierFacts, officeKeys, sealKeys } from "./package-facts.ts";

export type PackageHouse = Pick<House, "config" | "database" | "store" | "keyring">;

export interface PackageRequest {
  /** Ids of findings or captures. */
  ids: readonly string[];
  /** Must not exist. */
  file: string;
  purpose: string;
  by: string;
  /** The case that it is made of; from now on its exhibits can no longer be detached. */
  ofCase?: { id: CaseId; number: string } | null;
  verifier: { html: Uint8Array; mjs: Uint8Array };
  /** Issued documents of the case, put beside those that every package has; their names must be others. */
  documents?: readonly NamedFile[];
  /** Looks at the finished file before it gets its name; throws when it may not leave. */
  check?: (file: string) => Promise<void>;
  onProgress?: (done: number, total: number, words: string) => void;
}

export interface MadePackage extends BuiltPackage {
  packageId: string;
  created: string;
  captureIds: string[];
  ledgerSeq: number;
  /** Captures without any time stamp. */
  unstamped: number;
  cosignedBy: readonly string[];
  missingWitnesses: readonly string[];
}

const maxCaptures = 200;

/**
 * Throws AppError `input.invalid` (no such finding or sealed capture), `store.exists` (the file is there), `ledger.forked`,
 * `store.failed` (kept bytes that are not the sealed ones), `evidence.quarantined`, `evidence.destroyed`, `browser.missing`.
 */
export async function makePackage(house: PackageHouse, request: PackageRequest): Promise<MadePackage> {
  const { config, store, keyring } = house;
  if (existsSync(request.file)) throw new AppError("store.exists", { detail: `${request.file} is there already` });
  const seals = await findSeals(house, request.ids);
  const refuse = async () => {
    for (const { captureId } of seals) await refuseIfAbsent(house.database.pool, captureId);
  };
  await refuse();
  const [packageId, created] = [newId(), isoSeconds()];
  const folder = path.join(config.dataDir, "work", "packages");
  await clearLeftovers(folder);
  const workDir = partialPath(folder);
  const tell = countSteps(request, seals.length + 6);
  await mkdir(workDir, { recursive: true, mode: 0o700 });
  try {
    const staged: StagedCapture[] = [];
    for (const seal of seals) {
      tell(`bản chụp ${seal.captureId}`);
      staged.push(await stageCapture(store, sealToStage(seal), workDir));
    }
    const bases = await stageBases(house, staged, workDir);
    await enterExport(house, packageId, seals, request.by);
    tell("nhật ký lưu giữ");
    const custody = await gatherCustody(house, seals);
    const office = await openOfficeSigner(config);
    const facts = dossierFacts(house, request, { packageId, created, staged, custody, office });
    const documents = await printDocuments(house, facts, tell);
    const built = await buildPackage(
      {
        ...facts,
        caseId: request.ofCase?.number ?? null,
        captures: staged.map((s) => s.packaged),
        bases,
        custody: custody.extract,
        stamps: custody.stamps,
        keys: [...sealKeys(house.keyring, staged), ...officeKeys(office), ...custody.keys],
        documents: [...documents, ...(request.documents ?? [])],
        verifier: request.verifier,
        keyring,
        signCms: office && ((bytes) => office.signCms(bytes, new Date(created))),
      },
      request.file,
      {
        check: async (file) => {
          await request.check?.(file);
          await refuse(); // quarantined or destroyed while it was built
        },
      },
    );
    tell("ghi sổ");
    const captureIds = seals.map((s) => s.captureId);
    const ledgerSeq = await enterMade(house, built, { packageId, created, captureIds, request });
    const { cosignedBy, missing } = custody.checkpoint;
    const unstamped = staged.filter((s) => s.packaged.tokens.length === 0).length;
    return { ...built, packageId, created, captureIds, ledgerSeq, unstamped, cosignedBy, missingWitnesses: missing };
  } finally {
    await rm(workDir, { recursive: true, force: true });
  }
}

async function findSeals({ database }: PackageHouse, ids: readonly string[]): Promise<SealOf[]> {
  const found = new Map<string, SealOf>();
  for (const id of ids) {
    const seals = await selectSealsOf(database.pool, id, maxCaptures + 1);
    if (seals.length === 0)
      throw new AppError("input.invalid", {
        detail: `${id} is no finding and no sealed capture`,
        cure: "Mã lấy từ `vonggac findings`; bản chụp phải đã niêm phong.",
      });
    for (const seal of seals) found.set(seal.captureId, seal);
  }
  if (found.size > maxCaptures)
    throw new AppError("input.invalid", { detail: `${found.size} captures in one package; ${maxCaptures} at most` });
  return [...found.values()];
}

const sealToStage = (s: SealOf) => ({
  captureId: s.captureId,
  storeKey: s.storeKey,
  sha256: s.sha256.toString("hex"),
  manifestSha256: s.manifestSha256.toString("hex"),
  sizeBytes: s.sizeBytes,
  sealedAt: s.sealedAt.toISOString(),
  ledgerSeq: s.ledgerSeq,
});

/** Each earlier package once; one that is among the captures anyway needs no second copy. */
async function stageBases(
  { store, database }: PackageHouse,
  staged: readonly StagedCapture[],
  workDir: string,
): Promise<PackageBase[]> {
  const inside = new Set(staged.map((s) => s.packaged.captureId));
  const bases = new Map(staged.flatMap((s) => s.refersTo).map((base) => [base.captureId, base]));
  const files: PackageBase[] = [];
  for (const base of bases.values()) {
    if (inside.has(base.captureId)) continue;
    await refuseIfAbsent(database.pool, base.captureId as CaptureId);
    files.push(await stageBase(store, base, workDir));
  }
  return files;
}

/** Written before the package is made, so that no package leaves of which the log knows nothing. */
async function enterExport(
  { database }: PackageHouse,
  packageId: string,
  seals: readonly SealOf[],
  actor: string,
): Promise<void> {
  await inTransaction(database.pool, async (tx) => {
    const at = now().toISOString();
    for (const seal of seals)
      await appendCustody(tx, {
        at,
        actor,
        act: "export",
        subject: seal.captureId,
        sha256: seal.sha256.toString("hex"),
        detail: { packageId },
      });
  });
}

async function printDocuments(
  { config }: PackageHouse,
  facts: DossierFacts,
  tell: (words: string) => void,
): Promise<NamedFile[]> {
  const printer = await openPrinter(await findBrowser(config));
  try {
    return await makeDossier(facts, printer, (_done, _total, title) => tell(title));
  } finally {
    await printer.close();
  }
}

interface Making {
  packageId: string;
  created: string;
  captureIds: readonly string[];
  request: PackageRequest;
}

/** A package that could not be entered is taken back: none stands about of which the log does not know the hash. */
async function enterMade(house: PackageHouse, built: BuiltPackage, making: Making): Promise<number> {
  const { packageId, created, captureIds, request } = making;
  try {
    return await inTransaction(house.database.pool, async (tx) => {
      const ledgerSeq = await appendCustody(tx, {
        at: now().toISOString(),
        actor: request.by,
        act: "package.made",
        subject: packageId,
        sha256: built.sha256,
        detail: { captures: captureIds, packageJsonSha256: built.packageJsonSha256, sizeBytes: built.sizeBytes },
      });
      const row = {
        id: packageId,
        sha256: Buffer.from(built.sha256, "hex"),
        sizeBytes: built.sizeBytes,
        packageJsonSha256: Buffer.from(built.packageJsonSha256, "hex"),
        keyFingerprint: house.keyring.fingerprint,
        office: house.config.VONGGAC_OFFICE,
        purpose: request.purpose,
        madeBy: request.by,
        createdAt: new Date(created),
        ledgerSeq,
      };
      await insertPackage(tx, row, captureIds);
      if (request.ofCase) await enterCasePackage(tx, request.ofCase.id, making);
      return ledgerSeq;
    });
  } catch (error) {
    await rm(built.file, { force: true });
    throw error;
  }
}

async function enterCasePackage(tx: Db, caseId: CaseId, { packageId, captureIds, request }: Making): Promise<void> {
  const { purpose, by } = request;
  await touchCase(tx, caseId);
  await insertCasePackage(tx, caseId, { packageId, purpose, captureIds: captureIds as CaptureId[] }, by);
  await recordEvent(tx, by, "case.sealed", caseId, { packageId, captures: captureIds.length });
}

function countSteps(request: PackageRequest, total: number): (words: string) => void {
  let done = 0;
  return (words) => request.onProgress?.(Math.min(done++, total), total, words);
}
