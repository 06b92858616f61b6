// Promises what stands around a page, asked by this program and not by the page: robots.txt, favicon, name servers and RDAP, each as its own exchange.
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { parse, type DefaultTreeAdapterTypes } from "parse5";
import { getDomain } from "tldts";
import { toAppError } from "#core/errors.ts";
import type { Exchange } from "#core/nouns/fetched.ts";
import { hostOf } from "../guard/target.ts";
import type { HostTurn } from "../ports.ts";
import { askNameServers, namesToAsk } from "./ask-name-servers.ts";
import { askServer, type AskContext, type ServerQuestion } from "./ask-server.ts";

export interface LookUpRequest {
  /** Address of the captured document, whose host's turn the caller holds. */
  pageUrl: string;
  /** Its DOM as HTML, for link rel=icon. */
  html: string;
  /** What the page's own visit recorded: a favicon that is there already is not asked for again. */
  exchanges: readonly Exchange[];
  outDir: string;
}

export interface LookUpDeps extends AskContext {
  turn: HostTurn;
  /** `ip` or `ip:port`; the system's when absent. */
  nameServers?: readonly string[];
  signal?: AbortSignal;
}

const budgetMs = 15_000;
const askMs = 6000;
const limits = { robots: 512_000, favicon: 1_000_000, rdap: 1_000_000 };
const otherTurn = { leaseMs: 15_000, waitMs: 3000 };

function* elements(node: DefaultTreeAdapterTypes.ParentNode): Generator<DefaultTreeAdapterTypes.Element> {
  for (const child of node.childNodes) {
    if (!("tagName" in child)) continue;
    yield child;
    yield* elements(child);
  }
}

/** The first `link rel=icon` of the document's head, absolute; /favicon.ico where there is none. A `data:` icon comes back as it is. */
export function faviconOf(html: string, pageUrl: string): string {
  const root = parse(html).childNodes.find((node) => node.nodeName === "html");
  const head = root && "childNodes" in root ? root.childNodes.find((node) => node.nodeName === "head") : undefined;
  for (const element of head && "childNodes" in head ? elements(head) : []) {
    if (element.tagName !== "link") continue;
    const attribute = (name: string) => element.attrs.find((each) => each.name === name)?.value ?? "";
    const isIcon = attribute("rel").toLowerCase().split(/\s+/).includes("icon");
    if (isIcon && URL.canParse(attribute("href"), pageUrl)) return new URL(attribute("href"), pageUrl).href;
  }
  return new URL("/favicon.ico", pageUrl).href;
}

/** Runs `ask` under the host's turn: the caller's own where the captured page is there, one of its own elsewhere. Throws as the port does. */
async function underTurn<T>(
  url: URL,
  request: LookUpRequest,
  deps: LookUpDeps,
  signal: AbortSignal,
  ask: () => Promise<T>,
) {
  const host = hostOf(url);
  const turn =
    host === hostOf(new URL(request.pageUrl))
      ? null
      : await deps.turn.take(host, { ...otherTurn, delayMs: deps.config.VONGGAC_DELAY_MS, signal });
  try {
    return await ask();
  } finally {
    await turn?.release();
  }
}

async function askRdap(
  domain: string,
  request: LookUpRequest,
  deps: LookUpDeps,
  base: Pick<ServerQuestion, "outDir" | "timeoutMs" | "signal">,
) {
  const server = deps.config.VONGGAC_RDAP_URL!;
  const url = new URL(`domain/${domain}`, server.endsWith("/") ? server : `${server}/`);
  const question = {
    ...base,
    url: url.href,
    purpose: "probe",
    resourceType: "rdap",
    accept: "application/rdap+json, application/json",
    maxBytes: limits.rdap,
    covers: () => true,
  } as const;
  return underTurn(url, request, deps, base.signal, () => askServer(question, deps));
}

async function askSite(
  request: LookUpRequest,
  deps: LookUpDeps,
  base: Pick<ServerQuestion, "outDir" | "timeoutMs" | "signal">,
) {
  const page = new URL(request.pageUrl);
  const covers = (url: URL) => hostOf(url) === hostOf(page);
  const robots = await askServer(
    {
      ...base,
      url: new URL("/robots.txt", page).href,
      purpose: "robots",
      resourceType: "robots",
      accept: "text/plain, */*;q=0.5",
      maxBytes: limits.robots,
      covers,
    },
    deps,
  );
  const icon = faviconOf(request.html, request.pageUrl);
  const known = request.exchanges.some((e) => e.url === icon && e.outcome === "recorded");
  if (known || !/^https?:/.test(icon))
    return { robots, favicon: [], why: known ? "đã có trong bản ghi" : "nằm ngay trong trang" };
  const iconUrl = new URL(icon);
  const question = {
    ...base,
    url: icon,
    purpose: "favicon",
    resourceType: "favicon",
    accept: "image/*, */*;q=0.5",
    maxBytes: limits.favicon,
    covers: (url: URL) => hostOf(url) === hostOf(iconUrl),
  } as const;
  try {
    const favicon = await underTurn(iconUrl, request, deps, base.signal, () => askServer(question, deps));
    return { robots, favicon, why: "" };
  } catch (error) {
    return { robots, favicon: [], why: toAppError(error).message };
  }
}

const describe = (list: readonly Exchange[]): string =>
  list
    .map((e) => (e.outcome === "recorded" ? String(e.status ?? e.statusText) : `${e.outcome}: ${e.outcomeReason}`))
    .join(" → ");

/** All questions within 15 s. Failures are exchanges or words in `note`; nothing is thrown but the end of the disk. */
export async function lookUp(request: LookUpRequest, deps: LookUpDeps): Promise<{ lookups: Exchange[]; note: string }> {
  await mkdir(path.join(request.outDir, "lookups"), { recursive: true });
  const limit = AbortSignal.timeout(budgetMs);
  const signal = deps.signal ? AbortSignal.any([deps.signal, limit]) : limit;
  const base = { outDir: request.outDir, timeoutMs: askMs, signal };
  const host = hostOf(new URL(request.pageUrl));
  const names = namesToAsk(host);
  const behindProxy = deps.config.VONGGAC_PROXY !== undefined;
  const domain = names.length > 0 ? getDomain(host) : null;
  const nameQuestions = {
    host,
    outDir: request.outDir,
    signal,
    ...(deps.nameServers ? { nameServers: deps.nameServers } : {}),
  };
  const rdapWhy =
    deps.config.VONGGAC_RDAP_URL === undefined ? "chưa cấu hình" : domain === null ? "không phải tên miền" : "";
  const [site, dns, rdap] = await Promise.all([
    askSite(request, deps, base),
    behindProxy ? [] : askNameServers(nameQuestions),
    rdapWhy !== "" ? [] : askRdap(domain!, request, deps, base).catch((error: Error) => error.message),
  ]);
  const dnsWhy = behindProxy
    ? "không hỏi: tên miền do proxy phân giải"
    : names.length === 0
      ? "không phải tên miền"
      : "";
  const answered = dns.filter((e) => e.outcome === "recorded").length;
  const note = [
    `robots.txt ${describe(site.robots)}`,
    `favicon ${site.why || describe(site.favicon)}`,
    `DNS ${dnsWhy || `${answered}/${dns.length} câu trả lời`}`,
    `RDAP ${rdapWhy || (typeof rdap === "string" ? rdap : describe(rdap))}`,
  ].join("; ");
  const rdapExchanges = typeof rdap === "string" ? [] : rdap;
  return { lookups: [...site.robots, ...site.favicon, ...dns, ...rdapExchanges], note };
}
