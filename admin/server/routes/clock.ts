// Promises everybody at the desk how far this machine's clock is known to be off.
import { latestClockOffset } from "#core/records/time-stamp.ts";
import { ClockState } from "../../api/clock.ts";
import type { DeskContext } from "../desk-context.ts";
import type { TypedApp } from "../typed-app.ts";

/** Beyond this the clock is said to be off, as `vonggac doctor` says it. */
const toleranceMs = 1000;

async function readClock(ctx: DeskContext): Promise<ClockState> {
  const latest = await latestClockOffset(ctx.pool);
  return {
    latest: latest && { ...latest, at: latest.at.toISOString() },
    isOff: latest !== null && Math.abs(latest.offsetMs) - latest.uncertaintyMs > toleranceMs,
  };
}

export function addClockRoutes(app: TypedApp, ctx: DeskContext): void {
  app.get("/api/clock", { config: { access: "session.own" }, schema: { response: { 200: ClockState } } }, () =>
    readClock(ctx),
  );
}
