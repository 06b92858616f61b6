// Promises the table: every request of the fidelity site, what the server knows of it, how each witness recorded it, and what is wrong.
import type { Bundle } from "#core/nouns/capture.ts";
import type { Exchange } from "#core/nouns/fetched.ts";
import type { AccessRow } from "./access-log.ts";
import {
  judgeBody,
  judgeEvents,
  judgeFrames,
  judgeHeaders,
  judgeRequestBody,
  type BodyVerdict,
  type HeadersVerdict,
} from "./judge-row.ts";
import type { FidelitySite } from "./site.ts";

export interface TableRow {
  method: string;
  url: string;
  /** null: this request never reached a server. */
  server: { status: number | null; sizeBytes: number; ending: AccessRow["ending"] } | null;
  /** null: DevTools never told of it. */
  devtools: {
    outcome: Exchange["outcome"];
    status: number | null;
    bodyForm: Exchange["bodyForm"];
    sizeBytes: number;
    truncated: Exchange["truncated"];
    fromServiceWorker: boolean;
    reason: string;
  } | null;
  body: BodyVerdict | "n/a";
  headers: HeadersVerdict;
  netlog: string;
  /** Pictures show pages, not requests. */
  rendering: "n/a";
  /** Empty when the request is accounted for; otherwise what is wrong. */
  problem: string;
}

const asHttp = (url: string): string => url.replace(/^ws/, "http");

function takeMatch(row: AccessRow, left: Exchange[]): Exchange | null {
  const same = left.filter(
    (each) => !each.fromServiceWorker && each.method === row.method && asHttp(each.url) === row.url,
  );
  const found = same.find((each) => each.status === row.status) ?? same.find((each) => each.status === null) ?? null;
  if (found) left.splice(left.indexOf(found), 1);
  return found;
}

const devtoolsOf = (exchange: Exchange): TableRow["devtools"] => ({
  outcome: exchange.outcome,
  status: exchange.status,
  bodyForm: exchange.bodyForm,
  sizeBytes: exchange.bodySizeBytes,
  truncated: exchange.truncated,
  fromServiceWorker: exchange.fromServiceWorker,
  reason: exchange.outcomeReason,
});

/** DevTools never told of it (Chromium's own look for a newer service worker): the record comes out of the network log. */
const isFromLog = ({ outcomeReason }: Exchange): boolean => outcomeReason.includes("DevTools không kể");

/** A redirect's own body is shown to nobody, and no browser hands it out. */
const isRedirect = (status: number | null): boolean => status !== null && status >= 300 && status < 400;

function findProblem(row: AccessRow, exchange: Exchange, body: BodyVerdict, context: Context): string {
  if (exchange.outcome !== "recorded") return exchange.outcomeReason === "" ? "no reason" : "";
  const { site, folder } = context;
  const truth = row.ending === "upgraded" ? site.sockets.get(row.url) : undefined;
  if (truth) return judgeFrames(truth, exchange, folder);
  const wrong = judgeRequestBody(row, exchange);
  if (wrong !== "") return wrong;
  if (exchange.resourceType === "EventSource") return judgeEvents(row, exchange, folder);
  if (body === "differs") return "the recorded body is another one";
  if (exchange.truncated !== "") return "";
  if (row.ending !== "complete") return "the server's answer never ended, the record calls it whole";
  if (body !== "exact" && !isRedirect(row.status)) return "the body is missing and nothing says so";
  return judgeHeaders(row, exchange) === "differs" ? "headers differ" : "";
}

interface Context {
  site: FidelitySite;
  bundle: Bundle;
  folder: string;
}

function serverRow(row: AccessRow, exchange: Exchange | null, context: Context): TableRow {
  const server = { status: row.status, sizeBytes: row.plain.length, ending: row.ending };
  const base = { method: row.method, url: row.url, server, rendering: "n/a" as const };
  if (exchange === null) {
    const isNamed = context.bundle.witnesses?.onlyInNetlog.some(({ url }) => asHttp(url) === row.url) === true;
    const netlog = isNamed ? "only here" : "unseen";
    return { ...base, devtools: null, body: "n/a", headers: "n/a", netlog, problem: isNamed ? "" : "on no book" };
  }
  const isRecorded = exchange.outcome === "recorded";
  const body = isRecorded ? judgeBody(row, exchange, context.folder) : "n/a";
  return {
    ...base,
    devtools: isFromLog(exchange) ? null : devtoolsOf(exchange),
    body,
    headers: judgeHeaders(row, exchange),
    netlog: isFromLog(exchange) ? "only here" : (exchange.netlog?.verdict ?? ""),
    problem: findProblem(row, exchange, body === "n/a" ? "none" : body, context),
  };
}

