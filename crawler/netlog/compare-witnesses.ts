// Promises DevTools' exchanges held against the network log, one by one: verdicts, exact heads, lost bodies, and a count.
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import type { WitnessSummary } from "#core/nouns/capture.ts";
import type { Exchange, ServerAddress } from "#core/nouns/fetched.ts";
import { type Judged, judgeExchange } from "./judge-exchange.ts";
import { isBrowsersOwn, matchRequests } from "./match-requests.ts";
import { bodyKey, pullBodies } from "./pull-bodies.ts";
import { netlogFile } from "./record-netlog.ts";
import { recordMissed } from "./record-missed.ts";
import { sentOn, type WireExchange, type WireLog } from "./wire-exchange.ts";

export interface CompareOptions {
  /** The capture's folder: bodies, and the kept log beside them. */
  outDir: string;
  /** When the books were closed: later requests answer our own questions to the browser and are none of the page. */
  untilMs: number;
  /** Largest decoded body. */
  maxBytes: number;
  /** The server's own address, where it is known. */
  addressOf: (url: string) => ServerAddress;
}

export interface Compared {
  exchanges: Exchange[];
  summary: WitnessSummary;
  /** Addresses that the log alone knows and that could not be recorded whole from it. */
  lost: string[];
  /** Ids of exchanges whose body came out of the log. */
  filled: string[];
  /** Requests of the browser itself that no page asked for. */
  browsersOwn: number;
}

/** DevTools tells of a request some milliseconds after the log does: what began within them before the end is no loss. */
const closingMs = 250;
const maxNamed = 200;
const maxListed = 1000;

/**
 * The exchanges given are not changed; what DevTools never told of follows them as exchanges of its own. Throws what the
 * disk throws.
 */
export async function compareWitnesses(
  exchanges: readonly Exchange[],
  wire: WireLog,
  options: CompareOptions,
): Promise<Compared> {
  const { byExchange, left } = matchRequests(
    exchanges,
    wire.exchanges.filter((one) => one.startedAtMs <= options.untilMs),
  );
  const judged = new Map<string, Judged>();
  for (const exchange of exchanges) {
    const scope = { outDir: options.outDir, complete: wire.complete, maxBytes: options.maxBytes };
    judged.set(exchange.id, await judgeExchange(exchange, byExchange.get(exchange.id), scope));
  }
  const { bodies, filled } = await settleFromLog(exchanges, byExchange, judged, options);
  const done = exchanges.map((exchange) => {
    const { verdict, note } = judged.get(exchange.id)!;
    const one = byExchange.get(exchange.id);
    const withBody = { ...exchange, ...bodies.get(exchange.id) };
    return { ...withBody, ...(one ? exactFacts(exchange, one) : {}), netlog: { verdict, note } };
  });
  const late = left.filter((one) => !isBrowsersOwn(one) && isLate(one, options.untilMs));
  const missed = left.filter((one) => !isBrowsersOwn(one) && !isLate(one, options.untilMs));
  const added = await recordMissed(missed.slice(0, maxNamed), { exchanges, byExchange }, options);
  const onlyInNetlog = [
    ...missed.slice(0, maxNamed).map((one, i) => ({ url: one.url, note: noteOf(one, added[i]!) })),
    ...missed.slice(maxNamed).map(({ url }) => ({ url, note: "không ghi lại: quá nhiều" })),
    ...late.map(({ url }) => ({ url, note: "bắt đầu đúng lúc lần xem kết thúc" })),
  ];
  const all = [...done, ...added];
  return {
    exchanges: all,
    summary: countUp(all, onlyInNetlog.slice(0, maxListed)),
    lost: [
      ...added.filter(({ truncated }) => truncated !== "").map(({ url }) => url),
      ...missed.slice(maxNamed).map(({ url }) => url),
    ],
    filled,
    browsersOwn: left.filter(isBrowsersOwn).length,
  };
}

const isLate = (one: WireExchange, untilMs: number): boolean => one.startedAtMs > untilMs - closingMs;

function noteOf(one: WireExchange, { outcome, truncated }: Exchange): string {
  const what = `${one.method} ${one.status ?? one.netError}`;
  if (outcome !== "recorded") return what;
  return truncated === "" ? `${what}; đã ghi lại từ nhật ký mạng` : `${what}; thân bị cắt (${truncated})`;
}

