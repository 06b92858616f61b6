// Promises kill -9 inside captures, seals and stamps of a real worker on a failing object store, and an account of what must hold.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { startSampleWeb } from "#admin/cli/demo/sample-web.ts";
import { readConfig } from "#core/config.ts";
import { inTransaction } from "#core/db/pool.ts";
import { insertCapture } from "#core/records/capture.ts";
import { insertTarget, type TargetRow } from "#core/records/target.ts";
import { countOpenTimeStamps } from "#core/records/time-stamp.ts";
import { openKeyring } from "#evidence/seal/keyring.ts";
import { readAll } from "#evidence/store/cipher.ts";
import { openEvidenceStore } from "#evidence/store/open-store.ts";
import { verifyPackage } from "#evidence/verify/verify-package.ts";
import { ask } from "#workers/flow.ts";
import { auditLedger } from "#workers/ledger-audit.ts";
import { scrubNow } from "#workers/keeping/scrub.ts";
import { createTestDatabase, type TestDatabase } from "./database.ts";
import { listOrphans } from "./kill-run.ts";
import { type S3Double, type S3Fault, startS3Double } from "./s3-double.ts";
import { seededRandom } from "./seeded-random.ts";
import { startTimeStampAuthority, type TestAuthority } from "./time-stamp-authority.ts";

const phases = ["capture", "seal", "upload", "stamp"] as const;
type Phase = (typeof phases)[number];

export interface KillAccount {
  kills: number;
  /** What the worker was doing when it was killed. */
  hit: Record<Phase | "nothing", number>;
  secondsPerKill: number;
  captures: number;
  sealed: number;
  stamped: number;
  /** Uploads that went wrong before a kill and stand aside. */
  setAside: number;
  /** An empty list is success. */
  broken: string[];
}

interface Stage {
  database: TestDatabase;
  double: S3Double;
  authority: TestAuthority;
  targets: TargetRow[];
  env: Record<string, string>;
  dataDir: string;
  random: () => number;
  /** Starts the worker that waits, and loads the one after it. */
  nextWorker(): Promise<LoadedWorker>;
  /** Ends the one that waits. */
  dismiss(): void;
}

interface LoadedWorker {
  child: ChildProcess;
  ended: Promise<void>;
}

const program = fileURLToPath(new URL("kill-worker.ts", import.meta.url));

function loadWorker(env: Record<string, string>): LoadedWorker {
  const child = spawn(process.execPath, [program], {
    env: { ...process.env, ...env },
    stdio: ["pipe", "pipe", "inherit"],
  });
  return { child, ended: new Promise((resolve) => child.once("exit", () => resolve())) };
}

/** One worker is loaded ahead, so that a kill waits for no program to load. */
function keepOneLoaded(env: Record<string, string>): Pick<Stage, "nextWorker" | "dismiss"> {
  let waiting = loadWorker(env);
  return {
    nextWorker: async () => {
      const worker = waiting;
      worker.child.stdin!.end("go\n");
      await Promise.race([once(worker.child.stdout!, "data"), worker.ended]);
      waiting = loadWorker(env);
      return worker;
    },
    dismiss: () => void waiting.child.kill("SIGKILL"),
  };
}

