// Promises a bare client for the sample web's tests: one request through the proxy, http or https, with no trust in any certificate.
import http from "node:http";
import tls from "node:tls";
import type { Socket } from "node:net";

export interface Seen {
  status: number;
  headers: http.IncomingHttpHeaders;
  body: Buffer;
}

const timeoutMs = 10_000;

/** Opens CONNECT; gives the proxy's status and, when it is 200, the tunnel. */
export function openTunnel(proxyUrl: string, authority: string): Promise<{ status: number; socket: Socket }> {
  const { hostname, port } = new URL(proxyUrl);
  return new Promise((resolve, reject) => {
    const request = http.request({ host: hostname, port, method: "CONNECT", path: authority, timeout: timeoutMs });
    request.on("connect", (response, socket) =>
      resolve({ status: response.statusCode ?? 0, socket: socket as Socket }),
    );
    request.on("error", reject);
    request.end();
  });
}

function read(options: http.RequestOptions): Promise<Seen> {
  return new Promise((resolve, reject) => {
    const request = http.request({ timeout: timeoutMs, ...options }, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts) }),
      );
      response.on("error", reject);
    });
    request.on("error", reject);
    request.end();
  });
}

/** One GET without following redirects. A refused CONNECT gives its status and an empty body. */
export async function getThroughProxy(
  proxyUrl: string,
  address: string,
  headers: Record<string, string> = {},
): Promise<Seen> {
  const url = new URL(address);
  const proxy = new URL(proxyUrl);
  if (url.protocol === "http:") {
    return await read({
      agent: false,
      host: proxy.hostname,
      port: proxy.port,
      path: url.href,
      headers: { host: url.host, ...headers },
    });
  }
  const { status, socket } = await openTunnel(proxyUrl, `${url.hostname}:443`);
  if (status !== 200) return { status, headers: {}, body: Buffer.alloc(0) };
  const secure = tls.connect({ socket, servername: url.hostname, rejectUnauthorized: false });
  const seen = await read({
    createConnection: () => secure,
    path: `${url.pathname}${url.search}`,
    headers: { host: url.host, ...headers },
  });
  secure.destroy();
  return seen;
}
