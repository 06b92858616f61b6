// Promises the four documents of a package as PDF, the same for the same facts.
import type { NamedFile } from "../package/package-input.ts";
import { annexBody } from "./annex-document.ts";
import type { DossierFacts } from "./dossier-facts.ts";
import { guideBody } from "./guide-document.ts";
import { handoverBody, type HandedPackage, type HandoverFacts } from "./handover-document.ts";
import type { Markup } from "./html.ts";
import { documentPage } from "./page-frame.ts";
import type { Printer } from "./print-pdf.ts";
import { recordBody } from "./record-document.ts";
import { maskCapture } from "./mask-capture.ts";
import { momentShort } from "./vietnamese-time.ts";

export interface DossierPage {
  name: string;
  title: string;
  page: string;
}

const documents: readonly [string, string, (d: DossierFacts) => Markup][] = [
  ["bien-ban-ghi-nhan", "Biên bản ghi nhận nội dung trên môi trường mạng", recordBody],
  ["phu-luc-chung-cu", "Phụ lục chứng cứ", annexBody],
  ["bien-ban-giao-nhan", "Biên bản giao nhận", (d) => handoverBody(handedOf(d), null)],
  ["huong-dan-kiem-tra", "Hướng dẫn kiểm tra", guideBody],
];

/** The documents as pages to be printed. */
export async function dossierPages(facts: DossierFacts): Promise<DossierPage[]> {
  const d = { ...facts, captures: facts.captures.map(maskCapture) };
  const foot = `Gói ${d.packageId} · lập ${momentShort(d.created)} (GMT+7) · ${d.software}`;
  return Promise.all(
    documents.map(async ([name, title, body]) => ({ name, title, page: await documentPage(title, foot, body(d)) })),
  );
}

/** Throws AppError `browser.crashed`. */
export async function makeDossier(
  d: DossierFacts,
  printer: Printer,
  onPrint: (done: number, total: number, title: string) => void = () => undefined,
): Promise<NamedFile[]> {
  const files: NamedFile[] = [];
  for (const { name, title, page } of await dossierPages(d)) {
    onPrint(files.length, documents.length, title);
    files.push({ name: `${name}.pdf`, bytes: await printer.print(page, d.created) });
  }
  return files;
}

/** The record of one hand-over, with the hashes of the finished file. Throws AppError `browser.crashed`. */
export async function printHandover(p: HandedPackage, act: HandoverFacts, printer: Printer): Promise<Buffer> {
  const foot = `Gói ${p.packageId} · SHA-256 ${act.sha256Before.slice(0, 16)}… · ${momentShort(act.at)}`;
  return printer.print(await documentPage("Biên bản giao nhận", foot, handoverBody(p, act)), act.at);
}

function handedOf(d: DossierFacts): HandedPackage {
  return {
    packageId: d.packageId,
    office: d.office,
    created: d.created,
    purpose: d.purpose,
    keyFingerprint: d.keyFingerprint,
    officeCertificate: d.officeCertificate,
    logKey: d.checkpoint?.logKey ?? null,
    captures: d.captures.map((c) => ({
      captureId: c.facts.captureId,
      url: c.facts.finalUrl,
      capturedAt: c.facts.startedAt,
      packageSha256: c.packageSha256,
    })),
  };
}
