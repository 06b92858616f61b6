// Promises strict headers: the desk runs only its own scripts and styles, evidence bytes run nothing at all.
import helmet from "@fastify/helmet";
import type { FastifyInstance, FastifyReply } from "fastify";
import { routeAddress } from "./guard-requests.ts";
import type { Origins } from "./origins.ts";

/** Evidence bytes: sandboxed without any permission, whatever they pretend to be. */
export const evidenceCsp = "sandbox; default-src 'none'; frame-ancestors 'none'";

/**
 * The viewer's own frame on the replay origin: it asks nothing but this origin and stands in nothing but the desk. What it replays gets a
 * policy of its own from its worker (replay-files/sw.js).
 */
const replayCsp = (origins: Origins) =>
  [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "frame-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${origins.desk}`,
  ].join("; ");

/** What may no longer be shown leaves the browser's own copies too. */
function forgetCopies(reply: FastifyReply): void {
  reply.header("clear-site-data", '"cache", "storage"');
}

export async function addSecurityHeaders(app: FastifyInstance, origins: Origins): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "img-src": ["'self'", origins.evidence],
        "frame-src": [origins.replay],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "require-trusted-types-for": ["'script'"],
        "trusted-types": ["'none'"],
      },
    },
    crossOriginEmbedderPolicy: false,
    // The desk shows pictures of the evidence origin.
    crossOriginResourcePolicy: { policy: "same-origin" },
    referrerPolicy: { policy: "no-referrer" },
    strictTransportSecurity: origins.secure ? { maxAge: 31_536_000 } : false,
  });
  app.addHook("onSend", async (request, reply, payload) => {
    if (routeAddress(request).startsWith("/api/") && !reply.hasHeader("cache-control"))
      reply.header("cache-control", "no-store");
    if (request.surface === "desk") return;
    const isReplay = request.surface === "replay" && reply.statusCode < 400;
    reply.header("content-security-policy", isReplay ? replayCsp(origins) : evidenceCsp);
    if (isReplay) reply.removeHeader("x-frame-options");
    if (typeof payload === "string" && payload.includes('"evidence.quarantined"')) forgetCopies(reply);
    if (request.surface === "evidence") reply.header("cross-origin-resource-policy", "cross-origin");
  });
}
