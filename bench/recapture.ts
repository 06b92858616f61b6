// Promises what a second capture of an unchanged page adds to the store, as a share of the first, and where its bytes go.
import { rm, stat } from "node:fs/promises";
import path from "node:path";
import type { Config } from "#core/config.ts";
import { newId } from "#core/id.ts";
import { captureUrl } from "#crawler/capture/capture.ts";
import { createMemoryRequestLog } from "#crawler/fetch/memory-host-turn.ts";
import type { KnownPayload } from "#evidence/archive/warc-record.ts";
import type { FindKnown } from "#evidence/archive/warc-writer.ts";
import { openKeyring } from "#evidence/seal/keyring.ts";
import { sealBundle } from "#evidence/seal/seal-bundle.ts";
import { median } from "./stage/alternate.ts";
import { freeTurn } from "./stage/free-turn.ts";
import type { Bench } from "./stage/report.ts";
import { type BenchSite, startSite } from "./stage/start-site.ts";

const pages = 4;

interface Kept {
  sizeBytes: number;
  netlogBytes: number;
  known: Map<string, KnownPayload>;
}

async function captureAndSeal(site: BenchSite, config: Config, url: string, findKnown?: FindKnown): Promise<Kept> {
  const captureId = newId();
  const outDir = path.join(site.folder, "work", captureId);
  const file = path.join(site.folder, "out", `${captureId}.wacz`);
  const bundle = await captureUrl(
    { captureId, url, askedBy: "bench", reason: "bench", outDir },
    { config, turn: freeTurn, requestLog: createMemoryRequestLog() },
  );
  const sealed = await sealBundle({
    bundleDir: outDir,
    bundle,
    detection: null,
    keyring: await openKeyring(site.folder),
    ledgerHead: null,
    office: config.VONGGAC_OFFICE,
    ...(findKnown ? { findKnown } : {}),
    to: { file },
  });
  const { size } = await stat(file);
  await rm(outDir, { recursive: true });
  const known = new Map(
    sealed.records.map((r): [string, KnownPayload] => [
      r.payloadSha256,
      {
        captureId,
        package: `2026/01/01/${captureId}.wacz`,
        packageSha256: sealed.sha256,
        record: r.id,
        uri: r.uri ?? "",
        date: r.date,
        payloadSha256: r.payloadSha256,
        payloadSizeBytes: r.payloadSizeBytes,
      },
    ]),
  );
  return { sizeBytes: size, netlogBytes: bundle.netlog?.sizeBytes ?? 0, known };
}

export const recapture: Bench = {
  about: `${pages} unchanged pages of about 540 KB captured twice: what the second package adds`,
  run: async () => {
    const site = await startSite(1);
    try {
      const config = site.config();
      const seen: { first: Kept; second: Kept }[] = [];
      for (let i = 0; i < pages; i++) {
        const url = `${site.origin}/heavy/${i}`;
        const first = await captureAndSeal(site, config, url);
        const second = await captureAndSeal(site, config, url, async (sha256) => first.known.get(sha256) ?? null);
        seen.push({ first, second });
      }
      const of = (read: (one: { first: Kept; second: Kept }) => number) => median(seen.map(read));
      return [
        {
          what: "recapture of an unchanged page",
          figures: {
            firstMb: of((one) => one.first.sizeBytes) / 1e6,
            secondMb: of((one) => one.second.sizeBytes) / 1e6,
            secondNetlogMb: of((one) => one.second.netlogBytes) / 1e6,
            shareOfFirst: of((one) => one.second.sizeBytes / one.first.sizeBytes),
          },
        },
      ];
    } finally {
      await site.stop();
    }
  },
};
