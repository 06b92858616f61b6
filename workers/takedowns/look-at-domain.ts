// Promises what stands in the registration of a domain now: the name servers' answer and RDAP's status, told as facts.
import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { z } from "zod";
import type { Exchange } from "#core/nouns/fetched.ts";
import type { RecheckResult } from "#core/nouns/case.ts";
import { askNameServers, namesToAsk } from "#crawler/lookups/ask-name-servers.ts";
import { askServer } from "#crawler/lookups/ask-server.ts";
import type { House } from "../house.ts";
import { readNameServers } from "./read-name-servers.ts";

export interface DomainFacts {
  domain: string;
  /** RCODE of the answers about the domain, e.g. NOERROR, NXDOMAIN; null where nobody answered. */
  dns: string | null;
  /** Whether any address or name server is given. */
  hasRecords: boolean;
  nameServers: string[];
  /** HTTP status of RDAP; null where it was not asked or did not answer. */
  rdap: number | null;
  /** RFC 9083 section 4.6 status values. */
  rdapStatus: string[];
}

const budgetMs = 15_000;
/** RDAP words for a domain that is registered and does not resolve (RFC 8056). */
const suspended = /^(client hold|server hold|inactive|redemption period|pending delete|pending restore)$/;
/** Name servers on which registrars put suspended domains. */
const suspendedServers = /suspend|expired|onhold|on-hold|verification-hold|blocked-domain/;

const Rdap = z.object({ status: z.array(z.string()).default([]) });

async function readBody(dir: string, exchange: Exchange): Promise<Buffer | null> {
  return exchange.bodyFile ? readFile(path.join(dir, exchange.bodyFile)).catch(() => null) : null;
}

async function askRdap(house: House, domain: string, dir: string, signal: AbortSignal) {
  const server = house.config.VONGGAC_RDAP_URL;
  if (server === undefined) return { rdap: null, rdapStatus: [] };
  const url = new URL(`domain/${domain}`, server.endsWith("/") ? server : `${server}/`);
  const wait = { leaseMs: 15_000, waitMs: 3000, delayMs: house.config.VONGGAC_DELAY_MS, signal };
  const turn = await house.turn.take(url.hostname, wait).catch(() => null);
  if (!turn) return { rdap: null, rdapStatus: [] };
  try {
    const question = {
      url: url.href,
      purpose: "probe",
      resourceType: "rdap",
      accept: "application/rdap+json, application/json",
      outDir: dir,
      maxBytes: 1_000_000,
      timeoutMs: 6000,
      signal,
      covers: (next: URL) => next.hostname === url.hostname,
    } as const;
    const last = (await askServer(question, { config: house.config, requestLog: house.requestLog })).at(-1);
    if (!last || last.outcome !== "recorded") return { rdap: null, rdapStatus: [] };
    const body = await readBody(dir, last);
    const parsed = Rdap.safeParse(parseJson(body));
    return { rdap: last.status, rdapStatus: parsed.success ? parsed.data.status.map((s) => s.slice(0, 60)) : [] };
  } finally {
    await turn.release();
  }
}

function parseJson(body: Buffer | null): unknown {
  try {
    return JSON.parse(body?.toString("utf8") ?? "null");
  } catch {
    return null; // an answer that is no JSON says nothing
  }
}

/** Asks name servers and RDAP about the registrable domain of an address, within 15 s. Null for addresses without a public domain. */
export async function askDomain(
  house: House,
  address: string,
  nameServers?: readonly string[],
): Promise<DomainFacts | null> {
  const host = URL.canParse(address) ? new URL(address).hostname : address.toLowerCase();
  const domain = namesToAsk(host).at(-1);
  if (!domain) return null;
  const dir = await mkdtemp(path.join(os.tmpdir(), "vonggac-domain-"));
  const signal = AbortSignal.timeout(budgetMs);
  try {
    await mkdir(path.join(dir, "lookups"));
    // Behind a proxy names are resolved by the proxy: this machine's own name servers may not know them.
    const asksDns = house.config.VONGGAC_PROXY === undefined || nameServers !== undefined;
    const questions = { host: domain, outDir: dir, signal, ...(nameServers ? { nameServers } : {}) };
    const [answers, rdap] = await Promise.all([
      asksDns ? askNameServers(questions) : [],
      askRdap(house, domain, dir, signal),
    ]);
    const answered = answers.filter((e) => e.outcome === "recorded");
    const records = answered.filter((e) => e.statusText === "NOERROR" && !e.outcomeReason.endsWith(", 0 bản ghi"));
    const ns = answered.find((e) => e.url.endsWith("?type=NS"));
    const packet = ns ? await readBody(dir, ns) : null;
    const rcodes = new Set(answered.map((e) => e.statusText));
    const dns = rcodes.has("NXDOMAIN") ? "NXDOMAIN" : rcodes.has("NOERROR") ? "NOERROR" : ([...rcodes][0] ?? null);
    const named = packet ? readNameServers(packet).toSorted() : [];
    return { domain, dns, hasRecords: records.length > 0, nameServers: named, ...rdap };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/** What the facts allow to say; silence of name servers and RDAP is no proof. */
export function judgeDomain(facts: DomainFacts | null): { result: RecheckResult; note: string } {
  if (!facts) return { result: "not-captured", note: "địa chỉ không có tên miền công khai để tra" };
  const held = facts.rdapStatus.filter((status) => suspended.test(status.toLowerCase()));
  if (facts.dns === "NXDOMAIN" && facts.rdap === 404)
    return { result: "gone", note: "tên miền không còn: DNS trả lời NXDOMAIN, RDAP không có bản ghi" };
  if (facts.dns === "NXDOMAIN") return { result: "gone", note: "tên miền không phân giải: DNS trả lời NXDOMAIN" };
  if (held.length > 0) return { result: "gone", note: `tên miền bị tạm ngừng theo RDAP: ${held.join(", ")}` };
  const parked = facts.nameServers.filter((name) => suspendedServers.test(name));
  if (parked.length > 0) return { result: "changed", note: `máy chủ tên miền kiểu tạm ngừng: ${parked.join(", ")}` };
  if (facts.dns === null || facts.dns === "SERVFAIL" || facts.dns === "REFUSED")
    return { result: "unreachable", note: "không có câu trả lời của máy chủ tên miền" };
  return facts.hasRecords
    ? { result: "still-up", note: `tên miền còn phân giải${facts.rdap === null ? "; RDAP chưa trả lời" : ""}` }
    : { result: "changed", note: "tên miền còn đăng ký, không còn bản ghi" };
}
