// Promises the browser one loopback proxy that resolves once, refuses, pins, counts and tells which address it connected to.
import http from "node:http";
import type net from "node:net";
import { RequestError, Server } from "proxy-chain";
import type { PrepareRequestFunctionOpts, PrepareRequestFunctionResult } from "proxy-chain";
import type { Config } from "#core/config.ts";
import { AppError, toAppError } from "#core/errors.ts";
import { addressBehindProxy } from "#core/nouns/fetched.ts";
import type { ServerAddress } from "#core/nouns/fetched.ts";
import { resolveAllowed } from "./resolve.ts";
import type { Resolver } from "./resolve.ts";
import { hostOf, parseTargetHost, parseTargetUrl, portOf } from "./target.ts";

export interface EgressContact extends ServerAddress {
  host: string;
  port: number;
  /** `tunnel`: CONNECT (https, wss); `plain`: an absolute-form http request. */
  kind: "tunnel" | "plain";
}

interface EgressTarget {
  host: string;
  port: number;
}

export interface EgressRefusal extends EgressTarget {
  reason: string;
}

export interface EgressOptions {
  config: Pick<Config, "allowedPorts" | "allowedLoopbackPorts" | "VONGGAC_PROXY">;
  /** Both directions together, and tunnels plus plain requests. */
  limits: { bytes: number; requests: number };
  onConnection?: (contact: EgressContact) => void;
  resolver?: Resolver;
}

export interface Egress {
  /** `http://127.0.0.1:PORT`, for the browser's proxy setting. */
  url: string;
  port: number;
  /** Bytes that the browser received (`in`) and sent (`out`) so far, TLS and headers included. */
  bytes(): { in: number; out: number };
  addressOf(host: string, port: number): ServerAddress;
  /** `host:port` of every server that a connection was opened to, each once, in order. */
  contacted(): string[];
  /** What the guard or a budget refused, in order. */
  readonly refused: readonly EgressRefusal[];
  /** Names that do not resolve, and tunnels that the upstream proxy could not open, in order. */
  readonly failed: readonly EgressRefusal[];
  stop(): Promise<void>;
}

/** Marks answers that come from this egress and from no site: `refused`, `budget` or `unreachable`. */
export const egressHeader = "x-vonggac-egress";

const budgetCheckMs = 25;
/** As much as Chromium takes; Node by itself gives an answer up after 16 KB of head, and a site that visitors can open would count as dead. */
const maxHeadBytes = 256 * 1024;
const unknownAddress: ServerAddress = { ip: null, note: "" };

/**
 * Starts an egress on 127.0.0.1 with a random port. One egress per browser visit: limits count from start to stop.
 * Refused requests get 403, dead names 502, both with the header `x-vonggac-egress`; over the byte limit every connection is cut.
 * TLS passes through untouched.
 */
export async function startEgress(options: EgressOptions): Promise<Egress> {
  const gate = createGate(options);
  const agent = makeAgent();
  const server = new Server({
    port: 0,
    host: "127.0.0.1",
    authRealm: "VongGac",
    prepareRequestFunction: async (opts) => ({
      ...(await gate.admit(opts)),
      httpAgent: opts.isHttp ? agent : undefined,
    }),
  });
  (server.server as http.Server).prependListener("request", (_request, answer: http.ServerResponse) => {
    // A plain answer keeps the server's own header lines: no Date, Connection or Keep-Alive of ours is added to them.
    answer.sendDate = false;
    answer.removeHeader("connection");
  });
  const meter = createMeter(server, options.limits.bytes, gate.close);
  server.on(
    "tunnelConnectFailed",
    ({ response, customTag }: { response: http.IncomingMessage; customTag: EgressTarget }) => {
      gate.failed.push({ ...customTag, reason: `the upstream proxy answered ${response.statusCode} to CONNECT` });
    },
  );
  await server.listen();
  return {
    url: `http://127.0.0.1:${server.port}`,
    port: server.port,
    bytes: meter.bytes,
    addressOf: (host, port) => gate.addresses.get(`${host.toLowerCase()}:${port}`) ?? unknownAddress,
    contacted: () => [...gate.addresses.keys()],
    refused: gate.refused,
    failed: gate.failed,
    stop: async () => {
      meter.stop();
      agent.destroy();
      await server.close(true);
    },
  };
}

/** The limit of a head is a property of each request; the agent is where all of them pass. */
function makeAgent(): http.Agent {
  const agent = new http.Agent({ keepAlive: true });
  const addRequest = Reflect.get(agent, "addRequest") as (request: http.ClientRequest, ...rest: unknown[]) => void;
  const addWide = (request: http.ClientRequest, ...rest: unknown[]) =>
    addRequest.call(agent, Object.assign(request, { maxHeaderSize: maxHeadBytes }), ...rest);
  return Object.assign(agent, { addRequest: addWide });
}

