// Promises a sealed capture made ready for a package: its bytes on this machine and compared, its parts taken out, its facts told.
import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { AppError } from "#core/errors.ts";
import { maskPersonalData } from "#core/mask.ts";
import { canonicalBytes } from "../archive/canonical-json.ts";
import { openSealed, type SealedReader } from "../archive/sealed-reader.ts";
import type { DossierCapture, Exhibit } from "../dossier/dossier-facts.ts";
import { offersPersonalData } from "../dossier/mask-capture.ts";
import type { Store } from "../store/store.ts";
import { storeError } from "../store/store-error.ts";
import { exhibitsOf, readCertificates, readTokens, smallPicture, tokenFacts, whatOf } from "./capture-parts.ts";
import type { PackageBase, PackagedCapture } from "./package-input.ts";
import { detectionOf, readSealedFacts } from "./sealed-facts.ts";
import { extractWorkingCopy, type PutAside } from "./working-copy.ts";

/** What the record of the seal says; the bytes must be the same. */
export interface SealToStage {
  captureId: string;
  storeKey: string;
  /** Lower-case hex. */
  sha256: string;
  manifestSha256: string;
  sizeBytes: number;
  sealedAt: string;
  ledgerSeq: number;
}

export interface StagedCapture {
  packaged: PackagedCapture;
  /** All but the custody lines. */
  dossier: Omit<DossierCapture, "custody">;
  /** Earlier packages that revisit records of this one refer to. */
  refersTo: readonly { captureId: string; storeKey: string; packageSha256: string }[];
}

/**
 * Copies the package out of the store (decrypting where it is encrypted at rest) and compares it with its seal. Throws
 * AppError `store.failed` when a byte is another, and what the store says of material that was taken away on purpose.
 */
export async function stageCapture(store: Store, seal: SealToStage, workDir: string): Promise<StagedCapture> {
  const folder = path.join(workDir, seal.captureId);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = path.join(folder, "sealed.wacz");
  await copyOut(store, seal.storeKey, seal.sha256, file);
  const reader = await openSealed(store, seal.storeKey);
  // The manifest is canonical, so that its value gives its bytes back; the hash says whether it did.
  const manifest = canonicalBytes(reader.manifest);
  if (sha256Of(manifest) !== seal.manifestSha256)
    throw new AppError("store.failed", { detail: `${seal.storeKey}: another manifest than the one that was sealed` });
  const facts = readSealedFacts(reader);
  const putAside = asideIn(path.join(folder, "working"));
  const workingCopy = await extractWorkingCopy(reader, facts, putAside.put);
  const tokens = await readTokens(store, seal.storeKey);
  const detection = detectionOf(facts);
  const packaged: PackagedCapture = {
    captureId: seal.captureId,
    url: facts.finalUrl,
    title: offersPersonalData(detection) ? maskPersonalData(facts.title) : facts.title,
    capturedAt: facts.startedAt,
    file,
    packageSha256: seal.sha256,
    manifest,
    manifestSha256: seal.manifestSha256,
    tokens,
    workingCopy,
  };
  const dossier = {
    facts,
    detection,
    packageSha256: seal.sha256,
    sizeBytes: seal.sizeBytes,
    manifestSha256: seal.manifestSha256,
    sealedAt: seal.sealedAt,
    ledgerSeq: seal.ledgerSeq,
    tokens: tokens.filter((t) => t.name.endsWith(".tsr")).map((t) => tokenFacts(t, tokens)),
    certificates: await readCertificates(reader, facts),
    picture: await smallPicture(reader, facts),
    exhibits: exhibitsOf(packaged, seal, putAside.exhibits),
  };
  return { packaged, dossier, refersTo: basesOf(reader) };
}

/** An earlier package that travels along. Throws AppError as `stageCapture` does. */
export async function stageBase(
  store: Store,
  base: StagedCapture["refersTo"][number],
  workDir: string,
): Promise<PackageBase> {
  const file = path.join(workDir, `base-${base.captureId}.wacz`);
  await copyOut(store, base.storeKey, base.packageSha256, file);
  return { captureId: base.captureId, file };
}

async function copyOut(store: Store, key: string, sha256: string, file: string): Promise<void> {
  const hash = createHash("sha256");
  try {
    const source = (await store.get(key)) as AsyncIterable<Buffer>;
    const hashed = async function* (): AsyncGenerator<Buffer> {
      for await (const chunk of source) {
        hash.update(chunk);
        yield chunk;
      }
    };
    await pipeline(hashed, createWriteStream(file, { mode: 0o600, flags: "wx" }));
  } catch (error) {
    throw storeError(error);
  }
  if (hash.digest("hex") === sha256) return;
  throw new AppError("store.failed", {
    detail: `${key}: the kept bytes are not those that were sealed`,
    cure: "Run verify on the package; it says which part is broken.",
  });
}

function asideIn(folder: string): { put: PutAside; exhibits: Exhibit[] } {
  const exhibits: Exhibit[] = [];
  const put: PutAside = async (name, bytes) => {
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    await writeFile(file, bytes, { mode: 0o600 });
    exhibits.push({ path: name, what: whatOf(name), sizeBytes: bytes.byteLength, sha256: sha256Of(bytes) });
    return { file };
  };
  return { put, exhibits };
}

function basesOf(reader: SealedReader): StagedCapture["refersTo"] {
  const bases = new Map<string, StagedCapture["refersTo"][number]>();
  for (const { refersTo } of reader.records)
    if (refersTo)
      bases.set(refersTo.captureId, {
        captureId: refersTo.captureId,
        storeKey: refersTo.package,
        packageSha256: refersTo.packageSha256,
      });
  return [...bases.values()];
}

function sha256Of(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
