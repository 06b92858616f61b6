// Promises the crash test: a scan killed with kill -9 at random moments, started again, and judged by what must hold.
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { startSampleWeb } from "#admin/cli/demo/sample-web.ts";
import { readConfig } from "#core/config.ts";
import { openDatabase } from "#core/db/open-database.ts";
import { openEvidenceStore } from "#evidence/store/open-store.ts";
import { withPackageFile } from "#admin/server/sealed-package.ts";
import { verifyPackage } from "#evidence/verify/verify-package.ts";
import { verifyCustody } from "#workers/custody.ts";
import { type S3Double, type S3Fault, startS3Double } from "./s3-double.ts";
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
  /** Kills only while a capture is being made or sealed, and keeps packages in an object store that fails now and then. */
  inside?: boolean;
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
export async function runKills({ kills, seed, urls, inside, tell = () => undefined }: RunOptions): Promise<KillReport> {
  const random = seededRandom(seed);
  const dataDir = mkdtempSync(path.join(os.tmpdir(), "vonggac-kill-"));
  // Browsers that were there before are not of this run: other people's programs run on the machine too.
  const strangers = new Set(listOrphans(dataDir));
  const web = await startSampleWeb();
  const faulty = inside ? await startFaultyStore(random) : null;
  const env = {
    ...process.env,
    VONGGAC_DATA: dataDir,
    VONGGAC_PROXY: web.proxyUrl,
    VONGGAC_DELAY_MS: "250",
    VONGGAC_LOG: "error",
    DATABASE_URL: "",
    REDIS_URL: "",
    ...(faulty ? { S3_ENDPOINT: faulty.double.endpoint, S3_ACCESS_KEY_ID: "a", S3_SECRET_ACCESS_KEY: "b" } : {}),
  };
  try {
    const list = path.join(dataDir, "watchlist.csv");
    const watchlist = readFileSync(path.join(root, "admin/cli/demo/watchlist.csv"), "utf8");
    writeFileSync(list, urls ? `url,kind\n${urls.map((u) => `${u},`).join("\n")}\n` : watchlist);
    if ((await start(["watch", "import", list], env).ended) !== 0)
      throw new Error("the watchlist could not be imported");
    for (let i = 1; i <= kills; i++) {
      const { child, ended } = start(["scan", "--all"], env);
      const moment = inside ? pickMoment(dataDir, random) : null;
      const afterMs = Math.round(moment ? random() * moment.withinMs : 300 + random() * 6000);
      const reached = moment ? until(() => moment.reached(), ended) : Promise.resolve(true);
      const due = reached.then((isThere) => isThere && sleep(afterMs).then(() => true));
      const wasRunning = await Promise.race([due, ended.then(() => false)]);
      if (wasRunning) child.kill("SIGKILL");
      await ended;
      tell(
        `${i}/${kills}: ${wasRunning ? `killed ${afterMs} ms ${moment?.name ?? "after the start"}` : "the scan had ended by itself"}`,
      );
    }
    faulty?.mend();
    const code = await start(["scan", "--all"], env).ended;
    if (code !== 0) throw new Error(`the last scan ended with ${code}`);
    return await judge(dataDir, kills, strangers, faulty?.double.endpoint);
  } finally {
    faulty?.mend();
    await faulty?.double.close();
    await web.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

interface Moment {
  name: string;
  withinMs: number;
  reached(): boolean;
}

/** Either a visit has begun (its folder is there), or a bundle waits for its seal. */
function pickMoment(dataDir: string, random: () => number): Moment {
  const work = path.join(dataDir, "work");
  const folders = () => (existsSync(work) ? readdirSync(work) : []);
  return random() < 0.5
    ? { name: "into a capture", withinMs: 4000, reached: () => folders().length > 0 }
    : {
        name: "into a seal",
        withinMs: 1500,
        reached: () => folders().some((id) => existsSync(path.join(work, id, "bundle.json"))),
      };
}

async function until(reached: () => boolean, ended: Promise<unknown>): Promise<boolean> {
  let isOver = false;
  void ended.then(() => (isOver = true));
  while (!isOver) {
    if (reached()) return true;
    await sleep(15);
  }
  return false;
}

/** An object store that answers 500, cuts connections before or after it kept the bytes, or is slow, for moments at random. */
async function startFaultyStore(random: () => number): Promise<{ double: S3Double; mend(): void }> {
  const double = await startS3Double();
  const faults: S3Fault[] = ["none", "none", "error500", "cut", "cut-answer", "slow"];
  const timer = setInterval(() => {
    double.fault = faults[Math.floor(random() * faults.length)]!;
  }, 400);
  const mend = () => {
    clearInterval(timer);
    double.fault = "none";
  };
  return { double, mend };
}

async function judge(
  dataDir: string,
  kills: number,
  strangers: ReadonlySet<string>,
  s3Endpoint?: string,
): Promise<KillReport> {
  const s3 = s3Endpoint ? { S3_ENDPOINT: s3Endpoint, S3_ACCESS_KEY_ID: "a", S3_SECRET_ACCESS_KEY: "b" } : {};
  const config = readConfig({ VONGGAC_DATA: dataDir, ...s3 });
  const store = openEvidenceStore(config);
  const database = await openDatabase(config, 2);
  try {
    const one = async (sql: string) => Number(Object.values((await database.pool.query(sql)).rows[0] as object)[0]);
    const custody = await verifyCustody(database.pool);
    const keys = new Set(
      (await database.pool.query<{ store_key: string }>("select store_key from seal")).rows.map((r) => r.store_key),
    );
    const packages = (await store.list("", { limit: 100_000 })).keys;
    const brokenPackages: string[] = [];
    for (const key of packages) {
      const isOk = await withPackageFile(
        store,
        key,
        path.join(dataDir, "cache"),
        async (f) => (await verifyPackage(f)).ok,
      );
      if (!isOk) brokenPackages.push(key);
    }
    const missing = [...keys].filter((key) => !packages.includes(key)).map((key) => `missing: ${key}`);
    return {
      kills,
      targets: await one("select count(*) from target"),
      scansDone: await one("select count(distinct target_id) from scan where state = 'done'"),
      scansNotDone: await one("select count(*) from scan where state <> 'done'"),
      findings: await one("select count(*) from finding"),
      duplicateFindings: await one(
        "select count(*) from (select 1 from finding group by target_id, category having count(*) > 1) d",
      ),
      packages: packages.length,
      brokenPackages: [...brokenPackages, ...missing],
      strayFiles: packages.filter((key) => !keys.has(key)),
      custodyEntries: custody.head.seq,
      custodyBroken: custody.broken && `${custody.broken.seq}: ${custody.broken.why}`,
      seals: keys.size,
      orphanBrowsers: listOrphans(dataDir).filter((pid) => !strangers.has(pid)).length,
    };
  } finally {
    await database.close();
  }
}

/** Browsers that still run with a profile below this folder or whose parent is gone. */
export function listOrphans(dataDir: string): string[] {
  const found: string[] = [];
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const line = readFileSync(`/proc/${pid}/cmdline`, "latin1");
      const parent = /^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "latin1"))?.[1];
      const isBrowser = /chromium/.test(line.split("\0")[0]!) && !line.includes("--type=");
      if (isBrowser && (parent === "1" || line.includes(dataDir))) found.push(pid);
    } catch {
      continue; // it ended while we looked
    }
  }
  return found;
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
