// Promises the replay of a sealed archive on its own origin: a short-lived address of one session, each opening in the custody log.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { CaptureId, FindingId, newId } from "#core/id.ts";
import { recordEvent } from "#core/records/event.ts";
import { selectBases } from "#core/records/sealed-payload.ts";
import { ReplayLink } from "../../api/viewing.ts";
import { readRange } from "../byte-range.ts";
import type { DeskContext } from "../desk-context.ts";
import { findOwner, findSeal } from "../find-capture.ts";
import { sessionOf } from "../guard-requests.ts";
import { openSealedPackage } from "../sealed-package.ts";
import type { TypedApp } from "../typed-app.ts";
import { openLink } from "./evidence.ts";

const Params = z.object({ id: CaptureId });
const Query = z.object({ finding: FindingId });
const Token = z.object({ token: z.string().max(400) });

const own = fileURLToPath(new URL("../replay-files/", import.meta.url));
const viewer = path.dirname(createRequire(import.meta.url).resolve("replaywebpage/index.html"));

/** Every file of this origin but the archives; the viewer's are those of its package, unchanged, its licence beside them. */
const files: Record<string, { file: string; type: string }> = {
  "/replay/sw.js": { file: path.join(own, "sw.js"), type: "text/javascript; charset=utf-8" },
  "/replay/start.js": { file: path.join(own, "start.js"), type: "text/javascript; charset=utf-8" },
  "/replay/frame.css": { file: path.join(own, "frame.css"), type: "text/css; charset=utf-8" },
  "/replaywebpage/ui.js": { file: path.join(viewer, "ui.js"), type: "text/javascript; charset=utf-8" },
  // Where the index that the worker answers with looks for it.
  "/replay/ui.js": { file: path.join(viewer, "ui.js"), type: "text/javascript; charset=utf-8" },
  "/replaywebpage/sw.js": { file: path.join(viewer, "sw.js"), type: "text/javascript; charset=utf-8" },
  "/replaywebpage/LICENSE": { file: path.join(viewer, "LICENSE"), type: "text/plain; charset=utf-8" },
};

const escape = (text: string) => text.replace(/[&"<>']/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** Replay clocks are 14 digits, UTC. */
const stampOf = (iso: string) => iso.replace(/\D/g, "").slice(0, 14);

function frameOf(data: Record<string, string>): string {
  const attributes = Object.entries(data)
    .map(([name, value]) => `data-${name}="${escape(value)}"`)
    .join(" ");
  return `<!doctype html>
<html lang="vi">
<meta charset="utf-8">
<title>Bản lưu</title>
<link rel="stylesheet" href="/replay/frame.css">
<div id="replay" ${attributes}></div>
<script src="/replaywebpage/ui.js"></script>
<script src="/replay/start.js"></script>
<!-- ReplayWeb.page, AGPL-3.0-or-later: /replaywebpage/LICENSE; its source: https://github.com/webrecorder/replayweb.page -->
`;
}

async function sealOfLink(ctx: DeskContext, token: string) {
  const { subject } = await openLink(ctx, token, "evidence.read");
  return findSeal(ctx, CaptureId.parse(subject));
}

async function sendArchive(ctx: DeskContext, token: string, request: FastifyRequest, reply: FastifyReply) {
  const seal = await sealOfLink(ctx, token);
  const range = readRange(request.headers.range, seal.sizeBytes);
  reply.type("application/wacz").header("accept-ranges", "bytes").header("cache-control", "no-store");
  const part = range ?? { start: 0, end: seal.sizeBytes };
  if (range) reply.code(206).header("content-range", `bytes ${part.start}-${part.end - 1}/${seal.sizeBytes}`);
  reply.header("content-length", part.end - part.start);
  if (request.method === "HEAD") return reply.send();
  return reply.send(await ctx.store.get(seal.storeKey, part));
}

export function addReplayRoutes(app: TypedApp, ctx: DeskContext): void {
  app.post(
    "/api/captures/:id/replay",
    {
      config: { access: "evidence.read", rateLimit: { max: 60, timeWindow: 60_000 } },
      schema: { params: Params, querystring: Query, response: { 200: ReplayLink } },
    },
    async (request) => {
      const me = sessionOf(request);
      const seal = await findSeal(ctx, request.params.id);
      const finding = await findOwner(ctx, request.query.finding, seal.captureId);
      await ctx.ports.recordCustody("original.viewed", seal, me.login);
      await recordEvent(ctx.pool, me.login, "replay.opened", seal.captureId, { finding: finding.id });
      const { token, until } = ctx.links.make(seal.captureId, me.tokenSha256);
      const bases = (await selectBases(ctx.pool, seal.captureId)).length;
      return { url: `${ctx.origins.replay}/r/${token}/`, until: until.toISOString(), bases };
    },
  );

  app.get("/r/:token/", { config: { access: "public" }, schema: { params: Token } }, async (request, reply) => {
    const { token } = request.params;
    const { manifest } = await openSealedPackage(ctx.store, await sealOfLink(ctx, token));
    const data = {
      source: `${ctx.origins.replay}/r/${token}/archive.wacz`,
      url: manifest.finalUrl,
      ts: stampOf(manifest.startedAt),
      // A name that no page replayed before could have prepared anything under.
      coll: newId(),
      failed: "Trình duyệt này không mở được bản lưu.",
    };
    return reply.type("text/html; charset=utf-8").header("cache-control", "no-store").send(frameOf(data));
  });

  app.get(
    "/r/:token/archive.wacz",
    { config: { access: "public" }, schema: { params: Token } },
    async (request, reply) => sendArchive(ctx, request.params.token, request, reply),
  );

  for (const [url, { file, type }] of Object.entries(files))
    app.get(url, { config: { access: "public" } }, async (_request, reply) =>
      reply
        .type(type)
        .header("cache-control", "no-cache")
        .send(await readFile(file)),
    );
}
