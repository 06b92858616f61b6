// Promises a capture sealed once: package, custody entry, seal row and findings appear together or not at all.
import { existsSync } from "node:fs";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { now } from "#core/clock.ts";
import { AppError } from "#core/errors.ts";
import type { TargetId } from "#core/id.ts";
import { type Db } from "#core/db/sql.ts";
import { inTransaction } from "#core/db/pool.ts";
import type { Bundle } from "#core/nouns/capture.ts";
import type { Detection } from "#core/nouns/signal.ts";
import {
  type CaptureRow,
  insertSeal,
  selectCapture,
  selectOptionalSeal,
  setCaptureState,
} from "#core/records/capture.ts";
import { selectPage } from "#core/records/page.ts";
import { selectTarget } from "#core/records/target.ts";
import { readBundle } from "#crawler/capture/bundle-file.ts";
import { type Sealed, sealBundle } from "#evidence/seal/seal-bundle.ts";
import { quarantineKey } from "#evidence/store/tombstone.ts";
import { appendCustody, readCustodyHead } from "../custody.ts";
import { linkFaces, raiseFindings } from "../findings.ts";
import { ask, finishIfDone } from "../flow.ts";
import type { House } from "../house.ts";
import { createKnownPayloads, enterPayloads, holdBases } from "../known-payloads.ts";
import type { JobData } from "../jobs.ts";
import { keepPackage, passedOver, setPassedOverAside } from "../keeping/keep-package.ts";
import { redetect, summarise } from "../redetect.ts";
import { askCaptureStamp } from "../time-stamps.ts";

export async function sealCapture(house: House, { captureId }: JobData<"seal">): Promise<void> {
  const { pool } = house.database;
  const row = await selectCapture(pool, captureId);
  if (row.state !== "captured") return;
  const dir = house.workDir(captureId);
  const bundle = await readBundle(dir);
  const detection = await redetect(house, row, bundle, dir);
  const sealed = await sealOnce(house, row.targetId, bundle, detection, dir);
  const made = { captureId, startedAt: bundle.startedAt, file: path.join(dir, "sealed.wacz"), sha256: sealed.sha256 };
  const place = { pool, store: house.store };
  const key = await keepPackage(place, made);
  const entered = await inTransaction(pool, (tx) =>
    enterSeal(house, tx, { row, bundle, detection, sealed, key }),
  ).catch((error: unknown) => sealAnew(dir, error));
  // The capture was given up while it was being sealed (its viewing was stopped): nobody is to find these bytes.
  if (!entered) await house.store.move(key, quarantineKey(key));
  await setPassedOverAside(place, captureId);
  await rm(dir, { recursive: true, force: true });
}

/** A kill after sealing finds the same package again: what was published under a key never changes. */
async function sealOnce(
  house: House,
  targetId: TargetId | null,
  bundle: Bundle,
  detection: Detection | null,
  dir: string,
): Promise<Sealed> {
  const [file, facts] = [path.join(dir, "sealed.wacz"), path.join(dir, "sealed.json")];
  if (existsSync(facts)) return JSON.parse(await readFile(facts, "utf8")) as Sealed;
  await rm(file, { force: true });
  const ledgerHead = await readCustodyHead(house.database.pool);
  const { keyring, config, officeSigner } = house;
  const sealed = await sealBundle({
    bundleDir: dir,
    bundle,
    detection,
    keyring,
    ledgerHead,
    office: config.VONGGAC_OFFICE,
    officeSigner,
    ...(targetId && config.VONGGAC_DEDUPE === "on" ? { findKnown: createKnownPayloads(house, targetId) } : {}),
    to: { file },
  });
  await writeFile(`${facts}.new`, JSON.stringify(sealed), { flush: true });
  await rename(`${facts}.new`, facts);
  return sealed;
}

/** What the package refers to was destroyed before its seal was entered: the next attempt keeps those bytes itself. */
async function sealAnew(dir: string, error: unknown): Promise<never> {
  if (!(error instanceof AppError) || error.code !== "evidence.destroyed") throw error;
  for (const name of ["sealed.json", "sealed.wacz"]) await rm(path.join(dir, name), { force: true });
  throw new AppError("seal.failed", {
    cause: error,
    detail: "a package that this one refers to was destroyed meanwhile",
  });
}

interface Entering {
  row: CaptureRow;
  bundle: Bundle;
  detection: Detection | null;
  sealed: Sealed;
  key: string;
}

/** False where the capture is not open any longer: then nothing is entered. */
async function enterSeal(house: House, tx: Db, e: Entering): Promise<boolean> {
  if (await selectOptionalSeal(tx, e.row.id)) return true;
  const { status, statusReason } = e.bundle;
  if (!(await setCaptureState(tx, e.row.id, { state: "sealed", status, statusReason }))) return false;
  await holdBases(tx, e.sealed.records);
  const at = now();
  const ledgerSeq = await appendCustody(tx, {
    at: at.toISOString(),
    actor: e.row.askedBy,
    act: "capture.sealed",
    subject: e.row.id,
    sha256: e.sealed.sha256,
    detail: {
      key: e.key,
      ...(passedOver(e.key).length > 0 ? { passedOver: passedOver(e.key) } : {}),
      url: e.bundle.requestedUrl,
      manifestSha256: e.sealed.manifestSha256,
      signer: e.sealed.keyFingerprint,
    },
  });
  await insertSeal(tx, {
    captureId: e.row.id,
    storeKey: e.key,
    sha256: Buffer.from(e.sealed.sha256, "hex"),
    sizeBytes: e.sealed.sizeBytes,
    manifestSha256: Buffer.from(e.sealed.manifestSha256, "hex"),
    keyFingerprint: e.sealed.keyFingerprint,
    detection: e.detection,
    summary: summarise(e.bundle),
    sealedAt: at,
    ledgerSeq,
  });
  if (e.row.targetId) await enterPayloads(tx, e.row.id, e.row.targetId, e.sealed.records);
  if (e.row.targetId) {
    const page = e.row.pageId ? await selectPage(tx, e.row.pageId) : null;
    const target = await selectTarget(tx, e.row.targetId);
    await raiseFindings(tx, {
      target,
      capture: e.row,
      bundle: e.bundle,
      seen: page?.detection ?? null,
      captured: e.detection,
    });
  }
  if (e.row.scanId) await linkFaces(tx, e.row.scanId);
  await askCaptureStamp(tx, house, { captureId: e.row.id, storeKey: e.key });
  if (e.row.scanId) await finishIfDone(tx, e.row.scanId);
  if (house.config.VONGGAC_REPLAY_CHECK === "on") await ask(tx, "replay", { captureId: e.row.id });
  return true;
}
