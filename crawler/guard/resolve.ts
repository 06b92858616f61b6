// Promises one resolution per contact: all answers judged, one pinned, so that a second lookup can change nothing.
import dns from "node:dns";
import net from "node:net";
import { AppError } from "#core/errors.ts";
import { isRefusedAddress } from "./address.ts";
import { isOpenedLoopback, isRefusedHost, refuse } from "./target.ts";
import type { GuardConfig } from "./target.ts";

export interface PinnedAddress {
  ip: string;
  family: 4 | 6;
}

/** Every address of a name, in the order of preference. Tests inject their own. */
export type Resolver = (host: string) => Promise<readonly { address: string }[]>;

export const resolveBySystem: Resolver = (host) => dns.promises.lookup(host, { all: true, order: "ipv4first" });

export interface ResolveOptions {
  config: GuardConfig;
  port: number;
  signal?: AbortSignal | undefined;
  resolver?: Resolver | undefined;
  /** Milliseconds that the name service may take; 10 s when left out. */
  timeoutMs?: number;
}

/**
 * Resolves `host` (ASCII, no brackets) once and pins the first address.
 * Refuses when ANY of the answers is refused: a name that mixes public and private addresses is a rebinding attempt.
 * Throws AppError `guard.refused`, `fetch.unreachable` (no such name) or `fetch.timeout`.
 */
export async function resolveAllowed(host: string, options: ResolveOptions): Promise<PinnedAddress> {
  const { config, port } = options;
  if (isOpenedLoopback(host, port, config))
    return host === "::1" ? { ip: "::1", family: 6 } : { ip: "127.0.0.1", family: 4 };
  const byName = isRefusedHost(host);
  if (byName !== null) refuse(byName, host, port);
  if (net.isIP(host) !== 0) return pin(host);
  const answers = await lookupWithin(host, options);
  for (const { address } of answers) {
    const reason = isRefusedAddress(address);
    if (reason !== null) refuse(`name resolves to a refused address: ${address}, ${reason}`, host, port);
  }
  const first = answers[0];
  if (first === undefined)
    throw new AppError("fetch.unreachable", {
      detail: `${host}: the name has no address`,
      facts: { host, cause: "ENODATA" },
    });
  return pin(first.address);
}

function pin(ip: string): PinnedAddress {
  return { ip, family: net.isIPv6(ip) ? 6 : 4 };
}

async function lookupWithin(host: string, options: ResolveOptions): Promise<readonly { address: string }[]> {
  const timeoutMs = options.timeoutMs ?? 10_000;
  const { promise: interrupted, reject } = Promise.withResolvers<never>();
  interrupted.catch(() => undefined);
  const timer = setTimeout(
    () =>
      reject(
        new AppError("fetch.timeout", {
          detail: `${host}: the name service gave no answer in ${timeoutMs} ms`,
          facts: { host },
        }),
      ),
    timeoutMs,
  );
  const onAbort = () => reject(options.signal?.reason);
  options.signal?.addEventListener("abort", onAbort, { once: true });
  try {
    options.signal?.throwIfAborted();
    return await Promise.race([(options.resolver ?? resolveBySystem)(host), interrupted]);
  } catch (error) {
    throw asUnreachable(error, host);
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener("abort", onAbort);
  }
}

function asUnreachable(error: unknown, host: string): unknown {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (error instanceof AppError || !/^E[A-Z_]+$/.test(code)) return error;
  const detail =
    code === "ENOTFOUND" || code === "ENODATA"
      ? "no such name (the domain does not exist or has no address)"
      : `the name service failed (${code})`;
  return new AppError("fetch.unreachable", {
    cause: error,
    detail: `${host}: ${detail}`,
    facts: { host, cause: code },
  });
}
