// Promises one sealed, signed, write-once package per capture: whole and checked, or none at all.
import { createHash } from "node:crypto";
import { link, mkdir, open, rm } from "node:fs/promises";
import path from "node:path";
import { type Bundle, mainExchangeOf } from "#core/nouns/capture.ts";
import { isoSeconds } from "#core/clock.ts";
import { AppError } from "#core/errors.ts";
import { canonicalBytes } from "../archive/canonical-json.ts";
import { cdxjOf } from "../archive/cdxj.ts";
import { datapackageJson, pagesJsonl, type FileFacts } from "../archive/wacz-files.ts";
import { type FindKnown, writeWarc } from "../archive/warc-writer.ts";
import type { WrittenRecord } from "../archive/warc-record.ts";
import { writeContainer, type Member, type WrittenContainer } from "../archive/zip-writer.ts";
import type { LedgerHead } from "../ledger/entry.ts";
import { evidenceKey, type Store } from "../store/store.ts";
import { storeError } from "../store/store-error.ts";
import { verifyPackage } from "../verify/verify-package.ts";
import { insideFolder, planRecords, type BundlePlans } from "./bundle-records.ts";
import { warcDate } from "./exchange-records.ts";
import { findSealed } from "./find-sealed.ts";
import type { Keyring } from "./keyring.ts";
import { clearLeftovers, partialPath } from "../store/leftovers.ts";
import { leaveOutUnchanged } from "./leave-out.ts";
import { manifestOf, netlogMember } from "./manifest.ts";
import type { OfficeSigner } from "./office.ts";
import { digestJson } from "./signature.ts";

const cmsMember = "evidence/manifest.json.p7s";

export interface SealOptions {
  /** Folder of the bundle's files. */
  bundleDir: string;
  bundle: Bundle;
  /** Detection re-run on the captured bytes: any JSON; null when none was run. */
  detection: unknown;
  keyring: Keyring;
  ledgerHead: LedgerHead | null;
  office: string;
  /** The office's certificate; null signs with the installation's key alone. */
  officeSigner?: OfficeSigner | null;
  /** Where unchanged bodies of an earlier capture stand; absent keeps every body in this package. */
  findKnown?: FindKnown;
  /** Either a file to be made, or the store and a folder for the work. */
  to: { file: string } | { store: Store; workDir: string };
}

export interface Sealed {
  /** Path on this machine, or the key in a store that has no paths. */
  file: string;
  /** Key in the store; null when sealed to a file. */
  key: string | null;
  sha256: string;
  sizeBytes: number;
  manifestSha256: string;
  keyFingerprint: string;
  /** RFC 3339, whole seconds. */
  created: string;
  /** The package's WARC records; empty when it stood there before. */
  records: WrittenRecord[];
  /** True when the package stood there before (a job that ran twice): its manifest counts, not the bundle in hand. */
  already: boolean;
}

interface Packed extends WrittenContainer {
  records: WrittenRecord[];
  manifestSha256: string;
  created: string;
}

/**
 * Seals a bundle. Work stands under a name of its own until the package is complete, verified and fsynced; then it gets
 * its name in one step. Throws AppError `seal.failed` (also when the key does not sign or the check of the fresh package
 * fails), `store.full`, `store.failed`, and `store.exists` when that name is taken.
 */
