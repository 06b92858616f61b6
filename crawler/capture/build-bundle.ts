// Promises the Bundle: everything the visit knows, put together in one place.
import { readFileSync } from "node:fs";
import { now } from "#core/clock.ts";
import type { Bundle } from "#core/nouns/capture.ts";
import type { Exchange } from "#core/nouns/fetched.ts";
import { findMain, listMainDocuments, type Ending } from "./decide-status.ts";
import { acceptLanguage } from "./open-visit.ts";
import type { Visit } from "./visit.ts";

const program = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
  name: string;
  version: string;
};

/** From document to document; a status of 200 means that the page itself led on (script or refresh). */
function listRedirects(documents: readonly Exchange[]): Bundle["redirects"] {
  const steps = documents
    .slice(1)
    .map((to, index) => ({ from: documents[index]!.url, to: to.url, status: documents[index]!.status ?? 0 }));
  return steps.filter((step) => step.from !== step.to);
}

const serverDate = (main: Exchange | null): string | null =>
  main?.responseHeaders.find(([name]) => name.toLowerCase() === "date")?.[1] ?? null;

/** `proxy` names the upstream host only: its address may carry a password. */
function describeProxy(visit: Visit): string | null {
  return visit.config.VONGGAC_PROXY === undefined ? null : new URL(visit.config.VONGGAC_PROXY).host;
}

export function buildBundle(visit: Visit, exchanges: Exchange[], ending: Ending, startedAt: Date): Bundle {
  const { request, findings, browser, found } = visit;
  const main = findMain(visit, exchanges);
  const bytes = visit.egress.bytes();
  return {
    captureId: request.captureId,
    requestedUrl: request.url,
    finalUrl: findings.finalUrl,
    status: ending.status,
    statusReason: ending.reason,
    startedAt: startedAt.toISOString(),
    endedAt: now().toISOString(),
    title: findings.title,
    exchanges,
    scanExchanges: request.scanExchanges ?? [],
    viewportFile: findings.viewportFile,
    tiles: findings.tiles,
    pageWidth: findings.pageWidth,
    pageHeight: findings.pageHeight,
    domFile: findings.domFile,
    textFile: findings.textFile,
    textBoxesFile: findings.textBoxesFile,
    redirects: listRedirects(listMainDocuments(visit, exchanges)),
    mainTls: main?.tls ?? null,
    browser: {
      product: browser.product,
      revision: browser.revision,
      userAgent: visit.userAgent,
      source: found.source,
      sandboxed: found.sandboxed,
    },
    program: { name: program.name, version: program.version, node: process.version },
    viewport: visit.view,
    language: acceptLanguage,
    referrer: request.referrer ?? "",
    clock: { source: "system", offsetMs: null, checkedAt: null, serverDate: serverDate(main) },
    fonts: findings.fonts,
    egress: { proxy: describeProxy(visit), bytesIn: bytes.in, bytesOut: bytes.out },
    steps: visit.steps,
    askedBy: request.askedBy,
    reason: request.reason,
    notCaptured: [...visit.notCaptured.list(), ...visit.declined.list(), ...visit.watch.popups.list()],
    lookups: [],
    attachments: findings.attachments,
    netlog: null,
    witnesses: null,
    secondLook: null,
  };
}
