// Promises the curve of lookalike hosts: for each threshold how many listed imitations it flags and which innocent hosts too.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { now, nowMs } from "#core/clock.ts";
import { loadKnowledge } from "#detection/knowledge.ts";
import { judgeHost, type HostJudgement } from "#detection/lookalike/judge-hosts.ts";
import { shareOf, type Share } from "./tally.ts";

export interface LookalikePoint {
  threshold: number;
  recall: Share;
  falseAlarms: Share;
}

export interface LookalikeReport {
  /** Verdict `flag`, all rows, and the two halves apart: what was tuned on and what was held out (by hash of the name). */
  recall: { all: Share; tuned: Share; heldOut: Share };
  /** Rows at least for review. */
  noticed: Share;
  falseAlarms: Share;
  /** Innocent hosts that are flagged, each with its reason. */
  wrong: HostJudgement[];
  /** Innocent hosts for review. */
  doubted: HostJudgement[];
  /** Flagged rows whose brand agrees with the keyword guess of the list, where both name one. */
  rightBrand: Share;
  curve: LookalikePoint[];
  hostsPerSecond: number;
}

const thresholds = [50, 55, 60, 65, 70, 72, 75, 80, 85, 90];
const positivesFile = "impersonation/domains/lookalike_positives.tsv";
const innocentFolders = ["impersonation/brands", "news_licence/register"];

const firstCells = (file: string, separator: string): string[][] =>
  readFileSync(file, "utf8")
    .split(/\r?\n/)
    .slice(1)
    .filter((line) => line.trim() !== "")
    .map((line) => line.split(separator).map((cell) => cell.trim()));

function readInnocent(folder: string): string[] {
  const files = innocentFolders
    .map((f) => path.join(folder, f))
    .filter((f) => existsSync(f))
    .flatMap((f) => readdirSync(f).map((name) => path.join(f, name)))
    .filter((f) => f.endsWith(".csv"));
  return [...new Set(files.flatMap((file) => firstCells(file, ",").map(([host]) => host!.toLowerCase())))];
}

const isHeldOut = (host: string) => createHash("sha256").update(host).digest()[0]! % 2 === 1;
const bareName = (brand: string) =>
  brand
    .normalize("NFD")
    .toLowerCase()
    .replace(/[^a-z0-9]/g, "");

/** The list's guess is a keyword ("vcb", "ghn/ghtk"): agreement is by the letters of the names. */
function agrees(brand: string | null, guess: string): boolean {
  const said = bareName(brand ?? "");
  return guess.split("/").some((g) => said.includes(bareName(g)) || bareName(g).includes(said));
}

/** null where the folder has no such list. */
export async function measureLookalikes(folder: string): Promise<LookalikeReport | null> {
  const file = path.join(folder, positivesFile);
  if (!existsSync(file)) return null;
  const { brands } = loadKnowledge({ now: now() });
  const rows = firstCells(file, "\t").map(([host, guess]) => ({ host: host!, guess: guess ?? "" }));
  const innocent = readInnocent(folder);
  const from = nowMs();
  const good = innocent.map((host) => judgeHost(host, brands));
  const bad = rows.map(({ host, guess }) => ({ guess, judged: judgeHost(host, brands) }));
  const tookMs = nowMs() - from;
  const flagged = bad.filter((b) => b.judged.verdict === "flag");
  const share = (part: typeof bad) => shareOf(part.filter((b) => b.judged.verdict === "flag").length, part.length);
  return {
    recall: {
      all: share(bad),
      tuned: share(bad.filter((b) => !isHeldOut(b.judged.host))),
      heldOut: share(bad.filter((b) => isHeldOut(b.judged.host))),
    },
    noticed: shareOf(bad.filter((b) => b.judged.verdict !== "none").length, bad.length),
    falseAlarms: shareOf(good.filter((g) => g.verdict === "flag").length, good.length),
    wrong: good.filter((g) => g.verdict === "flag"),
    doubted: good.filter((g) => g.verdict === "review"),
    rightBrand: shareOf(flagged.filter((b) => agrees(b.judged.brand, b.guess)).length, flagged.length),
    curve: thresholds.map((threshold) => ({
      threshold,
      recall: shareOf(bad.filter((b) => b.judged.score >= threshold).length, bad.length),
      falseAlarms: shareOf(good.filter((g) => g.score >= threshold).length, good.length),
    })),
    hostsPerSecond: Math.round(((good.length + bad.length) * 1000) / Math.max(tookMs, 1)),
  };
}