export async function sealBundle(options: SealOptions): Promise<Sealed> {
  const { to, keyring, bundle } = options;
  // A challenge, a login wall or an error page never becomes evidence against a site.
  if (bundle.status !== "captured" && bundle.status !== "partial")
    throw new AppError("seal.failed", { detail: `a capture that ended as ${bundle.status} is not sealed` });
  const folder = "file" in to ? path.dirname(path.resolve(to.file)) : path.resolve(to.workDir);
  const work = partialPath(folder);
  try {
    await mkdir(folder, { recursive: true });
    await clearLeftovers(folder);
    await mkdir(work, { mode: 0o700 });
    const found = "store" in to ? await foundBefore(to.store, options, work) : null;
    if (found) return found;
    const made = path.join(work, "package.wacz");
    const packed = await pack(options, work, made);
    await checkFresh(made, keyring);
    const place =
      "file" in to ? await publish(made, path.resolve(to.file)) : await keep(to.store, options, made, packed.sha256);
    return { ...place, ...packed, keyFingerprint: keyring.fingerprint, already: false };
  } catch (error) {
    throw storeError(error, "seal.failed");
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function pack(options: SealOptions, work: string, made: string): Promise<Packed> {
  const { bundleDir, office, keyring, findKnown } = options;
  const bundle = await leaveOutUnchanged(options.bundle, findKnown);
  const software = `${bundle.program.name} ${bundle.program.version}`;
  const created = isoSeconds();
  const plans = planRecords(bundle, bundleDir, { software, office });
  const warcFile = path.join(work, "data.warc.gz");
  const warc = await writeWarc(warcFile, plans.all, findKnown);
  const written = new Map(warc.records.map((record) => [record.id, record]));
  checkPictures(plans, new Map([...written].map(([id, record]) => [id, record.payloadSha256])));
  const pairs = plans.all.map((plan) => [plan, written.get(plan.recordId)!] as const);
  const index = Buffer.from(cdxjOf("data.warc.gz", pairs));
  const pages = pagesJsonl(mainPage(bundle));
  const inner: FileFacts[] = [
    { path: "archive/data.warc.gz", sha256: warc.sha256, sizeBytes: warc.sizeBytes },
    factsOf("indexes/index.cdx", index),
    factsOf("pages/pages.jsonl", pages),
    ...(bundle.netlog
      ? [{ path: netlogMember, sha256: bundle.netlog.sha256, sizeBytes: bundle.netlog.sizeBytes }]
      : []),
  ];
  const manifest = canonicalBytes(manifestOf({ ...options, bundle, plans, written, files: inner, created, software }));
  const manifestFacts = factsOf("evidence/manifest.json", manifest);
  const cms = (await options.officeSigner?.signCms(manifest, new Date(created))) ?? null;
  const datapackage = datapackageJson({
    created,
    software,
    title: bundle.title || bundle.finalUrl,
    description: `${office}: ${bundle.captureId}`.toWellFormed(),
    mainPageUrl: bundle.finalUrl.toWellFormed(),
    mainPageDate: mainPage(bundle).ts,
    files: [...inner, manifestFacts, ...(cms ? [factsOf(cmsMember, cms)] : [])],
  });
  const digest = await digestJson(sha256Of(datapackage), { created, software }, keyring);
  const members: Member[] = [
    { path: "archive/data.warc.gz", content: { file: warcFile }, measured: warc },
    { path: "indexes/index.cdx", content: { bytes: index } },
    { path: "pages/pages.jsonl", content: { bytes: pages } },
    ...(bundle.netlog ? [{ path: netlogMember, content: { file: insideFolder(bundleDir, bundle.netlog.file) } }] : []),
    { path: "evidence/manifest.json", content: { bytes: manifest } },
    ...(cms ? [{ path: cmsMember, content: { bytes: cms } }] : []),
    { path: "datapackage.json", content: { bytes: datapackage } },
    { path: "datapackage-digest.json", content: { bytes: digest } },
  ];
  return {
    ...(await writeContainer(made, members)),
    records: warc.records,
    manifestSha256: manifestFacts.sha256,
    created,
  };
}

/** The page's time is that of the exchange which delivered it, so that replay finds the record. */
function mainPage(bundle: Bundle) {
  const main = mainExchangeOf(bundle) ?? bundle.exchanges.find((e) => e.status !== null);
  return {
    id: bundle.captureId,
    url: bundle.finalUrl.toWellFormed(),
    ts: warcDate(main?.startedAt ?? bundle.startedAt, "startedAt"),
    title: bundle.title,
  };
}

function checkPictures(plans: BundlePlans, sha256Of: Map<string, string>): void {
  for (const { plan, expectedSha256 } of [...plans.tiles, ...plans.attachments]) {
    if (sha256Of.get(plan.recordId) === expectedSha256) continue;
    throw new AppError("seal.failed", {
      detail: `${plan.targetUri ?? ""}: the file is not the one that the bundle's hash names`,
    });
  }
}

/** A package that its own verifier would refuse is never published. */
async function checkFresh(made: string, keyring: Keyring): Promise<void> {
  const verdict = await verifyPackage(made, { trustPem: keyring.publicPem });
  if (verdict.ok && verdict.level === "sealed") return;
  const broken = verdict.checks.filter((check) => !check.ok).map((check) => `${check.name}: ${check.detail}`);
  throw new AppError("seal.failed", { detail: `the fresh package does not verify: ${broken.join("; ")}` });
}

/** link() fails when the name is taken, rename() would replace: evidence is never replaced. */
async function publish(made: string, file: string): Promise<{ file: string; key: null }> {
  await link(made, file);
  await syncFolder(path.dirname(file));
  return { file, key: null };
}

/**
 * A capture whose package survived a crash is not sealed again: the first sound one is the evidence, under whichever of its
 * keys. Where all that stand there are something else the first one's error says so.
 */
async function foundBefore(store: Store, { bundle, keyring }: SealOptions, work: string): Promise<Sealed | null> {
  let taken: AppError | null = null;
  for (let turn = 1; ; turn++) {
    const key = evidenceKey(bundle.captureId, bundle.startedAt, turn);
    try {
      const found = await findSealed(store, key, bundle.captureId, keyring, work);
      if (!found && taken) throw taken;
      return found && { ...found, ...placeOf(store, key), ...alreadyBy(keyring) };
    } catch (error) {
      if (error === taken || !(error instanceof AppError && error.code === "store.exists")) throw error;
      taken ??= error;
    }
  }
}

const placeOf = (store: Store, key: string) => ({ file: store.localPath(key) ?? key, key });
const alreadyBy = ({ fingerprint }: Keyring) => ({ records: [], keyFingerprint: fingerprint, already: true });

async function keep(
  store: Store,
  options: SealOptions,
  made: string,
  sha256: string,
): Promise<{ file: string; key: string }> {
  const key = evidenceKey(options.bundle.captureId, options.bundle.startedAt);
  await store.put(key, { file: made }, { sha256 });
  return placeOf(store, key);
}

/** Makes a new name survive a power cut. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function factsOf(file: string, bytes: Buffer): FileFacts {
  return { path: file, sha256: sha256Of(bytes), sizeBytes: bytes.byteLength };
}

function sha256Of(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
