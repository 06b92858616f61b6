// Promises a hand-over that is recorded: the package hashed before and after, the act in the custody log, the record printed.
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { constants, copyFile, link, open, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { now } from "#core/clock.ts";
import { inTransaction } from "#core/db/pool.ts";
import { AppError } from "#core/errors.ts";
import { newId } from "#core/id.ts";
import {
  insertHandover,
  type PackageRow,
  selectPackageBySha256,
  selectPackageCaptures,
} from "#core/records/package.ts";
import { refuseIfAbsent } from "#core/records/quarantine.ts";
import { findBrowser } from "#crawler/browser/find-browser.ts";
import type { HandedPackage, HandoverFacts } from "#evidence/dossier/handover-document.ts";
import { printHandover } from "#evidence/dossier/make-dossier.ts";
import { openPrinter } from "#evidence/dossier/print-pdf.ts";
import { openOfficeSigner } from "#evidence/seal/office.ts";
import { storeError } from "#evidence/store/store-error.ts";
import { makeCheckpoint } from "./checkpoint.ts";
import { appendCustody } from "./custody.ts";
import type { House } from "./house.ts";
import { officeFacts } from "./package-facts.ts";

export interface HandoverRequest {
  /** The package's file. */
  file: string;
  to: string;
  by: string;
  /** Folder (of the medium) that gets a copy; the hash after is then that of the copy. null hands the file itself over. */
  copyTo: string | null;
}

export interface HandedOver {
  handoverId: string;
  packageId: string;
  /** The file that was handed over. */
  file: string;
  sha256Before: string;
  sha256After: string;
  ledgerSeq: number;
  at: string;
  /** The record to be signed by hand, beside the package. */
  record: string;
}

type HandoverHouse = Pick<House, "config" | "database">;

/**
 * Throws AppError `input.unreadable` (no such file), `not-found` (no package of this house has this hash: it was changed, or
 * made elsewhere), `store.exists` (the copy or the record is there already), `store.failed` (the copy has other bytes).
 */
export async function handOverPackage(house: HandoverHouse, request: HandoverRequest): Promise<HandedOver> {
  const { pool } = house.database;
  const sha256Before = await hashFile(request.file);
  const known = await selectPackageBySha256(pool, Buffer.from(sha256Before, "hex"));
  if (!known)
    throw new AppError("not-found", {
      detail: `${request.file}: no package of this house has the hash ${sha256Before}`,
      cure: "Tệp đã bị thay đổi hoặc do nơi khác lập: kiểm tra bằng `vonggac verify`, rồi lập gói mới bằng `vonggac package`.",
    });
  for (const { captureId } of await selectPackageCaptures(pool, known.id)) await refuseIfAbsent(pool, captureId);
  const handed = request.copyTo === null ? path.resolve(request.file) : await copyOver(request.file, request.copyTo);
  const sha256After = await hashFile(handed);
  if (sha256After !== sha256Before)
    throw new AppError("store.failed", {
      detail: `${handed}: its hash after the hand-over is ${sha256After}, before it was ${sha256Before}`,
      cure: "Không dùng bản sao này: phương tiện lưu trữ hỏng hoặc tệp đã bị thay đổi.",
    });
  const { to, by } = request;
  const { handoverId, at, ledgerSeq } = await enterHandover(pool, {
    packageId: known.id,
    sha256: sha256After,
    to,
    by,
    actor: by,
  });
  const { logKey } = await makeCheckpoint(house);
  const facts: HandoverFacts = {
    fileName: path.basename(handed),
    sizeBytes: known.sizeBytes,
    sha256Before,
    sha256After,
    at: at.toISOString(),
    to,
    by,
    ledgerSeq,
  };
  const record = await writeRecord(house, handed, await handedPackage(house, known, logKey), facts);
  return { handoverId, packageId: known.id, file: handed, sha256Before, sha256After, ledgerSeq, at: facts.at, record };
}

/** The act in the custody log and as a row: `sha256` (hex) is the file's before and after. `actor` is who did it in this house's program. */
export async function enterHandover(
  pool: House["database"]["pool"],
  h: { packageId: string; sha256: string; to: string; by: string; actor: string },
): Promise<{ handoverId: string; at: Date; ledgerSeq: number }> {
  const [handoverId, at, { packageId, sha256, to, by }] = [newId(), now(), h];
  const ledgerSeq = await inTransaction(pool, async (tx) => {
    const seq = await appendCustody(tx, {
      at: at.toISOString(),
      actor: h.actor,
      act: "handover",
      subject: packageId,
      sha256,
      detail: { handoverId, to, sha256Before: sha256, sha256After: sha256 },
    });
    const bytes = Buffer.from(sha256, "hex");
    const hashes = { sha256Before: bytes, sha256After: bytes };
    await insertHandover(tx, { id: handoverId, packageId, givenTo: to, givenBy: by, ...hashes, at, ledgerSeq: seq });
    return seq;
  });
  return { handoverId, at, ledgerSeq };
}

async function hashFile(file: string): Promise<string> {
  const hash = createHash("sha256");
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: 1024 * 1024 }) as AsyncIterable<Buffer>)
      hash.update(chunk);
  } catch (error) {
    throw new AppError("input.unreadable", { cause: error, detail: `${file} cannot be read` });
  }
  return hash.digest("hex");
}

/** Written aside, fsynced, then named; a name that is taken is refused. */
async function copyOver(file: string, folder: string): Promise<string> {
  const target = path.join(path.resolve(folder), path.basename(file));
  const aside = `${target}.part`;
  try {
    if (!(await stat(folder)).isDirectory()) throw new Error(`${folder} is not a folder`);
    await copyFile(file, aside);
    const handle = await open(aside, "r+");
    await handle.sync().finally(() => handle.close());
    await publish(aside, target);
    return target;
  } catch (error) {
    throw storeError(error);
  } finally {
    await rm(aside, { force: true });
  }
}

/** link() never replaces; file systems of memory sticks know no link, there the name is taken with an exclusive copy. */
async function publish(aside: string, target: string): Promise<void> {
  try {
    await link(aside, target);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") throw error;
    await copyFile(aside, target, constants.COPYFILE_EXCL);
  }
}

async function handedPackage(
  { config, database }: HandoverHouse,
  row: PackageRow,
  logKey: string,
): Promise<HandedPackage> {
  const captures = await selectPackageCaptures(database.pool, row.id);
  return {
    packageId: row.id,
    office: row.office,
    created: row.createdAt.toISOString(),
    purpose: row.purpose,
    keyFingerprint: row.keyFingerprint,
    officeCertificate: officeFacts(await openOfficeSigner(config)),
    logKey,
    captures: captures.map((c) => ({
      captureId: c.captureId,
      url: typeof c.summary.finalUrl === "string" ? c.summary.finalUrl : c.url,
      capturedAt: typeof c.summary.startedAt === "string" ? c.summary.startedAt : "",
      packageSha256: c.sha256.toString("hex"),
    })),
  };
}

async function writeRecord(
  { config }: HandoverHouse,
  handed: string,
  facts: HandedPackage,
  act: HandoverFacts,
): Promise<string> {
  const record = `${handed.replace(/\.zip$/i, "")}.bien-ban-giao-nhan.${act.ledgerSeq}.pdf`;
  const printer = await openPrinter(await findBrowser(config));
  try {
    await writeFile(record, await printHandover(facts, act, printer), { flag: "wx" });
    return record;
  } catch (error) {
    throw storeError(error);
  } finally {
    await printer.close();
  }
}