/** A request on the books that no server knows: refused, failed, or answered by the page's own service worker. */
function loneRow(exchange: Exchange): TableRow {
  // Given up by the page before DevTools could say that it came from the disk cache: the network log says so.
  const isCached = exchange.netlog?.verdict === "not-applicable" && exchange.netlog.note !== "";
  const isMade = exchange.outcome === "recorded" && (exchange.fromServiceWorker || isCached);
  const isEnded = exchange.outcome !== "recorded" && exchange.outcomeReason !== "";
  const problem = isEnded ? "" : isMade && exchange.bodyFile !== null ? "" : "recorded, but no server received it";
  const netlog = exchange.netlog?.verdict ?? "";
  const base = { method: exchange.method, url: exchange.url, server: null, devtools: devtoolsOf(exchange) };
  return { ...base, body: "n/a", headers: "n/a", netlog, rendering: "n/a", problem };
}

/** Requests that no server of the site can know of: they must be on the books all the same. */
const mustStand = (site: FidelitySite): string[] => [
  "http://10.0.0.1/inside.png",
  "http://169.254.169.254/latest/meta-data/",
  "http://khong-co-that.invalid/x.png",
  "http://127.0.0.1:1/unsafe-port.png",
  "ws://10.0.0.1/inside",
  `${site.doors.main}/sw/made`,
  `${site.doors.main}/sw/upstream`,
];

/** Never asked for by a headless Chromium; this program asks itself, among its lookups. */
const seldomAsked = new Set(["/favicon.ico"]);

/** Rows in the order of the server's log, then what only the books know. */
export function buildTable(site: FidelitySite, bundle: Bundle, folder: string): TableRow[] {
  const context = { site, bundle, folder };
  const left = [...bundle.exchanges, ...bundle.lookups];
  const rows = site.log.map((row) => serverRow(row, takeMatch(row, left), context));
  rows.push(...left.map(loneRow));
  const known = new Set(rows.map((row) => row.url));
  const empty = { server: null, devtools: null, body: "n/a", headers: "n/a", netlog: "", rendering: "n/a" } as const;
  for (const url of mustStand(site))
    if (!known.has(url)) rows.push({ ...empty, method: "GET", url, problem: "on no book" });
  const cached = bundle.steps.find(({ step }) => step === "account")?.note ?? "";
  if (/ 0 lấy từ bộ nhớ đệm/.test(cached))
    rows.push({ ...empty, method: "GET", url: `${site.doors.main}/cached.js`, problem: "no answer came from a cache" });
  const paths = new Set(rows.map((row) => new URL(row.url).pathname));
  for (const path of site.paths)
    if (!paths.has(path) && !seldomAsked.has(path))
      rows.push({ ...empty, method: "GET", url: `${site.doors.main}${path}`, problem: "the page never asked for it" });
  return rows;
}

/** The table as text, one row a line. */
export function printTable(rows: readonly TableRow[], site: FidelitySite): string {
  const doors = Object.entries(site.doors).map(([door, origin]): [string, string] => [origin, `[${door}]`]);
  const short = (url: string) => doors.reduce((text, [origin, door]) => text.replace(origin, door), url);
  const cells = rows.map((row) => [
    `${row.method} ${short(asHttp(row.url) === row.url ? row.url : asHttp(row.url))}`,
    row.server ? `${row.server.status ?? "–"} ${row.server.sizeBytes} B ${row.server.ending}` : "never reached",
    row.devtools
      ? `${row.devtools.outcome} ${row.devtools.status ?? ""} ${row.devtools.bodyForm} ${row.devtools.sizeBytes} B ${row.devtools.truncated}${row.devtools.fromServiceWorker ? " service-worker" : ""}`
      : "not told",
    row.body,
    row.headers,
    row.netlog || "–",
    row.problem || "ok",
    row.devtools?.reason ?? "",
  ]);
  const head = ["request", "server", "DevTools", "body", "headers", "NetLog", "account", "said"];
  const widths = head.map((title, i) => Math.max(title.length, ...cells.map((row) => row[i]!.length)));
  return [head, ...cells]
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(i === head.length - 1 ? 0 : widths[i]!))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
