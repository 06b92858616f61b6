// Promises a private Postgres in the data folder: password, loopback only, shared by this program's processes, stopped by the last.
import { spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chownSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  closeSync,
} from "node:fs";
import net from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { AppError } from "../errors.ts";
import { log } from "../log.ts";
import { chooseRunner, findNativeFolder, type Runner } from "./embedded-files.ts";
import { countUsers, enterUsers, withStartLock } from "./embedded-users.ts";

export interface EmbeddedPostgres {
  /** As the owner of everything: for migrations and rights alone. */
  url: string;
  /** Hexadecimal, for the role under which the program works (see rights.ts). */
  appPassword: string;
  /** How it runs, or that it was already running. */
  how: string;
  /** Leaves; the last process to leave stops the server. */
  stop(): Promise<void>;
}

const user = "vonggac";
const database = "postgres";

/**
 * Starts the embedded server under `${dir}/postgres`, or attaches to the one that runs there (of another
 * process of this program, or left behind by a killed one). Throws AppError `database.unavailable`.
 */
export async function startEmbeddedPostgres(dir: string): Promise<EmbeddedPostgres> {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const dataDir = path.join(dir, "postgres");
  const usersDir = path.join(dir, "postgres-users");
  const lockFile = path.join(dir, "postgres-start.lock");
  return withStartLock(lockFile, async () => {
    const runner = chooseRunner(findNativeFolder(), dataDir);
    const password = readPassword(path.join(dir, "postgres-password"));
    if (!existsSync(path.join(dataDir, "PG_VERSION")))
      createCluster(runner, dataDir, path.join(dir, "postgres-password"));
    const running = await findRunning(dataDir, password);
    const server = { runner, dataDir, logFile: path.join(dir, "postgres.log"), password };
    const port = running?.port ?? (await launch(server, await findFreePort()));
    const leaveUsers = enterUsers(usersDir);
    const stopWatching = watch(server, port, lockFile);
    return {
      url: urlOf(port, password),
      appPassword: readPassword(path.join(dir, "postgres-app-password")),
      how: running ? "attached to the running server" : runner.how,
      stop: async () => {
        await stopWatching();
        await withStartLock(lockFile, () => leave(dataDir, password, usersDir, leaveUsers));
      },
    };
  });
}

const urlOf = (port: number, password: string) => `postgres://${user}:${password}@127.0.0.1:${port}/${database}`;

function readPassword(file: string): string {
  if (!existsSync(file)) {
    writeFileSync(`${file}.new`, randomBytes(24).toString("hex"), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }
  return readFileSync(file, "utf8").trim();
}

function environment(runner: Runner): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    LC_ALL: "C.UTF-8",
    TZ: "UTC",
    LD_LIBRARY_PATH: path.join(runner.native, "lib"),
  };
}

function createCluster(runner: Runner, dataDir: string, passwordFile: string): void {
  rmSync(dataDir, { recursive: true, force: true }); // a first start that was killed half way left no PG_VERSION
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  if (runner.uid !== null) chownSync(dataDir, runner.uid, runner.uid);
  const args = [
    "-D",
    dataDir,
    "-U",
    user,
    "--auth=scram-sha-256",
    `--pwfile=${passwordFile}`,
    "-E",
    "UTF8",
    "--locale=C.UTF-8",
    "--no-instructions",
  ];
  const [program, wrapped] = runner.wrap(path.join(runner.native, "bin/initdb"), args);
  const result = spawnSync(program, wrapped, {
    env: environment(runner),
    encoding: "utf8",
    timeout: 120_000,
  });
  if (result.status === 0) return;
  rmSync(dataDir, { recursive: true, force: true });
  throw new AppError("database.unavailable", {
    detail: `initdb failed (${runner.how}): ${result.stderr.slice(-800)}`,
    cure: "Free disk space or set DATABASE_URL to an own Postgres.",
  });
}

/** postmaster.pid: line 1 the pid, line 4 the port. A file whose server does not answer our password is Postgres' own to judge. */
async function findRunning(dataDir: string, password: string): Promise<{ pid: number; port: number } | null> {
  const file = path.join(dataDir, "postmaster.pid");
  if (!existsSync(file)) return null;
  const lines = readFileSync(file, "utf8").split("\n");
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  if (!isAlive(pid) || !port) return null;
  return (await answers(urlOf(port, password), 40)) ? { pid, port } : null;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

async function answers(url: string, tries: number, hasDied: () => boolean = () => false): Promise<boolean> {
  for (let i = 0; i < tries && !hasDied(); i++) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3000 });
    client.on("error", () => undefined); // a server that is starting cuts connections
    try {
      await client.connect();
      await client.end();
      return true;
    } catch {
      await sleep(50); // not yet
    }
  }
  return false;
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as net.AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

interface Server {
  runner: Runner;
  dataDir: string;
  logFile: string;
  password: string;
}

const watchEveryMs = 3000;

/** A server that was killed (out of memory, by hand) is started again at its port: everybody's connections find it there. */
function watch(server: Server, port: number, lockFile: string): () => Promise<void> {
  let looking = Promise.resolve();
  const look = async () => {
    if (hasServer(server.dataDir)) return;
    await withStartLock(lockFile, async () => {
      if (hasServer(server.dataDir)) return;
      log.error({ port }, "database.restarted");
      await launch(server, port);
    });
  };
  const timer = setInterval(() => {
    looking = looking.then(look).catch((error: unknown) => log.error({ err: error }, "database.restart-failed"));
  }, watchEveryMs);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await looking;
  };
}

function hasServer(dataDir: string): boolean {
  const file = path.join(dataDir, "postmaster.pid");
  return existsSync(file) && isAlive(Number(readFileSync(file, "utf8").split("\n")[0]));
}

async function launch({ runner, dataDir, logFile, password }: Server, port: number): Promise<number> {
  const options = {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    shared_buffers: "64MB",
    max_connections: "100",
    log_min_messages: "warning",
  };
  const args = ["-D", dataDir, "-p", String(port), ...Object.entries(options).flatMap(([k, v]) => ["-c", `${k}=${v}`])];
  const [program, wrapped] = runner.wrap(path.join(runner.native, "bin/postgres"), args);
  const logFd = openSync(logFile, "a", 0o600);
  // Detached: Ctrl-C in the terminal must reach the program first, so that it can finish its work on a living database.
  const child = spawn(program, wrapped, {
    env: environment(runner),
    stdio: ["ignore", logFd, logFd],
    detached: true,
  });
  closeSync(logFd);
  let died = false;
  child.once("exit", () => (died = true));
  child.once("error", () => (died = true));
  child.unref();
  if (await answers(urlOf(port, password), 600, () => died)) return port;
  const tail = existsSync(logFile) ? readFileSync(logFile, "utf8").slice(-1500) : "";
  throw new AppError("database.unavailable", {
    detail: `embedded Postgres did not start (${runner.how}): ${tail}`,
    cure: "Look at postgres.log in VONGGAC_DATA; free disk space; or set DATABASE_URL.",
  });
}

/** Only a server that answers to our password is stopped: the pid in the file may be another program's by now. */
async function leave(dataDir: string, password: string, usersDir: string, leaveUsers: () => void): Promise<void> {
  leaveUsers();
  if (countUsers(usersDir) > 0) return;
  const running = await findRunning(dataDir, password);
  if (!running) return;
  const { pid } = running;
  process.kill(pid, "SIGINT"); // fast shutdown
  for (let i = 0; i < 200 && isAlive(pid); i++) await sleep(50);
}
