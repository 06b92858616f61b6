// Promises the crawler's pulse, once or as a stream, the red switch, and the jobs that gave up.
import { Readable } from "node:stream";
import type { FastifyRequest } from "fastify";
import { now, nowMs } from "#core/clock.ts";
import { inTransaction } from "#core/db/pool.ts";
import { toAppError } from "#core/errors.ts";
import { log } from "#core/log.ts";
import { selectBlocked, selectPace, selectRunningTargets } from "#core/records/crawl-pace.ts";
import { selectDeadJobs, selectLastPages, selectPulse, selectRunning, selectStampPulse } from "#core/records/desk.ts";
import { recordEvent } from "#core/records/event.ts";
import { selectLiveSession } from "#core/records/session.ts";
import { isStopped, setStopped } from "#core/records/setting.ts";
import { Done } from "../../api/problem.ts";
import { DeadJobs, Progress, RedSwitch } from "../../api/scans.ts";
import type { DeskContext } from "../desk-context.ts";
import { sessionOf } from "../guard-requests.ts";
import type { TypedApp } from "../typed-app.ts";

const dayMs = 86_400_000;
const tickMs = 1500;
const shownHosts = 12;

async function readProgress(ctx: DeskContext): Promise<Progress> {
  const since = new Date(nowMs() - dayMs);
  const [stopped, pulse, stamps, pages, running, pace, blocked] = await Promise.all([
    isStopped(ctx.pool),
    selectPulse(ctx.pool, since),
    selectStampPulse(ctx.pool, since),
    selectLastPages(ctx.pool, 25),
    selectRunning(ctx.pool, 50),
    selectPace(ctx.pool, shownHosts),
    selectBlocked(ctx.pool, since),
  ]);
  const targets = await selectRunningTargets(
    ctx.pool,
    running.map((scan) => scan.id),
  );
  const targetOf = new Map(targets.map(({ scanId, targetId, paused }) => [scanId, { id: targetId, paused }]));
  return {
    at: now().toISOString(),
    stopped,
    counts: {
      scansRunning: pulse.scansRunning,
      pagesWaiting: pulse.pagesWaiting,
      pagesDone24h: pulse.pagesDone,
      pagesFailed24h: pulse.pagesFailed,
      capturesWaiting: pulse.capturesWaiting,
      capturesSealed24h: pulse.capturesSealed,
      capturesFailed24h: pulse.capturesFailed,
      deadJobs: pulse.deadJobs,
    },
    stamps: {
      waiting: stamps.waiting,
      refused: stamps.refused,
      reason: stamps.reason,
      unasked24h: stamps.unasked,
      authorities: ctx.config.tsaUrls.length,
    },
    lastPages: pages.map((page) => ({ ...page, at: page.at.toISOString() })),
    running: running.map((scan) => ({
      ...scan,
      queuedAt: scan.queuedAt.toISOString(),
      target: targetOf.get(scan.id) ?? null,
    })),
    // To the second: a wait that shrinks by milliseconds is no news for the stream.
    pace: pace.map((row) => ({ ...row, waitMs: Math.ceil(row.waitMs / 1000) * 1000 })),
    blocked,
  };
}

/** Server-sent events (WHATWG HTML 9.2): a message whenever the pulse changed; ends with the session. */
async function* streamProgress(ctx: DeskContext, request: FastifyRequest): AsyncGenerator<string> {
  const { tokenSha256 } = sessionOf(request);
  let closed = false;
  request.raw.on("close", () => (closed = true));
  let last = "";
  while (!closed) {
    try {
      if (!(await selectLiveSession(ctx.pool, tokenSha256, now()))) return;
      const { at, ...rest } = await readProgress(ctx);
      const body = JSON.stringify(rest);
      yield body === last ? ": still\n\n" : `data: ${JSON.stringify({ at, ...rest })}\n\n`;
      last = body;
    } catch (error) {
      log.warn({ err: toAppError(error) }, "desk.stream-failed");
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, tickMs).unref());
  }
}

export function addScanRoutes(app: TypedApp, ctx: DeskContext): void {
  app.get("/api/progress", { config: { access: "scan.read" }, schema: { response: { 200: Progress } } }, () =>
    readProgress(ctx),
  );

  app.get(
    "/api/progress/stream",
    { config: { access: "scan.read", rateLimit: { max: 30, timeWindow: 60_000 } } },
    async (request, reply) => {
      reply
        .header("content-type", "text/event-stream; charset=utf-8")
        .header("cache-control", "no-store")
        .header("x-accel-buffering", "no");
      return reply.send(Readable.from(streamProgress(ctx, request)));
    },
  );

  app.post(
    "/api/switch",
    { config: { access: "switch.turn" }, schema: { body: RedSwitch, response: { 200: Done } } },
    async (request) => {
      const { login } = sessionOf(request);
      const { stopped, reason } = request.body;
      await inTransaction(ctx.pool, async (tx) => {
        await setStopped(tx, stopped, login);
        await recordEvent(tx, login, "switch.turned", "crawler", { stopped, reason });
      });
      return { done: true as const };
    },
  );

  app.get("/api/dead-jobs", { config: { access: "scan.read" }, schema: { response: { 200: DeadJobs } } }, async () => {
    const items = await selectDeadJobs(ctx.pool, 100);
    return { items: items.map((job) => ({ ...job, at: job.at.toISOString() })) };
  });
}