function createGate(options: EgressOptions) {
  const { config, limits } = options;
  const addresses = new Map<string, ServerAddress>();
  const pins = new Map<string, Promise<PrepareRequestFunctionResult & { address: ServerAddress }>>();
  const refused: EgressRefusal[] = [];
  const failed: EgressRefusal[] = [];
  let requestCount = 0;
  let closedReason = "";

  async function admit(opts: PrepareRequestFunctionOpts): Promise<PrepareRequestFunctionResult> {
    let host = opts.hostname;
    const { port } = opts;
    try {
      requestCount++;
      if (requestCount > limits.requests) closedReason ||= `more than ${limits.requests} requests`;
      if (closedReason !== "") throw new AppError("guard.budget", { detail: closedReason });
      host = targetOf(opts, config);
      const key = `${host}:${port}`;
      let pinning = pins.get(key);
      if (!pinning) pins.set(key, (pinning = pinTarget(host, port, options)));
      const { address, ...result } = await pinning;
      if (closedReason !== "") throw new AppError("guard.budget", { detail: closedReason });
      addresses.set(key, address);
      options.onConnection?.({ host, port, ...address, kind: opts.isHttp ? "plain" : "tunnel" });
      return { ...result, customTag: { host, port } satisfies EgressTarget };
    } catch (error) {
      throw asAnswer(toAppError(error), { host, port });
    }
  }

  function asAnswer(error: AppError, target: EgressTarget): RequestError {
    const reason = typeof error.facts.reason === "string" ? error.facts.reason : error.message;
    const unreachable = error.code.startsWith("fetch.");
    (unreachable ? failed : refused).push({ ...target, reason });
    const mark = unreachable ? "unreachable" : error.code === "guard.budget" ? "budget" : "refused";
    return new RequestError(`${mark}: ${reason}`, unreachable ? 502 : 403, {
      [egressHeader]: mark,
    });
  }

  const close = (reason: string) => {
    closedReason ||= reason;
  };
  return { admit, addresses, refused, failed, close };
}

function targetOf(opts: PrepareRequestFunctionOpts, config: EgressOptions["config"]): string {
  if (!opts.isHttp) return parseTargetHost(opts.hostname, opts.port, config);
  const url = parseTargetUrl(opts.request.url ?? "", config);
  if (portOf(url) !== opts.port) throw new AppError("guard.refused", { detail: "port read in two ways" });
  return hostOf(url);
}

/** Behind an upstream proxy names resolve there; otherwise the one resolved address is what the socket connects to. */
async function pinTarget(
  host: string,
  port: number,
  options: EgressOptions,
): Promise<PrepareRequestFunctionResult & { address: ServerAddress }> {
  const { config, resolver } = options;
  if (config.VONGGAC_PROXY !== undefined) {
    return {
      upstreamProxyUrl: config.VONGGAC_PROXY,
      address: { ip: null, note: addressBehindProxy },
    };
  }
  const pinned = await resolveAllowed(host, { config, port, resolver });
  const lookup = (
    _host: string,
    lookupOptions: { all?: boolean },
    done: (error: null, ...answer: unknown[]) => void,
  ) => {
    if (lookupOptions.all) done(null, [{ address: pinned.ip, family: pinned.family }]);
    else done(null, pinned.ip, pinned.family);
  };
  return {
    dnsLookup: lookup as unknown as NonNullable<PrepareRequestFunctionResult["dnsLookup"]>,
    address: { ip: pinned.ip, note: "" },
  };
}

/** Counts on the browser's side of the proxy; open sockets are looked at every 25 ms, closed ones at their end. */
function createMeter(server: Server, limitBytes: number, close: (reason: string) => void) {
  let closedIn = 0;
  let closedOut = 0;
  const open = new Set<net.Socket>();
  (server.server as http.Server).on("connection", (socket: net.Socket) => {
    open.add(socket);
    socket.once("close", () => {
      open.delete(socket);
      closedIn += socket.bytesWritten;
      closedOut += socket.bytesRead;
    });
  });
  const bytes = () => {
    let sum = { in: closedIn, out: closedOut };
    for (const socket of open) sum = { in: sum.in + socket.bytesWritten, out: sum.out + socket.bytesRead };
    return sum;
  };
  const timer = setInterval(() => {
    const now = bytes();
    if (now.in + now.out <= limitBytes) return;
    close(`more than ${limitBytes} bytes`);
    server.closeConnections();
  }, budgetCheckMs);
  timer.unref();
  return { bytes, stop: () => clearInterval(timer) };
}
