import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { nextAllowedMs } from "#crawler/fetch/allowed-hours.ts";
import { createMemoryHostTurn } from "#crawler/fetch/memory-host-turn.ts";
import {
  afterRelease,
  afterTake,
  backOffAfter,
  freeAtMs,
  readRetryAfterMs,
  unvisited,
} from "#crawler/fetch/turn-arithmetic.ts";

/** mulberry32: small seeded numbers, so that a failing run can be run again. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

describe("turns in memory", () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: Date.UTC(2026, 10, 22) });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    "never lets two visits overlap or come closer than the delay (seed %i)",
    async (seed) => {
      const random = seeded(seed);
      const port = createMemoryHostTurn();
      const visits: { host: string; delayMs: number; startMs: number; endMs: number }[] = [];
      const arrivals = Array.from({ length: 60 }, async () => {
        await new Promise((resolve) => setTimeout(resolve, random() * 30_000));
        const host = ["a.example", "b.example", "c.example"][Math.floor(random() * 3)]!;
        const delayMs = [500, 1000, 3000][Math.floor(random() * 3)]!;
        const turn = await port.take(host, { delayMs, leaseMs: 60_000, waitMs: 600_000 });
        const startMs = Date.now();
        await new Promise((resolve) => setTimeout(resolve, random() * 2000));
        visits.push({ host, delayMs, startMs, endMs: Date.now() });
        await turn.release(random() < 0.1 ? { backOffMs: 5000 } : {});
      });
      await vi.advanceTimersByTimeAsync(600_000);
      await Promise.all(arrivals);
      expect(visits).toHaveLength(60);
      for (const host of ["a.example", "b.example", "c.example"]) {
        const inOrder = visits.filter((v) => v.host === host).toSorted((a, b) => a.startMs - b.startMs);
        for (const [i, visit] of inOrder.slice(1).entries()) {
          const before = inOrder[i]!;
          expect(visit.startMs - before.endMs).toBeGreaterThanOrEqual(Math.max(visit.delayMs, before.delayMs));
        }
      }
    },
  );

  const options = { delayMs: 1000, leaseMs: 10_000, waitMs: 0 };

  it("says when to come back instead of waiting longer than asked", async () => {
    const port = createMemoryHostTurn();
    await (await port.take("a.example", options)).release({ backOffMs: 90_000 });
    const early = port.take("a.example", { ...options, waitMs: 20_000 });
    await expect(early).rejects.toMatchObject({
      code: "politeness.not-now",
      facts: { host: "a.example", retryAtMs: Date.now() + 90_000 },
    });
  });

  it("frees a host whose visitor died when the lease ends, and ignores his late release", async () => {
    const port = createMemoryHostTurn();
    const dead = await port.take("a.example", options);
    const next = port.take("a.example", { ...options, waitMs: 60_000 });
    await vi.advanceTimersByTimeAsync(11_000);
    await next;
    await dead.release();
    await expect(
      Promise.race([port.take("a.example", options), vi.advanceTimersByTimeAsync(100)]),
    ).rejects.toMatchObject({ code: "politeness.not-now" });
  });

  it("sends everybody in line away when the red switch is thrown", async () => {
    const port = createMemoryHostTurn();
    await port.take("a.example", options);
    const waiting = expect(port.take("a.example", { ...options, waitMs: 60_000 })).rejects.toMatchObject({
      code: "stopped",
    });
    port.stop();
    await waiting;
    await expect(port.take("b.example", options)).rejects.toMatchObject({ code: "stopped" });
    expect(await port.isStopped()).toBe(true);
    port.resume();
    await expect(port.take("b.example", options)).resolves.toBeDefined();
  });

  it("gives a place in line up when the caller aborts", async () => {
    const port = createMemoryHostTurn();
    const first = await port.take("a.example", options);
    const controller = new AbortController();
    const gone = expect(
      port.take("a.example", { ...options, waitMs: 60_000, signal: controller.signal }),
    ).rejects.toThrow("enough");
    controller.abort(new Error("enough"));
    await gone;
    const next = port.take("a.example", { ...options, waitMs: 60_000 });
    await first.release();
    await vi.advanceTimersByTimeAsync(1000);
    await expect(next).resolves.toBeDefined();
  });
});

describe("turn arithmetic", () => {
  it("lets the larger of two delays and a back-off hold", () => {
    const ended = afterRelease(afterTake(unvisited, { nowMs: 1000, leaseMs: 500, delayMs: 2000 }), { nowMs: 1200 });
    expect(freeAtMs(ended, 1000)).toBe(3200);
    expect(freeAtMs(ended, 5000)).toBe(6200);
    expect(freeAtMs(afterRelease(ended, { nowMs: 1300, backOffMs: 9000 }), 1000)).toBe(10_300);
    expect(freeAtMs(unvisited, 1000)).toBe(0);
  });

  it("reads Retry-After as seconds or as a date", () => {
    const nowMs = Date.UTC(2026, 10, 22, 5, 0, 0);
    expect(readRetryAfterMs("120", nowMs)).toBe(120_000);
    expect(readRetryAfterMs("Sun, 22 Nov 2026 05:00:30 GMT", nowMs)).toBe(30_000);
    expect(readRetryAfterMs("Sun, 22 Nov 2026 04:00:00 GMT", nowMs)).toBe(0);
    expect(readRetryAfterMs("soon", nowMs)).toBeNull();
    expect(readRetryAfterMs("-5", nowMs)).toBeNull();
    expect(readRetryAfterMs(undefined, nowMs)).toBeNull();
  });

  it("doubles the back-off with each complaint and never goes below what the host asked", () => {
    const at = (status: number, strikes: number, retryAfter?: string) =>
      backOffAfter({ status, strikes, retryAfter, nowMs: 0 });
    expect([at(200, 0), at(404, 3), at(500, 0)]).toEqual([undefined, undefined, undefined]);
    expect([at(429, 0), at(503, 1), at(429, 2)]).toEqual([30_000, 60_000, 120_000]);
    expect(at(429, 50)).toBe(3_600_000);
    expect(at(429, 0, "5")).toBe(5000);
    expect(at(503, 4, "5")).toBe(480_000);
    expect(at(503, 0, "99999999")).toBe(86_400_000);
  });
});

describe("allowed hours", () => {
  const at = (hour: number, minute = 0) => Date.UTC(2026, 10, 22, hour - 7, minute);
  it("counts in GMT+7 and finds the next opening", () => {
    expect(nextAllowedMs("00:00-24:00", at(3))).toBe(at(3));
    expect(nextAllowedMs("08:00-17:30", at(8))).toBe(at(8));
    expect(nextAllowedMs("08:00-17:30", at(7, 15))).toBe(at(8));
    expect(nextAllowedMs("08:00-17:30", at(17, 30))).toBe(at(32));
  });
  it("understands a window that passes midnight", () => {
    expect(nextAllowedMs("22:00-05:00", at(23))).toBe(at(23));
    expect(nextAllowedMs("22:00-05:00", at(4, 59))).toBe(at(4, 59));
    expect(nextAllowedMs("22:00-05:00", at(12))).toBe(at(22));
  });
});