/** Kills a worker `kills` times, then lets one finish all that is left. Throws when that takes longer than three minutes. */
export async function killCaptures(wish: {
  kills: number;
  seed: number;
  tell?: (words: string) => void;
}): Promise<KillAccount> {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), "vonggac-kills-"));
  const strangers = new Set(listOrphans(dataDir));
  const web = await startSampleWeb();
  const stage = await setStage(dataDir, web.proxyUrl, seededRandom(wish.seed));
  const mend = failNowAndThen(stage.double, stage.random);
  const hit = { capture: 0, seal: 0, upload: 0, stamp: 0, nothing: 0 };
  const startedMs = performance.now();
  try {
    for (let i = 1; i <= wish.kills; i++) {
      const phase = await killOnce(stage);
      hit[phase] += 1;
      wish.tell?.(
        `${i}/${wish.kills}: killed in ${phase}, ${((performance.now() - startedMs) / 1000 / i).toFixed(1)} s a kill`,
      );
    }
    const secondsPerKill = (performance.now() - startedMs) / 1000 / wish.kills;
    mend();
    await finish(stage);
    const orphans = listOrphans(dataDir).filter((pid) => !strangers.has(pid));
    const broken = orphans.length > 0 ? [`${orphans.length} browsers left behind`] : [];
    return { kills: wish.kills, hit, secondsPerKill, ...(await judge(stage, broken)) };
  } finally {
    mend();
    stage.dismiss();
    await Promise.all([stage.double.close(), stage.authority.close(), web.stop()]);
    await stage.database.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function setStage(dataDir: string, proxyUrl: string, random: () => number): Promise<Stage> {
  const [database, double, authority] = [
    await createTestDatabase(),
    await startS3Double(),
    await startTimeStampAuthority(),
  ];
  writeFileSync(path.join(dataDir, "roots.pem"), authority.rootPem);
  const urls = ["https://bet68club.example/", "http://xa-binhan.tinhmau.gov.vn/"];
  const targets: TargetRow[] = [];
  for (const url of urls) targets.push((await insertTarget(database.pool, { url, kind: "site" }, "test")).target);
  const env = {
    VONGGAC_DATA: dataDir,
    VONGGAC_PROXY: proxyUrl,
    VONGGAC_DELAY_MS: "250",
    VONGGAC_LOG: "error",
    VONGGAC_REPLAY_CHECK: "off",
    VONGGAC_TSA_URLS: authority.url,
    VONGGAC_TSA_TRUST: path.join(dataDir, "roots.pem"),
    DATABASE_URL: database.url,
    REDIS_URL: "",
    S3_ENDPOINT: double.endpoint,
    S3_ACCESS_KEY_ID: "a",
    S3_SECRET_ACCESS_KEY: "b",
  };
  return { database, double, authority, targets, env, dataDir, random, ...keepOneLoaded(env) };
}

/** Now and then it answers 500, cuts connections before or after it kept the bytes, keeps other bytes, or is slow. */
function failNowAndThen(double: S3Double, random: () => number): () => void {
  const faults: S3Fault[] = ["none", "none", "none", "error500", "cut", "cut-answer", "slow", "corrupts"];
  const timer = setInterval(() => {
    double.fault = faults[Math.floor(random() * faults.length)]!;
  }, 400);
  return () => {
    clearInterval(timer);
    double.fault = "none";
  };
}

/** There is always something to capture. */
async function askCaptures({ database, targets }: Stage): Promise<void> {
  const { rows } = await database.pool.query<{ n: number }>(
    "select count(*)::int as n from capture where state = 'queued'",
  );
  if (rows[0]!.n > 0) return;
  for (const target of targets)
    await inTransaction(database.pool, async (tx) => {
      const facts = { vantage: "desktop", askedBy: "test", reason: "thử cắt ngang" } as const;
      const captureId = await insertCapture(tx, {
        ...facts,
        targetId: target.id,
        scanId: null,
        pageId: null,
        url: target.url,
      });
      await ask(tx, "capture", { captureId: captureId! });
    });
}

async function killOnce(stage: Stage): Promise<Phase | "nothing"> {
  await askCaptures(stage);
  const wanted = phases[Math.floor(stage.random() * phases.length)]!;
  const withinMs = { capture: 3000, seal: 700, upload: 150, stamp: 150 }[wanted];
  const [uploads, asked] = [stage.double.uploads, stage.authority.asked];
  const worker = await stage.nextWorker();
  const reached = {
    capture: () => foldersOf(stage).length > 0,
    seal: () => foldersOf(stage).some((folder) => existsSync(path.join(folder, "bundle.json"))),
    upload: () => stage.double.uploads > uploads,
    stamp: () => stage.authority.asked > asked,
  }[wanted];
  for (const end = performance.now() + 15_000; performance.now() < end && !reached();) await sleep(10);
  await sleep(stage.random() * withinMs);
  const phase = await phaseNow(stage, wanted);
  worker.child.kill("SIGKILL");
  return phase;
}

function foldersOf({ dataDir }: Stage): string[] {
  const work = path.join(dataDir, "work");
  return existsSync(work) ? readdirSync(work).map((id) => path.join(work, id)) : [];
}

/** By what lies on the disk: the furthest step counts. */
async function phaseNow(stage: Stage, wanted: Phase): Promise<Phase | "nothing"> {
  if (wanted === "stamp" && (await countOpenTimeStamps(stage.database.pool)).open > 0) return "stamp";
  const folders = foldersOf(stage);
  if (folders.some((folder) => existsSync(path.join(folder, "sealed.json")))) return "upload";
  if (folders.some((folder) => existsSync(path.join(folder, "bundle.json")))) return "seal";
  if (folders.length > 0) return "capture";
  return (await countOpenTimeStamps(stage.database.pool)).open > 0 ? "stamp" : "nothing";
}

async function finish(stage: Stage): Promise<void> {
  const { pool } = stage.database;
  const worker = await stage.nextWorker();
  const open = async () =>
    (await pool.query<{ n: number }>("select count(*)::int as n from capture where state in ('queued', 'captured')"))
      .rows[0]!.n + (await countOpenTimeStamps(pool)).open;
  const end = performance.now() + 180_000;
  while ((await open()) > 0 && performance.now() < end) await sleep(300);
  worker.child.kill("SIGTERM");
  await worker.ended;
  if ((await open()) > 0) throw new Error(`${await open()} captures and stamps are still open`);
}

async function judge(stage: Stage, broken: string[]): Promise<Omit<KillAccount, "kills" | "hit" | "secondsPerKill">> {
  const { pool } = stage.database;
  const config = readConfig(stage.env);
  const store = openEvidenceStore(config);
  const { publicPem } = await openKeyring(stage.dataDir);
  const folder = mkdtempSync(path.join(os.tmpdir(), "vonggac-judge-"));
  const count = async (sql: string) => (await pool.query<{ n: number }>(`select ${sql}::int as n`)).rows[0]!.n;
  const seals = await pool.query<{ key: string; tokens: number }>(
    "select s.store_key as key, (select count(*) from time_stamp_token t where t.capture_id = s.capture_id)::int as tokens from seal s",
  );
  for (const { key, tokens } of seals.rows) {
    const file = path.join(folder, path.basename(key));
    const beside = [1].flatMap((n) => ["tsr", "tsr.json"].map((end) => key.replace(/wacz$/, `${n}.${end}`)));
    for (const name of [key, ...(tokens > 0 ? beside : [])])
      writeFileSync(
        path.join(folder, path.basename(name)),
        await readAll((await store.get(name)) as AsyncIterable<Buffer>),
      );
    const verdict = await verifyPackage(file, { trustPem: `${publicPem}\n${stage.authority.rootPem}` });
    const claims = verdict.claims.filter((c) => ["intact", "signer", "time"].includes(c.claim) && c.state !== "proved");
    if (!verdict.ok || claims.length > 0)
      broken.push(`${key}: ${claims.map((c) => `${c.claim} ${c.state}: ${c.detail}`).join("; ") || "broken"}`);
    if (tokens !== 1) broken.push(`${key}: ${tokens} tokens`);
  }
  rmSync(folder, { recursive: true, force: true });
  const { breaks } = await auditLedger(pool);
  const problems = await scrubNow({ config, pool, store }, "test", true);
  broken.push(...breaks.map((b) => `custody ${b.seq}: ${b.why}`), ...problems.map((p) => `${p.kind} ${p.key}`));
  const captures = await count("(select count(*) from capture)");
  if (captures !== seals.rows.length) broken.push(`${captures} captures, ${seals.rows.length} seals`);
  const entries = await count("(select count(*) from ledger where act = 'capture.sealed')");
  if (entries !== seals.rows.length) broken.push(`${seals.rows.length} seals, ${entries} custody entries`);
  const twins = await count(
    "(select count(*) from (select 1 from finding group by target_id, category having count(*) > 1) d)",
  );
  if (twins > 0) broken.push(`${twins} duplicate findings`);
  const setAside = (await store.list("aside/")).keys.length;
  return {
    captures,
    sealed: seals.rows.length,
    stamped: seals.rows.filter((s) => s.tokens > 0).length,
    setAside,
    broken,
  };
}
