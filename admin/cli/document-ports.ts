// Promises documents printed by the browser that captures use, entered in the custody log, and read back for the package of their case.
import { now } from "#core/clock.ts";
import type { Config } from "#core/config.ts";
import type { Db } from "#core/db/sql.ts";
import type { CaseId } from "#core/id.ts";
import type { DocumentKind } from "#core/nouns/document.ts";
import { selectIssuedOfCase } from "#core/records/document.ts";
import type { DocumentPorts } from "#admin/server/document-ports.ts";
import { documentKey } from "#admin/server/issue-document.ts";
import { findBrowser } from "#crawler/browser/find-browser.ts";
import { openPrinter, type Printer } from "#evidence/dossier/print-pdf.ts";
import type { NamedFile } from "#evidence/package/package-input.ts";
import type { Store } from "#evidence/store/store.ts";
import { appendCustody } from "#workers/custody.ts";

export function createDocumentPorts(config: Config): DocumentPorts {
  /** One browser a document: none idles, and what one page did to it reaches no other. */
  const withPrinter = async (work: (printer: Printer) => Promise<Buffer>): Promise<Buffer> => {
    const printer = await openPrinter(await findBrowser(config));
    try {
      return await work(printer);
    } finally {
      await printer.close();
    }
  };
  return {
    print: (page, created) => withPrinter((printer) => printer.print(page, created)),
    show: (page) => withPrinter((printer) => printer.show(page)),
    enterIssued: (tx, { documentId, sha256, actor, detail }) =>
      appendCustody(tx, {
        at: now().toISOString(),
        actor,
        act: "document.issued",
        subject: documentId,
        sha256,
        detail,
      }),
  };
}

const packaged: readonly DocumentKind[] = ["record", "annex", "assessment", "handover"];

/** PDFs of the case as they were issued, for its sealed package. Throws AppError `store.failed` when kept bytes are others. */
export async function readCaseDocuments(db: Db, store: Store, caseId: CaseId): Promise<NamedFile[]> {
  const issued = await selectIssuedOfCase(db, caseId, packaged);
  return Promise.all(
    issued.map(async ({ id, kind, pdfSha256 }, i) => {
      const sha256 = pdfSha256.toString("hex");
      const parts: Buffer[] = [];
      const stream = (await store.get(documentKey(id, "pdf", sha256), { sha256 })) as AsyncIterable<Buffer>;
      for await (const chunk of stream) parts.push(chunk);
      return { name: `van-ban-${i + 1}-${kind}.pdf`, bytes: Buffer.concat(parts) };
    }),
  );
}
