// Promises the web app's files and nothing else of the disk; every address without a file is the app's own (its router decides).
import fastifyStatic from "@fastify/static";
import type { FastifyInstance } from "fastify";
import { AppError } from "#core/errors.ts";

const yearSeconds = 31_536_000;

export async function serveWeb(app: FastifyInstance, webDir: string | null): Promise<void> {
  const missing = (url: string) =>
    new AppError("not-found", { detail: url.startsWith("/api/") ? "no such route" : "no such file" });
  if (webDir === null) {
    app.setNotFoundHandler(async (request) => {
      throw missing(request.url);
    });
    return;
  }
  await app.register(fastifyStatic, {
    root: webDir,
    wildcard: false,
    index: false,
    dotfiles: "deny",
    cacheControl: false,
    // Bundled files carry a hash of their content in their name.
    setHeaders: (reply, file) =>
      void reply.header(
        "cache-control",
        file.includes("/assets/") ? `public, max-age=${yearSeconds}, immutable` : "no-cache",
      ),
  });
  app.setNotFoundHandler(async (request, reply) => {
    const isPage = request.surface === "desk" && request.method === "GET" && !/^\/(api|assets|e)\//.test(request.url);
    // A health probe asks for "/" with any type; a picture or a script that is not there must stay an error.
    const wantsPage = request.url === "/" || request.headers.accept?.includes("text/html");
    if (!isPage || !wantsPage) throw missing(request.url);
    return reply.header("cache-control", "no-cache").type("text/html; charset=utf-8").sendFile("index.html");
  });
}
