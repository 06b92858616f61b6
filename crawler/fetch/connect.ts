// Promises one connected socket per request, to the pinned address or through the upstream proxy, with its TLS facts.
import { once } from "node:events";
import http from "node:http";
import https from "node:https";
import net from "node:net";
import tls from "node:tls";
import type { Config } from "#core/config.ts";
import { AppError } from "#core/errors.ts";
import { addressBehindProxy } from "#core/nouns/fetched.ts";
import type { ServerAddress, TlsFacts } from "#core/nouns/fetched.ts";
import { resolveAllowed } from "../guard/resolve.ts";
import type { Resolver } from "../guard/resolve.ts";
import { hostOf, portOf } from "../guard/target.ts";

export interface ConnectContext {
  config: Pick<Config, "allowedPorts" | "allowedLoopbackPorts" | "VONGGAC_PROXY">;
  signal: AbortSignal;
  resolver?: Resolver | undefined;
}

export interface Connection {
  socket: net.Socket;
  server: ServerAddress;
  tls: TlsFacts | null;
  /** True when the request line must carry the whole URL (plain http through a proxy). */
  absoluteForm: boolean;
  /** Value of Proxy-Authorization, or null. */
  proxyAuthorization: string | null;
}

/**
 * Opens the connection for `url`, which the guard has already passed; the name is resolved and judged here, once.
 * Throws AppError `guard.refused`, `fetch.unreachable`, or the socket's own error.
 */
export async function connect(url: URL, context: ConnectContext): Promise<Connection> {
  const proxy = context.config.VONGGAC_PROXY === undefined ? null : new URL(context.config.VONGGAC_PROXY);
  const proxyAuthorization = proxy === null || proxy.username === "" ? null : basicAuthorization(proxy);
  if (url.protocol === "http:" && proxy !== null) {
    const socket = await dialProxy(proxy, context.signal);
    return { socket, server: behindProxy, tls: null, absoluteForm: true, proxyAuthorization };
  }
  const { raw, server } =
    proxy === null
      ? await dialPinned(url, context)
      : { raw: await openTunnel(url, proxy, proxyAuthorization, context.signal), server: behindProxy };
  if (url.protocol === "http:")
    return { socket: raw, server, tls: null, absoluteForm: false, proxyAuthorization: null };
  const secured = await secure(raw, hostOf(url), context.signal);
  return { socket: secured, server, tls: readTlsFacts(secured), absoluteForm: false, proxyAuthorization: null };
}

const behindProxy: ServerAddress = { ip: null, note: addressBehindProxy };

async function dialPinned(url: URL, context: ConnectContext): Promise<{ raw: net.Socket; server: ServerAddress }> {
  const { config, signal, resolver } = context;
  const port = portOf(url);
  const pinned = await resolveAllowed(hostOf(url), { config, port, signal, resolver });
  const raw = await opened(net.connect({ host: pinned.ip, port, family: pinned.family }), "connect", signal);
  return { raw, server: { ip: raw.remoteAddress ?? pinned.ip, note: "" } };
}

/** Resolves when `event` came; destroys the socket when the signal or an error came first. */
async function opened<S extends net.Socket>(socket: S, event: string, signal: AbortSignal): Promise<S> {
  try {
    await once(socket, event, { signal });
    return socket;
  } catch (error) {
    socket.on("error", () => undefined);
    socket.destroy();
    throw signal.aborted ? signal.reason : error;
  }
}

/** The operator chose the proxy: it may be on loopback, and its own certificate is checked. */
async function dialProxy(proxy: URL, signal: AbortSignal): Promise<net.Socket> {
  const host = hostOf(proxy);
  const secureProxy = proxy.protocol === "https:";
  const socket = secureProxy
    ? tls.connect({ host, port: portOf(proxy), ...(net.isIP(host) === 0 ? { servername: host } : {}) })
    : net.connect({ host, port: portOf(proxy) });
  try {
    return await opened(socket, secureProxy ? "secureConnect" : "connect", signal);
  } catch (error) {
    if (signal.aborted) throw error;
    const cause = error instanceof Error && "code" in error ? String(error.code) : "";
    throw new AppError("fetch.unreachable", {
      cause: error,
      detail: `the upstream proxy cannot be reached (${cause})`,
      cure: "Check VONGGAC_PROXY.",
      facts: { cause },
    });
  }
}

function basicAuthorization(proxy: URL): string {
  return `Basic ${Buffer.from(`${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`).toString("base64")}`;
}

/** CONNECT (RFC 9110 section 9.3.6). Any answer but 2xx means that the proxy could not reach the host. */
async function openTunnel(
  url: URL,
  proxy: URL,
  proxyAuthorization: string | null,
  signal: AbortSignal,
): Promise<net.Socket> {
  const target = `${url.hostname}:${portOf(url)}`;
  const headers = {
    host: target,
    ...(proxyAuthorization === null ? {} : { "proxy-authorization": proxyAuthorization }),
  };
  const client = proxy.protocol === "https:" ? https : http;
  const request = client.request({
    host: hostOf(proxy),
    port: portOf(proxy),
    method: "CONNECT",
    path: target,
    headers,
    agent: false,
    signal,
  });
  request.end();
  const settled = once(request, "connect").catch((error: unknown) => {
    if (signal.aborted) throw signal.reason;
    const cause = error instanceof Error && "code" in error ? String(error.code) : "";
    throw new AppError("fetch.unreachable", {
      cause: error,
      detail: `the upstream proxy cannot be reached (${cause})`,
      cure: "Check VONGGAC_PROXY.",
      facts: { cause },
    });
  });
  const [answer, socket, head] = (await settled) as [http.IncomingMessage, net.Socket, Buffer];
  const status = answer.statusCode ?? 0;
  if (status < 200 || status > 299) {
    socket.destroy();
    throw new AppError("fetch.unreachable", {
      detail: `${target}: the upstream proxy answered ${status} to CONNECT (dead domain or no route)`,
      facts: { where: target, cause: `proxy ${status}` },
    });
  }
  if (head.length > 0) socket.unshift(head);
  return socket;
}

/** Evidence needs the certificate as it is, so no certificate and no old protocol stops the handshake; the facts say what was wrong. */
async function secure(raw: net.Socket, host: string, signal: AbortSignal): Promise<tls.TLSSocket> {
  const socket = tls.connect({
    socket: raw,
    rejectUnauthorized: false,
    minVersion: "TLSv1",
    ciphers: "DEFAULT@SECLEVEL=0",
    ALPNProtocols: ["http/1.1"],
    ...(net.isIP(host) === 0 ? { servername: host } : { host }),
  });
  return await opened(socket, "secureConnect", signal);
}

function readTlsFacts(socket: tls.TLSSocket): TlsFacts {
  const chain: string[] = [];
  const seen = new Set<string>();
  let certificate: tls.DetailedPeerCertificate | undefined = socket.getPeerCertificate(true);
  while (certificate?.raw !== undefined && !seen.has(certificate.fingerprint256)) {
    seen.add(certificate.fingerprint256);
    chain.push(certificate.raw.toString("base64"));
    certificate = certificate.issuerCertificate;
  }
  const reason = socket.authorizationError as Error | string | null | undefined;
  return {
    trusted: socket.authorized,
    reason: socket.authorized ? "" : String(reason instanceof Error ? reason.message : (reason ?? "UNKNOWN")),
    protocol: socket.getProtocol() ?? "",
    chain,
  };
}
