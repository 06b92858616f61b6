// Promises the desk listening on its three names, its web app built, its first accounts made.
import { createServer as createNetServer, type AddressInfo } from "node:net";
import type pg from "pg";
import type { Config } from "#core/config.ts";
import { AppError } from "#core/errors.ts";
import type { Store } from "#evidence/store/store.ts";
import { createServer } from "./create-server.ts";
import type { DeskPorts } from "./desk-context.ts";
import { createFirstPeople, type FirstPerson } from "./first-people.ts";
import { type Origins, resolveOrigins } from "./origins.ts";
import { ensureWebBundle } from "./web-bundle.ts";

export interface DeskOptions {
  config: Config;
  pool: pg.Pool;
  store: Store;
  ports: DeskPorts;
  /** Makes the demo's people beside the first two. */
  withDemoPeople?: boolean;
  /** Told while the web app is being built (first start, or changed sources). */
  onProgress?: (step: "building-web") => void;
}

export interface Desk {
  /** What to open in a browser. */
  url: string;
  origins: Origins;
  /** Accounts made by this start with their one-time passwords; empty when there were accounts already. */
  firstPeople: FirstPerson[];
  close(): Promise<void>;
}

/** Port 0 asks the system for one; the origins need it before the server is made. */
async function choosePort(host: string, port: number): Promise<number> {
  if (port !== 0) return port;
  return new Promise((resolve, reject) => {
    const probe = createNetServer();
    probe.once("error", reject);
    probe.listen(0, host, () => {
      const chosen = (probe.address() as AddressInfo).port;
      probe.close(() => resolve(chosen));
    });
  });
}

/** Starts listening. Throws AppError `config.invalid` when the port is taken or not allowed. */
export async function startDesk(options: DeskOptions): Promise<Desk> {
  const { config, pool, store, ports } = options;
  const webDir = await ensureWebBundle(() => options.onProgress?.("building-web"));
  const port = await choosePort(config.VONGGAC_HOST, config.VONGGAC_PORT);
  const origins = resolveOrigins(config, port);
  const firstPeople = await createFirstPeople(pool, { withDemo: options.withDemoPeople === true });
  const app = await createServer({ config, pool, store, ports, origins, webDir });
  try {
    await app.listen({ host: config.VONGGAC_HOST, port });
  } catch (error) {
    await app.close();
    throw new AppError("config.invalid", {
      cause: error,
      detail: `the desk cannot listen on ${config.VONGGAC_HOST}:${port}: ${error instanceof Error ? error.message : String(error)}`,
      cure: "Choose another VONGGAC_PORT, or end the program that holds it.",
    });
  }
  return { url: `${origins.desk}/`, origins, firstPeople, close: () => app.close() };
}
