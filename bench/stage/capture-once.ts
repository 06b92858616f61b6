// Promises one heavy page captured and sealed with everything on, as a worker does it, and its package's size.
import { rm, stat } from "node:fs/promises";
import path from "node:path";
import type { Config } from "#core/config.ts";
import { newId } from "#core/id.ts";
import { captureUrl } from "#crawler/capture/capture.ts";
import { createMemoryRequestLog } from "#crawler/fetch/memory-host-turn.ts";
import { openKeyring } from "#evidence/seal/keyring.ts";
import { sealBundle } from "#evidence/seal/seal-bundle.ts";
import { freeTurn } from "./free-turn.ts";
import { picturesPerPage } from "./site-pages.ts";
import type { BenchSite } from "./start-site.ts";

export interface SealedOnce {
  sizeBytes: number;
  captureMs: number;
  sealMs: number;
}

/** The work folder and the package are removed again: what is measured is the making. */
export async function captureOnce(site: BenchSite, config: Config, number: number): Promise<SealedOnce> {
  const captureId = newId();
  const outDir = path.join(site.folder, "work", captureId);
  const file = path.join(site.folder, "out", `${captureId}.wacz`);
  const startMs = performance.now();
  const bundle = await captureUrl(
    { captureId, url: `${site.origin}/heavy/${number}`, askedBy: "bench", reason: "bench", outDir },
    { config, turn: freeTurn, requestLog: createMemoryRequestLog() },
  );
  const capturedMs = performance.now();
  const pictures = bundle.exchanges.filter((one) => one.url.endsWith(".jpg") && one.outcome === "recorded").length;
  if (bundle.status !== "captured" || pictures < picturesPerPage || bundle.pageHeight < 4000)
    throw new Error(`capture ${number}: ${bundle.status}, ${pictures} pictures, ${bundle.pageHeight} px high`);
  const keyring = await openKeyring(site.folder);
  await sealBundle({
    bundleDir: outDir,
    bundle,
    detection: null,
    keyring,
    ledgerHead: null,
    office: config.VONGGAC_OFFICE,
    to: { file },
  });
  const sealedMs = performance.now();
  const { size } = await stat(file);
  await Promise.all([rm(outDir, { recursive: true }), rm(file)]);
  return { sizeBytes: size, captureMs: capturedMs - startMs, sealMs: sealedMs - capturedMs };
}