function countUp(exchanges: readonly Exchange[], onlyInNetlog: WitnessSummary["onlyInNetlog"]): WitnessSummary {
  const outcome = (name: Exchange["outcome"]) => exchanges.filter((e) => e.outcome === name).length;
  const verdict = (...names: string[]) => exchanges.filter((e) => names.includes(e.netlog?.verdict ?? "")).length;
  return {
    exchanges: exchanges.length,
    recorded: outcome("recorded"),
    blocked: outcome("blocked"),
    failed: outcome("failed"),
    agree: verdict("agrees", "agrees-decoded"),
    differ: verdict("differs"),
    unseen: verdict("unseen"),
    onlyInNetlog,
    blankTiles: [],
  };
}

/** Heads and certificates as the log has them; the answer's only where it is the same answer. */
function exactFacts(exchange: Exchange, wire: WireExchange): Partial<Exchange> {
  const facts: Partial<Exchange> = {};
  if (wire.requestHeaders && exchange.outcome !== "blocked") facts.requestHeaders = sentOn(wire.requestHeaders);
  const sameAnswer = exchange.outcome === "recorded" && exchange.status === wire.status;
  if (!sameAnswer || wire.responseHeaders.length === 0) return facts;
  facts.responseHeaders = wire.responseHeaders;
  facts.headersForm = "wire";
  if (wire.statusText !== "") facts.statusText = wire.statusText;
  facts.httpVersion = exchange.httpVersion || wire.httpVersion;
  if (exchange.tls && wire.tls && wire.tls.chain.length > 0)
    facts.tls = { ...exchange.tls, chain: wire.tls.chain, protocol: wire.tls.protocol || exchange.tls.protocol };
  return facts;
}

/** Second reading of the log, for the few questions that hashes do not answer. */
async function settleFromLog(
  exchanges: readonly Exchange[],
  byExchange: ReadonlyMap<string, WireExchange>,
  judged: Map<string, Judged>,
  { outDir, maxBytes }: CompareOptions,
): Promise<{ bodies: Map<string, Partial<Exchange>>; filled: string[] }> {
  const bodies = new Map<string, Partial<Exchange>>();
  const asking = exchanges.filter((e) => judged.get(e.id)!.needs !== "");
  if (asking.length === 0) return { bodies, filled: [] };
  const wants = new Map(
    asking.map((e): [string, number] => [
      bodyKey(byExchange.get(e.id)!),
      judged.get(e.id)!.needs === "prefix" ? e.bodySizeBytes : maxBytes,
    ]),
  );
  const found = await pullBodies(path.join(outDir, netlogFile), wants);
  for (const exchange of asking) {
    const wire = byExchange.get(exchange.id)!;
    const bytes = found.get(bodyKey(wire))!;
    if (judged.get(exchange.id)!.needs === "prefix") {
      const own = await readFile(path.join(outDir, exchange.bodyFile!));
      if (own.equals(bytes))
        judged.set(exchange.id, { verdict: "agrees", note: "bằng nhau đến chỗ bị cắt", needs: "" });
      else if (own.subarray(0, bytes.length).equals(bytes))
        judged.set(exchange.id, { verdict: "unseen", note: "nhật ký giữ lại không đủ dài để so", needs: "" });
    } else if (bytes.length > 0) bodies.set(exchange.id, await fillBody(exchange, wire, bytes, outDir, judged));
  }
  return { bodies, filled: [...bodies.keys()] };
}

async function fillBody(
  exchange: Exchange,
  wire: WireExchange,
  bytes: Buffer,
  outDir: string,
  judged: Map<string, Judged>,
): Promise<Partial<Exchange>> {
  const bodyFile = `exchanges/${exchange.id}.bin`;
  await writeFile(path.join(outDir, bodyFile), bytes);
  // An answer that was cut by us ends in the log without an error: what DevTools calls cut stays cut.
  const whole = exchange.truncated === "" && wire.netError === "" && bytes.length === wire.decoded?.sizeBytes;
  const lost = exchange.outcomeReason === "" ? "" : ` (${exchange.outcomeReason})`;
  judged.set(exchange.id, { verdict: "unseen", note: "thân chỉ có trong nhật ký mạng và được lấy từ đó", needs: "" });
  return {
    bodyFile,
    bodyForm: "decoded",
    bodySizeBytes: bytes.length,
    truncated: whole ? "" : exchange.truncated || "disconnect",
    outcomeReason: `thân lấy từ nhật ký mạng${lost}`,
  };
}
