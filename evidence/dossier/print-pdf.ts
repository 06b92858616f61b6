// Promises PDF with embedded fonts from HTML of our own, printed by a Chromium that reaches no network and runs no script.
import { type Browser, chromium, type Page } from "playwright-core";
import { AppError, toAppError } from "#core/errors.ts";

/** The browser to print with; the caller has found it (evidence knows no crawler). */
export interface PrintBrowser {
  executablePath: string;
  env: Record<string, string>;
  sandboxed: boolean;
}

export interface Printer {
  /** `created` (RFC 3339) becomes the document's own date, so that the same document printed again says the same. */
  print(page: string, created: string): Promise<Buffer>;
  /** The page as a PNG, for looking at it before it is printed. */
  show(page: string): Promise<Buffer>;
  close(): Promise<void>;
}

const launchMs = 45_000;
const printMs = 60_000;
/** A4 at 96 px an inch. */
const sheet = { width: 794, height: 1123 };

/** Throws AppError `browser.crashed`. */
export async function openPrinter(found: PrintBrowser): Promise<Printer> {
  const browser = await chromium
    .launch({
      executablePath: found.executablePath,
      env: found.env,
      chromiumSandbox: found.sandboxed,
      args: ["--disable-gpu", "--disable-dev-shm-usage", "--font-render-hinting=none"],
      timeout: launchMs,
    })
    .catch((error: unknown) => {
      throw toAppError(error, "browser.crashed");
    });
  return {
    print: (page, created) =>
      withTab(browser, page, async (tab) =>
        dated(await tab.pdf({ preferCSSPageSize: true, printBackground: true, tagged: true, outline: false }), created),
      ),
    show: (page) => withTab(browser, page, (tab) => tab.screenshot({ fullPage: true, type: "png" })),
    close: () => browser.close(),
  };
}

/** A fresh context without script and network for each page; it is closed when it takes too long. */
async function withTab(browser: Browser, page: string, work: (tab: Page) => Promise<Buffer>): Promise<Buffer> {
  const context = await browser.newContext({ javaScriptEnabled: false, offline: true, viewport: sheet });
  const late = setTimeout(() => void context.close(), printMs);
  try {
    const tab = await context.newPage();
    await tab.setContent(page, { waitUntil: "load", timeout: printMs });
    return await work(tab);
  } catch (error) {
    throw new AppError("browser.crashed", { cause: error, detail: "a document could not be printed" });
  } finally {
    clearTimeout(late);
    await context.close();
  }
}

/** Chromium writes the moment of printing in a field of fixed length; the document's own moment is put in its place. */
function dated(pdf: Buffer, created: string): Buffer {
  const digits = created.replace(/\D/g, "").slice(0, 14);
  const text = pdf.toString("latin1").replace(/(\/(?:CreationDate|ModDate) ?\(D:)\d{14}(?=[^\d])/g, `$1${digits}`);
  return Buffer.from(text, "latin1");
}
