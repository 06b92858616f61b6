// Promises what is known of this machine's clock at the time of a capture, and null where nothing is.
import { execFile } from "node:child_process";
import { stat } from "node:fs/promises";
import { now, nowMs } from "#core/clock.ts";

/** What is known of the clock: `offsetMs` is this machine's time minus the true time; positive when our clock runs ahead. */
export interface ClockFacts {
  /** Who says so: "tsa …", "chrony", "systemd-timesyncd", or "system" when nobody was asked. */
  source: string;
  offsetMs: number | null;
  /** When it was measured, RFC 3339; null when unknown. */
  checkedAt: string | null;
}

/** Answers of a time-stamp authority are the best measure, as long as they are fresh. */
const freshMs = 24 * 3_600_000;
const askMs = 1500;
const rememberedMs = 60_000;
const timesyncMark = "/run/systemd/timesync/synchronized";

function run(command: string, args: string[]): Promise<string | null> {
  return new Promise((resolve) => {
    execFile(command, args, { timeout: askMs, env: { PATH: process.env.PATH, LC_ALL: "C" } }, (error, stdout) =>
      resolve(error ? null : stdout),
    );
  });
}

/** `chronyc tracking` in words: "System time : 0.000006 seconds slow of NTP time". Null when it is not synchronised or unreadable. */
export function parseChrony(text: string): { offsetMs: number } | null {
  if (!/^Leap status\s*:\s*(Normal|Insert second|Delete second)\s*$/m.test(text)) return null;
  const match = /^System time\s*:\s*([\d.]+) seconds (slow|fast) of NTP time\s*$/m.exec(text);
  if (!match) return null;
  const offsetMs = Number(match[1]) * 1000;
  return { offsetMs: Math.round((match[2] === "fast" ? offsetMs : -offsetMs) * 1000) / 1000 };
}

async function askSystem(): Promise<ClockFacts> {
  const chrony = parseChrony((await run("chronyc", ["-n", "tracking"])) ?? "");
  if (chrony) return { source: "chrony", offsetMs: chrony.offsetMs, checkedAt: now().toISOString() };
  // The mark's time is that of the last synchronisation; its offset is told nowhere that we may read.
  const mark = await stat(timesyncMark).catch(() => null);
  if (mark) return { source: "systemd-timesyncd", offsetMs: null, checkedAt: mark.mtime.toISOString() };
  return { source: "system", offsetMs: null, checkedAt: null };
}

let remembered: { atMs: number; facts: Promise<ClockFacts> } | null = null;

/** `known` is what the office's time-stamp tokens say, or null. The system is asked once a minute at most. Never throws. */
export async function readClock(known: ClockFacts | null = null): Promise<ClockFacts> {
  const knownAtMs = Date.parse(known?.checkedAt ?? "");
  if (known && known.offsetMs !== null && nowMs() - knownAtMs < freshMs) return known;
  if (!remembered || nowMs() - remembered.atMs > rememberedMs) remembered = { atMs: nowMs(), facts: askSystem() };
  return remembered.facts;
}
