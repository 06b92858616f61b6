// Promises a small web behind an HTTP forward proxy: each host a function, an unknown host a dead domain.
import http from "node:http";
import type net from "node:net";

export type HostAnswer = (request: http.IncomingMessage & { url: string }, response: http.ServerResponse) => unknown;

export interface ForwardProxy {
  url: string;
  requests: { host: string; path: string; atMs: number; userAgent: string; referrer: string }[];
  stop(): Promise<void>;
}

export async function serveHosts(hosts: Record<string, HostAnswer>): Promise<ForwardProxy> {
  const requests: ForwardProxy["requests"] = [];
  const server = http.createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://none.invalid");
    const { "user-agent": userAgent = "", referer = "" } = request.headers;
    requests.push({
      host: url.hostname,
      path: url.pathname + url.search,
      atMs: performance.now(),
      userAgent,
      referrer: referer,
    });
    const answer = hosts[url.hostname];
    if (answer) return void answer(Object.assign(request, { url: url.pathname + url.search }), response);
    return void response.writeHead(502, { "content-type": "text/plain" }).end("no such host");
  });
  server.on("connect", (_request, socket) => socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n"));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as net.AddressInfo).port}`,
    requests,
    stop: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
