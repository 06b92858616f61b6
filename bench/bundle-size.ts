// Promises what the desk's web app weighs over the wire before the queue shows, against a budget.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { ensureWebBundle } from "#admin/server/web-bundle.ts";

/**
 * KiB gzipped of everything that the first page names or needs: scripts with what they preload, one language's texts, styles. 300 KiB are 2.5 s
 * on the slow line of an office (1 Mbit/s); later visits take them from the browser's cache.
 */
const budgetKiB = { entry: 220, texts: 50, css: 30 };

const sizeKiB = (file: string) => gzipSync(readFileSync(file), { level: 9 }).length / 1024;
const sum = (files: readonly string[]) => files.reduce((total, file) => total + sizeKiB(file), 0);

/** One row a part; `ratio` over 1 is over the budget. `largestScreenKiB`: the heaviest part that is loaded only when it is opened. */
export async function measureBundle(): Promise<{ what: string; figures: Record<string, number> }[]> {
  const dist = await ensureWebBundle();
  const html = readFileSync(path.join(dist, "index.html"), "utf8");
  const named = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)].map((match) => path.join(dist, match[1]!));
  const assets = readdirSync(path.join(dist, "assets")).map((file) => path.join(dist, "assets", file));
  const isText = (file: string) => /\/(vi|en)-[\w-]+\.js$/.test(file);
  const scripts = named.filter((file) => file.endsWith(".js"));
  const later = assets.filter((file) => file.endsWith(".js") && !scripts.includes(file) && !isText(file));
  const parts = {
    entry: sum(scripts.filter((file) => !isText(file))),
    texts: Math.max(...assets.filter(isText).map(sizeKiB)),
    css: sum(named.filter((file) => file.endsWith(".css"))),
  };
  const rows = Object.entries(parts).map(([part, gzipKiB]) => {
    const budget = budgetKiB[part as keyof typeof parts];
    return { what: `bundle: ${part}, gzipped`, figures: { gzipKiB, budgetKiB: budget, ratio: gzipKiB / budget } };
  });
  return [...rows, { what: "bundle: loaded later", figures: { largestScreenKiB: Math.max(...later.map(sizeKiB)) } }];
}
