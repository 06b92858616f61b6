// Promises strict headers: the desk runs only its own scripts and styles, evidence bytes run nothing at all.
import helmet from "@fastify/helmet";
import type { FastifyInstance } from "fastify";
import type { Origins } from "./origins.ts";

/** Evidence bytes: sandboxed without any permission, whatever they pretend to be. */
export const evidenceCsp = "sandbox; default-src 'none'; frame-ancestors 'none'";

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
  app.addHook("onSend", async (request, reply) => {
    if (request.url.startsWith("/api/") && !reply.hasHeader("cache-control")) reply.header("cache-control", "no-store");
    if (request.surface === "desk") return;
    reply.header("content-security-policy", evidenceCsp);
    if (request.surface === "evidence") reply.header("cross-origin-resource-policy", "cross-origin");
  });
}
