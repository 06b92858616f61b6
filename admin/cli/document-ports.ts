// Promises documents printed by the browser that captures use, and entered in the custody log.
import { now } from "#core/clock.ts";
import type { Config } from "#core/config.ts";
import type { DocumentPorts } from "#admin/server/document-ports.ts";
import { findBrowser } from "#crawler/browser/find-browser.ts";
import { openPrinter, type Printer } from "#evidence/dossier/print-pdf.ts";
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
