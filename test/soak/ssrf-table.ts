// Promises a count of contacts that a folder of published SSRF payloads causes: it must be 0.
import fs from "node:fs/promises";
import net from "node:net";
import path from "node:path";
import { readConfig } from "#core/config.ts";
import { createFetcher } from "#crawler/fetch/fetcher.ts";
import {
  createMemoryHostTurn,
  createMemoryRequestLog,
  createMemoryRobotsCache,
} from "#crawler/fetch/memory-host-turn.ts";
import { startEgress } from "#crawler/guard/egress.ts";
import type { Resolver } from "#crawler/guard/resolve.ts";
import { startCanary } from "../integration/crawler/canary.ts";
import type { Canary } from "../integration/crawler/canary.ts";
import { serveSite } from "../integration/crawler/hostile-site.ts";

const print = (line: string) => process.stdout.write(`${line}\n`);
const atOnce = 6;

/**
 * `args[0]` is a folder of text files: anything in them that looks like an address is a payload, a line that is a number is a port.
 * Each payload goes to the HTTP client directly and by redirect, and to the browser's egress as CONNECT and as a plain request.
 * Every name resolves to an inner address, so nothing outside this machine can be reached. Returns 0 when there was no contact.
 */
export async function run(args: string[]): Promise<number> {
  const folder = args[0];
  if (folder === undefined) {
    process.stderr.write("usage: ssrf-table FOLDER\n");
    return 2;
  }
  const payloads = await readPayloads(folder);
  const ports = portsOf(payloads);
  const canaries = await startCanaries(ports);
  const byClient = await throughHttpClient(payloads, ports);
  const byEgress = await throughEgress(payloads, ports);
  const touched = canaries.filter((canary) => canary.contacts() > 0);
  await Promise.all(canaries.map((canary) => canary.close()));
  const contacts = byClient.contacts + byEgress.contacts + touched.length;
  print(
    `payloads: ${payloads.length}, canaries on ${canaries.length} ports (touched: ${touched.map((canary) => canary.port).join(" ") || "none"})`,
  );
  print(`HTTP client: ${byClient.asked} asked, ${byClient.refused} refused, ${byClient.contacts} contacted`);
  print(`egress: ${byEgress.asked} asked, ${byEgress.refused} refused, ${byEgress.contacts} contacted`);
  print(`contacts: ${contacts}`);
  return contacts === 0 && payloads.length > 0 ? 0 : 1;
}

async function readPayloads(folder: string): Promise<string[]> {
  const payloads = new Set<string>();
  for (const entry of await fs.readdir(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const text = await fs.readFile(path.join(entry.parentPath, entry.name), "utf8");
    for (const match of text.matchAll(/[a-z][a-z0-9+.-]*:[\\/]{1,3}[^\s`"'<>]+/gi)) payloads.add(match[0]);
    for (const line of text.split("\n").map((raw) => raw.trim())) {
      if (/^\d{1,5}$/.test(line) && Number(line) < 65_536) payloads.add(`http://127.0.0.1:${line}/`);
      else if (/^[\w.:[\]%-]{3,80}$/.test(line)) payloads.add(`http://${line}/`);
    }
  }
  return [...payloads];
}

/** All ports of the payloads are allowed, so that the address alone decides. */
function portsOf(payloads: readonly string[]): number[] {
  const ports = payloads.filter((url) => URL.canParse(url)).map((url) => Number(new URL(url).port || 80));
  return [...new Set([443, ...ports])].filter((port) => port > 0);
}

/** Canaries where the system lets us listen; higher ports belong to other programs of this machine. */
async function startCanaries(ports: readonly number[]): Promise<Canary[]> {
  const started = await Promise.all(
    ports.filter((port) => port < 1024).map((port) => startCanary(port).catch(() => null)),
  );
  return started.filter((canary) => canary !== null);
}

const innerAnswers = ["127.0.0.1", "169.254.169.254", "::1", "10.0.0.1"];

function innerResolver(): Resolver {
  let turn = 0;
  return async () => [{ address: innerAnswers[turn++ % innerAnswers.length]! }];
}

interface Tally {
  asked: number;
  refused: number;
  contacts: number;
}

async function throughHttpClient(payloads: readonly string[], ports: readonly number[]): Promise<Tally> {
  const site = await serveSite((request, response) => {
    const target = new URL(request.url ?? "", "http://site").searchParams.get("url") ?? "";
    response.writeHead(302, { location: Buffer.from(target, "utf8").toString("latin1") }).end();
  });
  const config = readConfig({
    VONGGAC_ALLOWED_PORTS: ports.filter((port) => port !== site.port).join(","),
    VONGGAC_ALLOW_LOOPBACK_PORTS: String(site.port),
    VONGGAC_DELAY_MS: "0",
    VONGGAC_PAGE_TIMEOUT_MS: "3000",
  });
  const requestLog = createMemoryRequestLog();
  const fetcher = createFetcher({
    config,
    turn: createMemoryHostTurn(),
    requestLog,
    robots: createMemoryRobotsCache(),
    resolver: innerResolver(),
  });
  const urls = payloads.flatMap((url) => [url, `${site.base}/?url=${encodeURIComponent(url)}`]);
  const waiting = [...urls];
  let refused = 0;
  const work = async () => {
    for (let url = waiting.shift(); url !== undefined; url = waiting.shift()) {
      const code = await fetcher.fetchPage(url, { respectRobots: false }).then(
        () => "",
        (error: { code?: string }) => error.code,
      );
      if (code === "guard.refused") refused++;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  const beyondSite = requestLog.lines.filter(
    (line) => line.outcome !== "refused" && new URL(line.url).origin !== site.base,
  );
  await fetcher.close();
  await site.close();
  return { asked: urls.length, refused, contacts: beyondSite.length };
}

async function throughEgress(payloads: readonly string[], ports: readonly number[]): Promise<Tally> {
  const config = readConfig({ VONGGAC_ALLOWED_PORTS: ports.join(",") });
  let contacts = 0;
  const egress = await startEgress({
    config,
    limits: { bytes: 1e9, requests: 1e6 },
    onConnection: () => contacts++,
    resolver: innerResolver(),
  });
  const requests = payloads.flatMap((url) => {
    const plain = `GET ${url} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n`;
    const host = /^[a-z+.-]+:[\\/]+([^\\/?#]+)/i.exec(url)?.[1] ?? "";
    const target = /:\d+$/.test(host) ? host : `${host}:80`;
    return [plain, `CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n\r\n`];
  });
  const waiting = [...requests];
  let refused = 0;
  const work = async () => {
    for (let request = waiting.shift(); request !== undefined; request = waiting.shift()) {
      if (/^HTTP\/1\.1 (400|403)/.test(await talk(egress.port, request))) refused++;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  await egress.stop();
  return { asked: requests.length, refused, contacts };
}

async function talk(port: number, request: string): Promise<string> {
  const socket = net.connect(port, "127.0.0.1");
  let answer = "";
  socket.on("data", (chunk) => {
    answer += chunk.toString("latin1");
    socket.end();
  });
  socket.on("error", () => undefined);
  socket.setTimeout(2000, () => socket.destroy());
  socket.write(Buffer.from(request, "utf8"));
  await new Promise((resolve) => socket.on("close", resolve));
  return answer;
}
