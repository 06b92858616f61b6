// Promises how fast a package is verified, against nothing but SHA-256 over the same bytes, by turns in one run.
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { rm } from "node:fs/promises";
import path from "node:path";
import { newId } from "#core/id.ts";
import { captureUrl } from "#crawler/capture/capture.ts";
import { createMemoryRequestLog } from "#crawler/fetch/memory-host-turn.ts";
import { openKeyring } from "#evidence/seal/keyring.ts";
import { sealBundle } from "#evidence/seal/seal-bundle.ts";
import { verifyPackage } from "#evidence/verify/verify-package.ts";
import { alternate } from "./stage/alternate.ts";
import { freeTurn } from "./stage/free-turn.ts";
import type { Bench } from "./stage/report.ts";
import { startSite } from "./stage/start-site.ts";

const rounds = 5;
const perRound = 12;

async function hashFile(file: string): Promise<void> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>)
    hash.update(chunk);
  hash.digest();
}

export const verify: Bench = {
  about: `one sealed package of a real capture, verified and merely hashed, ${rounds * perRound} times each`,
  run: async () => {
    const site = await startSite(1);
    try {
      const config = site.config();
      const captureId = newId();
      const outDir = path.join(site.folder, "work", captureId);
      const bundle = await captureUrl(
        { captureId, url: `${site.origin}/heavy/1`, askedBy: "bench", reason: "bench", outDir },
        { config, turn: freeTurn, requestLog: createMemoryRequestLog() },
      );
      const keyring = await openKeyring(site.folder);
      const facts = { bundleDir: outDir, bundle, detection: null, keyring, ledgerHead: null, office: "bench" };
      const { file, sizeBytes } = await sealBundle({ ...facts, to: { file: path.join(site.folder, "a.wacz") } });
      const hashing = { name: "plain SHA-256", run: (n: number) => repeat(n, () => hashFile(file)) };
      const checking = {
        name: "verified",
        run: (n: number) =>
          repeat(n, async () => {
            if (!(await verifyPackage(file, { trustPem: keyring.publicPem })).ok) throw new Error("not intact");
          }),
      };
      const rates = await alternate([hashing, checking], { count: perRound, warmUp: 4, rounds });
      await rm(outDir, { recursive: true });
      const reference = rates.get(hashing.name)!;
      return [...rates].map(([name, rate]) => ({
        what: `${name}, ${(sizeBytes / 1e6).toFixed(1)} MB`,
        figures: { megabytesPerSecond: (rate * sizeBytes) / 1e6, ratio: rate / reference },
      }));
    } finally {
      await site.stop();
    }
  },
};

async function repeat(count: number, act: () => Promise<void>): Promise<void> {
  for (let i = 0; i < count; i++) await act();
}
