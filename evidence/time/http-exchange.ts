// Promises one bounded HTTP exchange with an address of the operator's own setting: no redirects, a size cap, a time budget.
import { AppError } from "#core/errors.ts";

export interface BoundedRequest {
  url: string;
  body?: Uint8Array;
  headers?: Record<string, string>;
  timeoutMs: number;
  maxBytes: number;
  signal?: AbortSignal | undefined;
}

/** The address as logs and records name it: without the operator's credentials. */
export function publicAddress(url: string): string {
  const { username, password } = new URL(url);
  if (!username && !password) return url;
  const bare = new URL(url);
  bare.username = bare.password = "";
  return bare.href;
}

/** The answer's bytes. Throws AppError `time.unavailable`: not reached, too slow, not status 200, too large. */
export async function exchangeBounded(request: BoundedRequest): Promise<Buffer> {
  const name = publicAddress(request.url);
  const { username, password } = new URL(request.url);
  const account = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString("base64");
  const budget = AbortSignal.timeout(request.timeoutMs);
  try {
    const response = await fetch(name, {
      method: request.body ? "POST" : "GET",
      redirect: "manual",
      signal: request.signal ? AbortSignal.any([budget, request.signal]) : budget,
      headers: { ...request.headers, ...(username || password ? { authorization: `Basic ${account}` } : {}) },
      ...(request.body ? { body: Buffer.from(request.body) } : {}),
    });
    if (response.status !== 200) {
      await response.body?.cancel();
      throw unavailable(
        `${name} answered with status ${response.status}${response.status >= 300 && response.status < 400 ? " (redirects are not followed)" : ""}`,
      );
    }
    return await readBounded(response, request.maxBytes, name);
  } catch (error) {
    if (error instanceof AppError) throw error;
    if (budget.aborted) throw unavailable(`${name} did not answer within ${request.timeoutMs} ms`, error);
    throw unavailable(`${name}: ${reasonOf(error)}`, error);
  }
}

async function readBounded(response: Response, maxBytes: number, name: string): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    size += part.byteLength;
    if (size > maxBytes) throw unavailable(`${name} sends more than ${maxBytes} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  return cause instanceof Error ? cause.message || String((cause as { code?: unknown }).code) : String(cause);
}

const unavailable = (detail: string, cause?: unknown) =>
  new AppError("time.unavailable", {
    detail,
    cause,
    cure: "It is asked again by itself; check VONGGAC_TSA_URLS and the way out.",
  });
