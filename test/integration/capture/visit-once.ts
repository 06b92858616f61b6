// Promises one capture of a local site with everything it left: the bundle, its folder and the request log.
import { mkdtempSync, readFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { readConfig } from "#core/config.ts";
import { newId } from "#core/id.ts";
import type { Bundle } from "#core/nouns/capture.ts";
import type { Exchange } from "#core/nouns/fetched.ts";
import { captureUrl } from "#crawler/capture/capture.ts";
import type { CaptureRequest } from "#crawler/capture/capture-request.ts";
import { createMemoryHostTurn, createMemoryRequestLog } from "#crawler/fetch/memory-host-turn.ts";

export interface Visited {
  bundle: Bundle;
  folder: string;
  log: ReturnType<typeof createMemoryRequestLog>;
  find: (path: string) => Exchange;
  read: (file: string | null) => Buffer;
}

export const scratch = (): string => mkdtempSync(path.join(os.tmpdir(), "vonggac-capture-"));

export function configFor(ports: number[], more: Record<string, string> = {}) {
  const env = {
    VONGGAC_DATA: scratch(),
    VONGGAC_ALLOW_LOOPBACK_PORTS: ports.join(","),
    VONGGAC_DELAY_MS: "0",
    ...more,
  };
  return readConfig(env);
}

export async function visitOnce(
  url: string,
  ports: number[],
  more: Partial<CaptureRequest> & { env?: Record<string, string>; signal?: AbortSignal } = {},
): Promise<Visited> {
  const { env, signal, ...request } = more;
  const log = createMemoryRequestLog();
  const folder = path.join(scratch(), "bundle");
  const deps = { config: configFor(ports, env), turn: createMemoryHostTurn(), requestLog: log };
  const asked = { captureId: newId(), url, askedBy: "bài thử", reason: "thử", outDir: folder, ...request };
  const bundle = await captureUrl(asked, signal ? { ...deps, signal } : deps);
  return {
    bundle,
    folder,
    log,
    find: (name) => {
      const found = bundle.exchanges.find((exchange) => new URL(exchange.url).pathname === name);
      if (!found) throw new Error(`no exchange for ${name}`);
      return found;
    },
    read: (file) => readFileSync(path.join(folder, file ?? "")),
  };
}
