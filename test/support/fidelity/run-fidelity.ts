// Promises one capture of the fidelity site, sealed, verified and read back by an independent reader, with its table.
import { createReadStream, mkdtempSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { WARCParser } from "warcio";
import { readConfig } from "#core/config.ts";
import { newId } from "#core/id.ts";
import type { Bundle } from "#core/nouns/capture.ts";
import { captureUrl } from "#crawler/capture/capture.ts";
import { createMemoryHostTurn, createMemoryRequestLog } from "#crawler/fetch/memory-host-turn.ts";
import { openKeyring } from "#evidence/seal/keyring.ts";
import { sealBundle } from "#evidence/seal/seal-bundle.ts";
import { verifyPackage } from "#evidence/verify/verify-package.ts";
import { takeApart } from "../sealed-package.ts";
import { sha256 } from "./access-log.ts";
import { startFidelitySite, type FidelitySite } from "./site.ts";
import { buildTable, type TableRow } from "./table.ts";

export interface FidelityRun {
  site: FidelitySite;
  bundle: Bundle;
  /** Folder of the bundle's files. */
  folder: string;
  rows: TableRow[];
  /** Checks of the seal that did not hold; empty when the package verifies. */
  sealProblems: string[];
  /** Records that warcio read, of how many the manifest lists, and what it found wrong. */
  warc: { read: number; listed: number; wrong: string[] };
  /** Ends the site and removes the files. */
  close(): Promise<void>;
}

/** Large enough for the two bodies of 30 MB; everything else as in production. */
const visitBytes = 150_000_000;

async function capture(site: FidelitySite, folder: string): Promise<Bundle> {
  const config = readConfig({
    VONGGAC_DATA: path.join(folder, "data"),
    VONGGAC_ALLOW_LOOPBACK_PORTS: site.ports.join(","),
    VONGGAC_DELAY_MS: "0",
    VONGGAC_MAX_VISIT_BYTES: String(visitBytes),
    ...(process.env.VONGGAC_NO_SANDBOX ? { VONGGAC_NO_SANDBOX: process.env.VONGGAC_NO_SANDBOX } : {}),
  });
  const request = {
    captureId: newId(),
    url: `${site.doors.main}/`,
    askedBy: "fidelity",
    reason: "fidelity",
    outDir: path.join(folder, "bundle"),
  };
  return captureUrl(request, { config, turn: createMemoryHostTurn(), requestLog: createMemoryRequestLog() });
}

/** Reads every record with warcio and compares payload digests with what it gives out. */
async function readBack(file: string, folder: string): Promise<FidelityRun["warc"]> {
  const parts = await takeApart(file);
  const manifest = JSON.parse(parts.get("evidence/manifest.json")!.toString()) as { records: unknown[] };
  const warcFile = path.join(folder, "data.warc.gz");
  writeFileSync(warcFile, parts.get("archive/data.warc.gz")!);
  const warc: FidelityRun["warc"] = { read: 0, listed: manifest.records.length, wrong: [] };
  for await (const record of new WARCParser(createReadStream(warcFile), { keepHeadersCase: true })) {
    const payload = await record.readFully(false);
    const isRight = record.warcType === "warcinfo" || record.warcPayloadDigest === `sha256:${sha256(payload)}`;
    if (!isRight) warc.wrong.push(`${record.warcType} ${record.warcTargetURI}: another payload digest`);
    warc.read++;
  }
  return warc;
}

/** Captures, seals, verifies and compares. Takes about half a minute. */
export async function runFidelity(): Promise<FidelityRun> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "vonggac-fidelity-"));
  const site = await startFidelitySite();
  const close = async () => {
    site.close();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const bundle = await capture(site, folder);
    const rows = buildTable(site, bundle, path.join(folder, "bundle"));
    const keyring = await openKeyring(path.join(folder, "data"));
    const file = path.join(folder, "out", "a.wacz");
    const bundleDir = path.join(folder, "bundle");
    await sealBundle({
      bundleDir,
      bundle,
      detection: null,
      keyring,
      ledgerHead: null,
      office: "fidelity",
      to: { file },
    });
    const verdict = await verifyPackage(file);
    const sealProblems = verdict.checks.filter((check) => !check.ok).map((check) => `${check.name}: ${check.detail}`);
    return { site, bundle, folder: bundleDir, rows, sealProblems, warc: await readBack(file, folder), close };
  } catch (error) {
    await close();
    throw error;
  }
}
