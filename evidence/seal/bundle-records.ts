// Promises the list of WARC records that a capture's bundle becomes, in a fixed order, with each body read from its file.
import path from "node:path";
import type { Bundle } from "#core/nouns/capture.ts";
import { AppError } from "#core/errors.ts";
import { withoutBlanks } from "../archive/surt.ts";
import { recordIdOf, type RecordPlan } from "../archive/warc-record.ts";
import { chainSha256, exchangePlans, warcDate, type ExchangePlans, type Phase } from "./exchange-records.ts";

export interface FilePlan {
  plan: RecordPlan;
  expectedSha256: string | null;
}

export interface BundlePlans {
  /** Every record in the order of the file. */
  all: RecordPlan[];
  exchanges: ExchangePlans[];
  viewport: RecordPlan | null;
  tiles: FilePlan[];
  dom: RecordPlan | null;
  text: RecordPlan | null;
  textBoxes: RecordPlan | null;
  /** In the order of the bundle's list. */
  attachments: FilePlan[];
  secondLook: { viewport: RecordPlan | null; text: RecordPlan | null };
  /** Certificate chains by the SHA-256 of their DER bytes. */
  chains: Map<string, RecordPlan>;
}

/** Throws AppError `seal.failed` when a path leaves the bundle folder or a time is no time. */
export function planRecords(
  bundle: Bundle,
  bundleDir: string,
  facts: { software: string; office: string },
): BundlePlans {
  const warcinfo = planWarcinfo(bundle, facts);
  const inside = (file: string) => insideFolder(bundleDir, file);
  const phased = (phase: Phase, list: Bundle["exchanges"]) =>
    list.map((exchange) => exchangePlans(bundle.captureId, phase, exchange, inside));
  const exchanges = [
    ...phased("capture", bundle.exchanges),
    ...phased("scan", bundle.scanExchanges),
    ...phased("lookup", bundle.lookups),
  ];
  const resource = resourcePlanner(bundle, inside);
  const viewport = bundle.viewportFile === null ? null : resource("urn:view", "", bundle.viewportFile, "image/png");
  const single = bundle.tiles.length === 1;
  const tiles = bundle.tiles.map((tile, i) => ({
    plan: resource(single ? "urn:fullPage" : "urn:tile", single ? "" : `${i}:`, tile.file, "image/png"),
    expectedSha256: tile.sha256,
  }));
  const dom = bundle.domFile === null ? null : resource("urn:dom", "", bundle.domFile, "text/html; charset=utf-8");
  const text = bundle.textFile === null ? null : resource("urn:text", "", bundle.textFile, "text/plain; charset=utf-8");
  const textBoxes =
    bundle.textBoxesFile === null ? null : resource("urn:textBoxes", "", bundle.textBoxesFile, "application/json");
  const attachments = bundle.attachments.map((one, i) => ({
    plan: resource("urn:attachment", `${i + 1}:`, one.file, one.mime, one.url),
    expectedSha256: one.sha256,
  }));
  const secondLook = planSecondLook(bundle, resource);
  const chains = planChains(bundle);
  const pictures = [viewport, ...tiles.map((t) => t.plan), dom, text, textBoxes];
  const beside = [...attachments.map((a) => a.plan), secondLook.viewport, secondLook.text, ...chains.values()];
  const rest = [...pictures, ...beside].filter((p) => p !== null);
  const body = [...exchanges.flatMap((e) => e.records), ...rest];
  for (const plan of body) plan.fields.push(["WARC-Warcinfo-ID", warcinfo.recordId]);
  return {
    all: [warcinfo, ...body],
    exchanges,
    viewport,
    tiles,
    dom,
    text,
    textBoxes,
    attachments,
    secondLook,
    chains,
  };
}

function planWarcinfo(bundle: Bundle, facts: { software: string; office: string }): RecordPlan {
  const fields: [string, string][] = [
    ["software", facts.software],
    ["format", "WARC File Format 1.1"],
    ["conformsTo", "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"],
    ["operator", facts.office],
    ["isPartOf", bundle.captureId],
    ["http-header-user-agent", bundle.browser.userAgent],
  ];
  const text = fields
    .map(([name, value]) => `${name}: ${value.toWellFormed().replace(/[\r\n\0]+/g, " ")}\r\n`)
    .join("");
  return {
    type: "warcinfo",
    recordId: recordIdOf(bundle.captureId, "warcinfo"),
    targetUri: null,
    date: warcDate(bundle.startedAt, "startedAt"),
    contentType: "application/warc-fields",
    fields: [["WARC-Filename", "data.warc.gz"]],
    head: Buffer.alloc(0),
    payload: { bytes: Buffer.from(text) },
    packed: false,
    index: null,
  };
}

type PlanResource = (scheme: string, middle: string, file: string, contentType: string, url?: string) => RecordPlan;

function resourcePlanner(bundle: Bundle, inside: (file: string) => string): PlanResource {
  const date = warcDate(bundle.endedAt, "endedAt");
  return (scheme, middle, file, contentType, url = bundle.finalUrl) => ({
    type: "resource",
    recordId: recordIdOf(bundle.captureId, scheme, middle),
    targetUri: `${scheme}:${middle}${withoutBlanks(url)}`,
    date,
    contentType,
    fields: [],
    head: Buffer.alloc(0),
    payload: { file: inside(file) },
    packed: /^(image\/(?!svg)|video\/|audio\/|application\/(zip|pdf))/.test(contentType),
    index: { mime: contentType.split(";")[0]!, status: null },
  });
}

function planSecondLook({ secondLook }: Bundle, resource: PlanResource): BundlePlans["secondLook"] {
  const viewport = secondLook?.viewportFile ?? null;
  const text = secondLook?.textFile ?? null;
  return {
    viewport: viewport === null ? null : resource("urn:secondView", "", viewport, "image/png"),
    text: text === null ? null : resource("urn:secondText", "", text, "text/plain; charset=utf-8"),
  };
}

function planChains(bundle: Bundle): Map<string, RecordPlan> {
  const chains = new Map<string, RecordPlan>();
  const all = [...bundle.exchanges, ...bundle.scanExchanges, ...bundle.lookups];
  const seen = [bundle.mainTls, ...all.map((e) => e.tls)];
  for (const tls of seen) {
    if (!tls || tls.chain.length === 0) continue;
    const sha256 = chainSha256(tls);
    if (chains.has(sha256)) continue;
    const pem = tls.chain.map(
      (der) =>
        `-----BEGIN CERTIFICATE-----\n${Buffer.from(der, "base64")
          .toString("base64")
          .replace(/(.{64})(?=.)/g, "$1\n")}\n-----END CERTIFICATE-----\n`,
    );
    chains.set(sha256, {
      type: "resource",
      recordId: recordIdOf(bundle.captureId, "urn:tls-chain", sha256),
      targetUri: `urn:tls-chain:${sha256}`,
      date: warcDate(bundle.endedAt, "endedAt"),
      contentType: "application/pem-certificate-chain",
      fields: [],
      head: Buffer.alloc(0),
      payload: { bytes: Buffer.from(pem.join("")) },
      packed: false,
      index: { mime: "application/pem-certificate-chain", status: null },
    });
  }
  return chains;
}

/** Throws AppError `seal.failed` when the path leaves the folder. */
export function insideFolder(folder: string, file: string): string {
  const root = path.resolve(folder);
  const full = path.resolve(root, file);
  if (!full.startsWith(root + path.sep))
    throw new AppError("seal.failed", { detail: `${file}: outside the bundle folder` });
  return full;
}
