// Promises a small web of our own on 127.0.0.1 whose pages try what real ones do, and count who asked for what.
import http from "node:http";
import https from "node:https";
import type { AddressInfo } from "node:net";
import { selfTestCertificate, selfTestKey } from "#crawler/browser/self-test-certificate.ts";

export type Handler = (request: http.IncomingMessage, response: http.ServerResponse, url: URL) => void;

export interface Site {
  origin: string;
  port: number;
  /** Paths in the order they were asked for. */
  asked: string[];
  close(): void;
}

/** A picture of one pixel. */
export const pixel = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

export async function startSite(pages: Record<string, Handler | string>, secure = false): Promise<Site> {
  const asked: string[] = [];
  const listener = (request: http.IncomingMessage, response: http.ServerResponse) => {
    const url = new URL(request.url ?? "/", "http://site");
    asked.push(`${request.method} ${url.pathname}`);
    const page = pages[url.pathname];
    if (page === undefined) {
      response.writeHead(404).end("không có");
    } else if (typeof page === "string") {
      response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(page);
    } else page(request, response, url);
  };
  const server = secure
    ? https.createServer({ cert: selfTestCertificate, key: selfTestKey }, listener)
    : http.createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { origin: `${secure ? "https" : "http"}://127.0.0.1:${port}`, port, asked, close };
}
