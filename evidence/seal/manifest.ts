// Promises `evidence/manifest.json`: everything known of a capture, in canonical JSON, under the one signature.
//
// Which bytes are covered by what:
//   signature in datapackage-digest.json  covers  "sha256:" + SHA-256 of datapackage.json
//   datapackage.json    covers every other member but the digest file, by SHA-256 and size
//   evidence/manifest.json (covered by datapackage.json)  covers archive/ to forensic/ once more, and repeats
//     created, software, key and public key, so that the digest file holds no value that is not signed
//   records[] here      tile the WARC file without a gap: offset, length and SHA-256 of every gzip member
//   the container       has no free byte (archive/zip-format.ts); its order is that of files[], then the manifest,
//     datapackage.json and datapackage-digest.json
// Time-stamp tokens and a second signature (CMS) belong over the digest file's bytes, as members after it: they cannot be
// inside what they sign, and each covers itself.
import { createHash } from "node:crypto";
import type { Bundle } from "#core/nouns/capture.ts";
import { asJson, type Json } from "../archive/canonical-json.ts";
import type { LedgerHead } from "../ledger/entry.ts";
import type { FileFacts } from "../archive/wacz-files.ts";
import type { RecordPlan, WrittenRecord } from "../archive/warc-record.ts";
import type { BundlePlans } from "./bundle-records.ts";
import { chainSha256, type ExchangePlans, type Phase } from "./exchange-records.ts";
import type { Keyring } from "./keyring.ts";

export interface ManifestFacts {
  bundle: Bundle;
  plans: BundlePlans;
  written: Map<string, WrittenRecord>;
  files: readonly FileFacts[];
  created: string;
  software: string;
  office: string;
  keyring: Keyring;
  ledgerHead: LedgerHead | null;
  /** The detection that was run again on the captured bytes; opaque here. */
  detection: unknown;
}

export const manifestFormat = "vonggac-evidence/2";

export function manifestOf(facts: ManifestFacts): Json {
  const { bundle, plans, written, keyring } = facts;
  const at = (plan: RecordPlan | null) => (plan === null ? null : recordRef(written, plan));
  const rows = (wanted: (phase: Phase) => boolean) =>
    plans.exchanges.filter(({ phase }) => wanted(phase)).map((plan) => exchangeRow(plan, plans, written));
  const {
    exchanges: _e,
    scanExchanges: _s,
    tiles,
    viewportFile: _v,
    domFile: _d,
    textFile: _t,
    textBoxesFile: _b,
    mainTls,
    egress,
    attachments,
    netlog,
    secondLook,
    lookups: _l,
    ...plain
  } = bundle;
  return asJson({
    ...plain,
    format: manifestFormat,
    created: facts.created,
    software: facts.software,
    office: facts.office,
    key: { algorithm: "ECDSA P-384, SHA-256", fingerprint: keyring.fingerprint, publicKey: keyring.publicKey },
    egress: { ...egress, proxy: egress.proxy === null ? null : withoutCredentials(egress.proxy) },
    viewportPicture: at(plans.viewport),
    tiles: plans.tiles.map(({ plan }, i) => ({
      ...at(plan),
      x: tiles[i]!.x,
      y: tiles[i]!.y,
      width: tiles[i]!.width,
      height: tiles[i]!.height,
      blankShare: tiles[i]!.blankShare,
    })),
    dom: at(plans.dom),
    text: at(plans.text),
    textBoxes: at(plans.textBoxes),
    mainTls: mainTls && tlsFacts(mainTls, plans, written),
    exchanges: rows((phase) => phase !== "lookup"),
    lookups: rows((phase) => phase === "lookup"),
    attachments: attachments.map(({ kind, url, mime, sizeBytes, sha256, note }, i) => ({
      kind,
      url,
      mime,
      sizeBytes,
      sha256,
      note,
      record: plans.attachments[i]!.plan.recordId,
    })),
    netlog: netlog && netlogFacts(netlog),
    secondLook: secondLook && secondLookFacts(secondLook, at(plans.secondLook.viewport), at(plans.secondLook.text)),
    detection: facts.detection ?? null,
    ledger: facts.ledgerHead,
    records: plans.all.map((plan) => written.get(plan.recordId)!),
    files: facts.files.map((file) => ({ path: file.path, sha256: file.sha256, sizeBytes: file.sizeBytes })),
  });
}

function recordRef(written: Map<string, WrittenRecord>, plan: RecordPlan) {
  const record = written.get(plan.recordId)!;
  return { record: record.id, sha256: record.payloadSha256, sizeBytes: record.payloadSizeBytes };
}

function exchangeRow(plans: ExchangePlans, all: BundlePlans, written: Map<string, WrittenRecord>) {
  const { exchange, phase } = plans;
  const body = plans.answer && recordRef(written, plans.answer);
  return {
    id: exchange.id,
    phase,
    url: exchange.url,
    method: exchange.method,
    status: exchange.status,
    startedAt: exchange.startedAt,
    endedAt: exchange.endedAt,
    httpVersion: exchange.httpVersion,
    resourceType: exchange.resourceType,
    outcome: exchange.outcome,
    outcomeReason: exchange.outcomeReason,
    redirectedFrom: exchange.redirectedFrom,
    fromServiceWorker: exchange.fromServiceWorker,
    server: exchange.server,
    tls: exchange.tls && tlsFacts(exchange.tls, all, written),
    bodyForm: exchange.bodyForm,
    truncated: exchange.truncated,
    bodySha256: body?.sha256 ?? null,
    bodySizeBytes: body?.sizeBytes ?? 0,
    answerRecord: body?.record ?? null,
    requestRecord: plans.request?.recordId ?? null,
    metadataRecord: plans.metadata.recordId,
    headersForm: exchange.headersForm,
    netlog: exchange.netlog,
    messagesRecord: plans.messages?.recordId ?? null,
    messagesSha256: plans.messages && recordRef(written, plans.messages).sha256,
  };
}

/** Where the network log stands in the container. */
export const netlogMember = "forensic/netlog.json.zst";

function netlogFacts({ file: _f, ...facts }: NonNullable<Bundle["netlog"]>) {
  return { path: netlogMember, ...facts };
}

function secondLookFacts(look: NonNullable<Bundle["secondLook"]>, viewportPicture: Json, text: Json) {
  const { viewportFile: _v, textFile: _t, ...facts } = look;
  return { ...facts, viewportPicture, text };
}

function tlsFacts(tls: NonNullable<Bundle["mainTls"]>, plans: BundlePlans, written: Map<string, WrittenRecord>) {
  const chain = tls.chain.map((der) => createHash("sha256").update(Buffer.from(der, "base64")).digest("hex"));
  const record = tls.chain.length === 0 ? undefined : plans.chains.get(chainSha256(tls));
  return {
    trusted: tls.trusted,
    reason: tls.reason,
    protocol: tls.protocol,
    chainSha256s: chain,
    chainRecord: record ? recordRef(written, record).record : null,
  };
}

/** A proxy's password is nobody's evidence. */
function withoutCredentials(proxy: string): string {
  // The bundle names a proxy by its host and port alone; such a name is no URL.
  if (!/^https?:\/\//.test(proxy) || !URL.canParse(proxy)) return proxy.replace(/^.*@/, "");
  const url = new URL(proxy);
  url.username = "";
  url.password = "";
  return url.href;
}
