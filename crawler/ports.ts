// Promises the two ports that workers and the CLI supply: whose turn it is at a host, and a log of everything contacted.

/** A granted visit. The holder must call `release` when the visit ends, whatever happened. */
export interface Turn {
  /** Ends the visit; the next one may start `delayMs` later. `backOffMs` (429/503, Retry-After) pushes it further. */
  release(outcome?: { backOffMs?: number }): Promise<void>;
}

/**
 * Politeness per host, shared by every worker: two visits to one host never overlap and are never closer than the delay.
 * A visit is one HTTP page fetch with its same-host redirects, or one browser visit with the sub-resources it causes.
 */
export interface HostTurn {
  /**
   * Waits at most `waitMs` for the turn at `host` (lower-case ASCII, no port).
   * Throws AppError `politeness.not-now` with facts {host, retryAtMs} when the turn would come later,
   * and `stopped` when the red switch is on.
   */
  take(
    host: string,
    options: { delayMs: number; leaseMs: number; waitMs: number; signal?: AbortSignal },
  ): Promise<Turn>;
  /** True while the red switch is on. */
  isStopped(): Promise<boolean>;
}

export interface ContactedRequest {
  at: Date;
  host: string;
  method: string;
  /** Without fragment and credentials. */
  url: string;
  via: "http" | "browser";
  purpose: "robots" | "page" | "subresource" | "capture" | "favicon" | "probe";
  /** null while nothing was answered. */
  status: number | null;
  ip: string | null;
  outcome: "ok" | "refused" | "failed";
  reason: string;
  sizeBytes: number;
  tookMs: number;
}

/** Every request the program sends or refuses to send. */
export interface RequestLog {
  write(request: ContactedRequest): void;
  flush(): Promise<void>;
}

/** robots.txt answers kept where every worker sees them. */
export interface RobotsCache {
  get(origin: string): Promise<{ body: string; status: number; fetchedAt: Date } | null>;
  put(origin: string, answer: { body: string; status: number }): Promise<void>;
}

/**
 * Whether a browser may visit this address now, and the distance in milliseconds that its host asks for. Throws AppError
 * `politeness.robots`, or `politeness.not-now` outside the allowed hours.
 */
export type Admit = (url: string, signal?: AbortSignal) => Promise<number>;
