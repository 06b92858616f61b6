// Promises calls to the desk's own server: CSRF token on every write, one error type, the end of a session seen at once, a fresh second factor asked for where an act needs one.
import type { Problem } from "../../api/problem.ts";
import { askStepUp } from "./step-up.ts";

export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly cure: string | null;

  constructor(status: number, problem: Problem) {
    super(problem.message);
    this.status = status;
    this.code = problem.code;
    this.cure = problem.cure;
  }
}

let csrfToken = "";
let onSessionEnd: () => void = () => undefined;

export function setCsrfToken(token: string): void {
  csrfToken = token;
}

export function whenSessionEnds(listener: () => void): void {
  onSessionEnd = listener;
}

export interface CallOptions {
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  body?: unknown;
  /** The page asks by itself: does not keep the session alive. */
  background?: boolean;
  signal?: AbortSignal;
}

async function readProblem(response: Response): Promise<Problem> {
  try {
    return (await response.json()) as Problem;
  } catch {
    return { code: "internal", message: response.statusText, cure: null };
  }
}

let lastActiveMs = Date.now();

/** When the person last did something that keeps his session, in milliseconds of this browser's clock. */
export const lastActive = (): number => lastActiveMs;

async function send(path: string, options: CallOptions): Promise<Response> {
  const method = options.method ?? "GET";
  const headers: Record<string, string> = { accept: "application/json" };
  if (method !== "GET") headers["x-csrf-token"] = csrfToken;
  if (options.body !== undefined) headers["content-type"] = "application/json";
  if (options.background) headers["x-background"] = "1";
  const body = options.body === undefined ? null : JSON.stringify(options.body);
  try {
    const response = await fetch(`/api${path}`, {
      method,
      headers,
      body,
      credentials: "same-origin",
      // What is let go of on leaving the page must still arrive.
      keepalive: method === "DELETE",
      signal: options.signal ?? null,
    });
    if (response.ok && !options.background) lastActiveMs = Date.now();
    return response;
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw new Refusal(0, { code: "offline", message: String(error), cure: null });
  }
}

/**
 * Throws Refusal; code `offline` when the server cannot be reached. A call that is refused with `auth.step-up` waits until the person gave a
 * second factor and is then sent again as it was; where he closes the question, the refusal stands.
 */
export async function callApi<T>(path: string, options: CallOptions = {}): Promise<T> {
  const response = await send(path, options);
  if (response.ok) return (await response.json()) as T;
  // A wrong password is a 401 as well: the form says so, and the session lives on.
  if (response.status === 401 && !path.startsWith("/session")) onSessionEnd();
  const problem = await readProblem(response);
  if (problem.code === "auth.step-up" && !options.background && (await askStepUp())) return callApi<T>(path, options);
  throw new Refusal(response.status, problem);
}
