// Promises the name server's raw answers about a host and its registrable domain, each as an exchange with address `dns:NAME?type=T`.
import dgram from "node:dgram";
import dns from "node:dns";
import { writeFile } from "node:fs/promises";
import net from "node:net";
import path from "node:path";
import { getDomain } from "tldts";
import { now } from "#core/clock.ts";
import { AppError, toAppError } from "#core/errors.ts";
import { newId } from "#core/id.ts";
import { seenByClientOnly, type Exchange } from "#core/nouns/fetched.ts";
import { isRefusedHost } from "../guard/target.ts";
import { buildQuery, readAnswerHead, recordTypes, type RecordType } from "./dns-message.ts";

export interface NameQuestions {
  /** Lower-case ASCII, no port. */
  host: string;
  /** Folder of the bundle; answers go to `lookups/`. */
  outDir: string;
  /** `ip` or `ip:port`, as `dns.getServers()` gives them; the system's when absent. */
  nameServers?: readonly string[];
  signal: AbortSignal;
}

const tryMs = 1500;
const tries = 2;

/** Host and registrable domain (by the Public Suffix List), each once; empty for addresses and names of no public zone. */
export function namesToAsk(host: string): string[] {
  if (net.isIP(host) !== 0 || isRefusedHost(host) !== null || !host.includes(".")) return [];
  return [...new Set([host, getDomain(host) ?? host])];
}

function splitServer(server: string): { address: string; port: number } {
  const match = /^\[?([^\]]+?)\]?:(\d+)$/.exec(server);
  return match && net.isIP(server) === 0
    ? { address: match[1]!, port: Number(match[2]) }
    : { address: server, port: 53 };
}

/** Sends one packet and takes the first answer that belongs to it. Throws AppError `fetch.timeout` or `fetch.unreachable`. */
function exchangePacket(query: Buffer, server: string, signal: AbortSignal): Promise<Buffer> {
  const { address, port } = splitServer(server);
  const socket = dgram.createSocket(net.isIPv6(address) ? "udp6" : "udp4");
  return new Promise<Buffer>((resolve, reject) => {
    const fail = (error: unknown) => reject(toAppError(error, "fetch.unreachable"));
    const late = setTimeout(() => fail(new AppError("fetch.timeout", { detail: `${server}: no answer` })), tryMs);
    const onAbort = () => fail(new AppError("fetch.timeout", { detail: "hết giờ hỏi" }));
    signal.addEventListener("abort", onAbort, { once: true });
    socket.once("close", () => {
      clearTimeout(late);
      signal.removeEventListener("abort", onAbort);
    });
    socket.on("error", fail);
    socket.on("message", (answer) => readAnswerHead(query, answer) && resolve(answer));
    // Connected: the system itself drops packets that come from anyone else.
    socket.connect(port, address, () => socket.send(query));
    if (signal.aborted) onAbort();
  }).finally(() => socket.close());
}

async function askOne(name: string, type: RecordType, questions: NameQuestions): Promise<Exchange> {
  const query = buildQuery(name, type);
  const servers = questions.nameServers ?? dns.getServers();
  const exchange: Exchange = {
    id: newId(),
    url: `dns:${name}?type=${type}`,
    method: "GET",
    requestHeaders: [],
    requestBodyBase64: query.toString("base64"),
    startedAt: now().toISOString(),
    endedAt: "",
    status: null,
    statusText: "",
    httpVersion: "",
    responseHeaders: [],
    bodyForm: "none",
    bodyFile: null,
    bodySizeBytes: 0,
    truncated: "",
    server: { ip: null, note: "" },
    tls: null,
    outcome: "failed",
    outcomeReason: "không có máy chủ tên miền nào",
    resourceType: "dns",
    redirectedFrom: null,
    fromServiceWorker: false,
    ...seenByClientOnly,
  };
  for (let attempt = 0; attempt < tries && exchange.outcome === "failed" && servers.length > 0; attempt++) {
    const server = servers[attempt % servers.length]!;
    try {
      const answer = await exchangePacket(query, server, questions.signal);
      await keepAnswer(exchange, query, answer, server, questions.outDir);
    } catch (error) {
      exchange.outcomeReason = toAppError(error).message;
    }
  }
  return { ...exchange, endedAt: now().toISOString() };
}

/** `status` is the answer's RCODE word in `statusText` and stays null as a number: this is no HTTP. */
async function keepAnswer(exchange: Exchange, query: Buffer, answer: Buffer, server: string, outDir: string) {
  const head = readAnswerHead(query, answer)!;
  const bodyFile = `lookups/${exchange.id}.bin`;
  await writeFile(path.join(outDir, bodyFile), answer, { flag: "wx" });
  Object.assign(exchange, {
    statusText: head.rcode,
    responseHeaders: [["content-type", "application/dns-message"]],
    bodyForm: "wire",
    bodyFile,
    bodySizeBytes: answer.length,
    truncated: head.truncated ? "length" : "",
    server: { ip: splitServer(server).address, note: "máy chủ tên miền của hệ thống" },
    outcome: "recorded",
    outcomeReason: `${head.rcode}, ${head.answers} bản ghi`,
  } satisfies Partial<Exchange>);
}

/** All types for all names at once; a question without an answer is an exchange that failed, never an error. */
export async function askNameServers(questions: NameQuestions): Promise<Exchange[]> {
  const types = Object.keys(recordTypes) as RecordType[];
  const asked = namesToAsk(questions.host).flatMap((name) => types.map((type) => askOne(name, type, questions)));
  return Promise.all(asked);
}
