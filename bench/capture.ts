// Promises captures a minute with everything on: visit, pictures, certificates, package, signature and its check.
import { median, runInSlots } from "./stage/alternate.ts";
import { captureOnce, type SealedOnce } from "./stage/capture-once.ts";
import { watchTree } from "./stage/process-tree.ts";
import type { Bench } from "./stage/report.ts";
import { type BenchSite, startSite } from "./stage/start-site.ts";

const captures = 12;

async function measure(site: BenchSite, slots: number) {
  const config = site.config();
  const done: SealedOnce[] = [];
  const readUse = watchTree(process.pid, site.pid);
  const startMs = performance.now();
  await runInSlots(captures, slots, async (i) => void done.push(await captureOnce(site, config, slots * 1000 + i)));
  const minutes = (performance.now() - startMs) / 60_000;
  const { cpuSeconds, rssMb, pssMb } = readUse();
  return {
    what: `${slots} at once`,
    figures: {
      capturesPerMinute: captures / minutes,
      cpuSecondsPerCapture: cpuSeconds / captures,
      captureMs: median(done.map((one) => one.captureMs)),
      sealMs: median(done.map((one) => one.sealMs)),
      packageMb: median(done.map((one) => one.sizeBytes)) / 1e6,
      peakRssMb: rssMb,
      peakPssMb: pssMb,
    },
  };
}

export const capture: Bench = {
  about: `${captures} captures, sealed, of pages with ten JPEGs (about 540 KB, 5000 px tall), one and two at once`,
  run: async () => {
    const site = await startSite(1);
    try {
      await captureOnce(site, site.config(), 0);
      return [await measure(site, 1), await measure(site, 2)];
    } finally {
      await site.stop();
    }
  },
};
