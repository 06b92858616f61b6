// Promises the crash test: a scan killed with kill -9 at random moments, started again, and judged by what must hold.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { startSampleWeb } from "#admin/cli/demo/sample-web.ts";
import { readConfig } from "#core/config.ts";
import { openDatabase } from "#core/db/open-database.ts";
import { verifyPackage } from "#evidence/verify/verify-package.ts";
import { verifyCustody } from "#workers/custody.ts";
import { seededRandom } from "./seeded-random.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const command = path.join(root, "admin/cli/vonggac.mjs");

export interface KillReport {
  kills: number;
  targets: number;
  scansDone: number;
  scansNotDone: number;
  findings: number;
  duplicateFindings: number;
  packages: number;
  brokenPackages: string[];
  strayFiles: string[];
  custodyEntries: number;
  custodyBroken: string | null;
  seals: number;
  orphanBrowsers: number;
}

interface RunOptions {
  kills: number;
  seed: number;
  /** Addresses of the sample web; the whole sample watchlist when left out. */
  urls?: string[];
  tell?: (words: string) => void;
}

function start(args: string[], env: NodeJS.ProcessEnv): { child: ChildProcess; ended: Promise<number | null> } {
  const child = spawn(process.execPath, [command, ...args], { env, cwd: root, stdio: ["ignore", "ignore", "pipe"] });
  let words = "";
  child.stderr!.on("data", (d: Buffer) => (words = (words + d.toString()).slice(-4000)));
  const ended = new Promise<number | null>((resolve) =>
    child.once("exit", (code, signal) => {
      if (code !== 0 && signal === null) process.stderr.write(words);
      resolve(code);
    }),
  );
  return { child, ended };
}

/** Kills the scan `kills` times, lets it end once, and gives what is found in database, store and process table. */
export async function runKills({ kills, seed, urls, tell = () => undefined }: RunOptions): Promise<KillReport> {
  const random = seededRandom(seed);
  const dataDir = mkdtempSync(path.join(os.tmpdir(), "vonggac-kill-"));
  const web = await startSampleWeb();
  const env = {
    ...process.env,
    VONGGAC_DATA: dataDir,
    VONGGAC_PROXY: web.proxyUrl,
    VONGGAC_DELAY_MS: "250",
    VONGGAC_LOG: "error",
    DATABASE_URL: "",
    REDIS_URL: "",
  };
  try {
    const list = path.join(dataDir, "watchlist.csv");
    const watchlist = readFileSync(path.join(root, "admin/cli/demo/watchlist.csv"), "utf8");
    writeFileSync(list, urls ? `url,kind\n${urls.map((u) => `${u},`).join("\n")}\n` : watchlist);
    if ((await start(["watch", "import", list], env).ended) !== 0)
      throw new Error("the watchlist could not be imported");
    for (let i = 1; i <= kills; i++) {
      const { child, ended } = start(["scan", "--all"], env);
      const afterMs = Math.round(300 + random() * 6000);
      const wasRunning = await Promise.race([sleep(afterMs).then(() => true), ended.then(() => false)]);
      if (wasRunning) child.kill("SIGKILL");
      await ended;
      tell(`${i}/${kills}: ${wasRunning ? `killed after ${afterMs} ms` : "the scan had ended by itself"}`);
    }
    const code = await start(["scan", "--all"], env).ended;
    if (code !== 0) throw new Error(`the last scan ended with ${code}`);
    return await judge(dataDir, kills);
  } finally {
    await web.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function judge(dataDir: string, kills: number): Promise<KillReport> {
  const database = await openDatabase(readConfig({ VONGGAC_DATA: dataDir }), 2);
  try {
    const one = async (sql: string) => Number(Object.values((await database.pool.query(sql)).rows[0] as object)[0]);
    const custody = await verifyCustody(database.pool);
    const keys = new Set(
      (await database.pool.query<{ store_key: string }>("select store_key from seal")).rows.map((r) => r.store_key),
    );
    const files = readdirSync(path.join(dataDir, "evidence"), { recursive: true, withFileTypes: true }).filter((f) =>
      f.isFile(),
    );
    const paths = files.map((f) => path.join(f.parentPath, f.name));
    const keyOf = (file: string) => path.relative(path.join(dataDir, "evidence"), file);
    const brokenPackages: string[] = [];
    for (const file of paths) if (!(await verifyPackage(file)).ok) brokenPackages.push(keyOf(file));
    const missing = [...keys].filter((key) => !paths.some((p) => keyOf(p) === key)).map((key) => `missing: ${key}`);
    return {
      kills,
      targets: await one("select count(*) from target"),
      scansDone: await one("select count(distinct target_id) from scan where state = 'done'"),
      scansNotDone: await one("select count(*) from scan where state <> 'done'"),
      findings: await one("select count(*) from finding"),
      duplicateFindings: await one(
        "select count(*) from (select 1 from finding group by target_id, category having count(*) > 1) d",
      ),
      packages: paths.length,
      brokenPackages: [...brokenPackages, ...missing],
      strayFiles: paths.map(keyOf).filter((key) => !keys.has(key)),
      custodyEntries: custody.head.seq,
      custodyBroken: custody.broken && `${custody.broken.seq}: ${custody.broken.why}`,
      seals: keys.size,
      orphanBrowsers: countOrphans(dataDir),
    };
  } finally {
    await database.close();
  }
}

/** Browsers that still run with a profile below this folder or whose parent is gone. */
function countOrphans(dataDir: string): number {
  let count = 0;
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const line = readFileSync(`/proc/${pid}/cmdline`, "latin1");
      const parent = /^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "latin1"))?.[1];
      const isBrowser = /chromium/.test(line.split("\0")[0]!) && !line.includes("--type=");
      if (isBrowser && (parent === "1" || line.includes(dataDir))) count++;
    } catch {
      continue; // it ended while we looked
    }
  }
  return count;
}

/** Everything that must hold after any number of kills; an empty list is success. */
export function brokenPromises(r: KillReport): string[] {
  const broken: string[] = [];
  if (r.scansDone !== r.targets) broken.push(`${r.targets - r.scansDone} targets never ended scanned`);
  if (r.scansNotDone > 0) broken.push(`${r.scansNotDone} scans are still open`);
  if (r.duplicateFindings > 0) broken.push(`${r.duplicateFindings} duplicate findings`);
  if (r.brokenPackages.length > 0) broken.push(`broken packages: ${r.brokenPackages.join(", ")}`);
  if (r.strayFiles.length > 0) broken.push(`files in the store that no seal names: ${r.strayFiles.join(", ")}`);
  if (r.custodyBroken !== null) broken.push(`custody log: ${r.custodyBroken}`);
  if (r.custodyEntries < r.seals) broken.push(`${r.seals} seals, ${r.custodyEntries} custody entries`);
  if (r.orphanBrowsers > 0) broken.push(`${r.orphanBrowsers} browsers left behind`);
  return broken;
}
