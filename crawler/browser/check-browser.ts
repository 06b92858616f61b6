// Promises to know before the first visit whether this machine's browser starts, draws Vietnamese and survives an https page.
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import type { Config } from "#core/config.ts";
import { type AppError, toAppError } from "#core/errors.ts";
import { findBrowser, type FoundBrowser } from "./find-browser.ts";
import { launchBrowser, type LaunchedBrowser } from "./launch-browser.ts";
import { selfTestCertificate, selfTestKey } from "./self-test-certificate.ts";

export interface BrowserCheck {
  name: "found" | "sandbox" | "starts" | "fonts" | "https";
  ok: boolean;
  detail: string;
  /** The one command or act that mends it; "" where nothing is wrong. */
  cure: string;
}

const stepMs = 15_000;
const libraryCure = "Run: apt-get install -y libsqlite3-0";

async function openTab(browser: LaunchedBrowser): Promise<string> {
  const { targetId } = await browser.connection.send("Target.createTarget", { url: "about:blank" }, "", stepMs);
  const { sessionId } = await browser.connection.send("Target.attachToTarget", { targetId, flatten: true }, "", stepMs);
  return String(sessionId);
}

/** Renders "Ữ" and names the font that drew it; Chromium draws nothing, without any error, where there is none. */
async function checkFonts(browser: LaunchedBrowser): Promise<BrowserCheck> {
  const { connection } = browser;
  const session = await openTab(browser);
  const send = (method: string, params = {}) => connection.send(method, params, session, stepMs);
  const { frameTree } = await send("Page.getFrameTree");
  await send("Page.setDocumentContent", {
    frameId: frameTree.frame.id,
    html: '<p id="t" style="font-family:Arial">Ữ</p>',
  });
  await send("DOM.enable");
  await send("CSS.enable");
  const { root } = await send("DOM.getDocument");
  const { nodeId } = await send("DOM.querySelector", { nodeId: root.nodeId, selector: "#t" });
  const { fonts } = await send("CSS.getPlatformFontsForNode", { nodeId });
  const names = (fonts as { familyName: string; glyphCount: number }[])
    .filter((font) => font.glyphCount > 0)
    .map((font) => font.familyName);
  const ok = names.length > 0;
  return {
    name: "fonts",
    ok,
    detail: ok ? names.join(", ") : "no font draws Vietnamese text",
    cure: ok ? "" : "Run: npm ci (the fonts come with it)",
  };
}

async function startHttps(): Promise<{ server: Server; port: number }> {
  const server = createServer({ cert: selfTestCertificate, key: selfTestKey }, (_request, response) =>
    response.end("<title>vonggac-https</title>"),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { server, port: (server.address() as AddressInfo).port };
}

/** Without libsqlite3 the bundled browser shows http pages and dies on the first https one. */
async function checkHttps(browser: LaunchedBrowser): Promise<BrowserCheck> {
  const { server, port } = await startHttps();
  try {
    const session = await openTab(browser);
    const send = (method: string, params = {}) => browser.connection.send(method, params, session, stepMs);
    await send("Security.setIgnoreCertificateErrors", { ignore: true });
    const { errorText } = await send("Page.navigate", { url: `https://127.0.0.1:${port}/` });
    if (errorText) return { name: "https", ok: false, detail: String(errorText), cure: libraryCure };
    return { name: "https", ok: true, detail: "an https page on 127.0.0.1 opened", cure: "" };
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

function explain(name: BrowserCheck["name"], error: AppError): BrowserCheck {
  const cure = error.cure ?? (name === "https" ? libraryCure : "Run: npx playwright install chromium --with-deps");
  return { name, ok: false, detail: error.message, cure };
}

function checkSandbox(found: FoundBrowser): BrowserCheck {
  const detail = found.sandboxed ? "on" : `off: ${found.sandboxReason}`;
  return {
    name: "sandbox",
    ok: found.sandboxed,
    detail,
    cure: found.sandboxed ? "" : "Run as an ordinary user, or allow user namespaces.",
  };
}

async function checkRunning(found: FoundBrowser): Promise<BrowserCheck[]> {
  let browser: LaunchedBrowser;
  try {
    browser = await launchBrowser(found);
  } catch (error) {
    return [explain("starts", toAppError(error, "browser.crashed"))];
  }
  const checks: BrowserCheck[] = [
    { name: "starts", ok: true, detail: `${browser.product} (${found.source})`, cure: "" },
  ];
  try {
    checks.push(await checkFonts(browser).catch((error) => explain("fonts", toAppError(error, "browser.crashed"))));
    checks.push(await checkHttps(browser).catch((error) => explain("https", toAppError(error, "browser.crashed"))));
  } finally {
    await browser.close();
  }
  return checks;
}

/**
 * Looks at the browser as it will be used. `ok` is false when a visit would fail or a picture would be blank;
 * a missing sandbox alone is told in its own row and does not stop the program. Never throws.
 */
export async function checkBrowser({ config }: { config: Config }): Promise<{ ok: boolean; checks: BrowserCheck[] }> {
  const checks: BrowserCheck[] = [];
  try {
    const found = await findBrowser(config);
    checks.push(
      { name: "found", ok: true, detail: `${found.source}: ${found.executablePath}`, cure: "" },
      checkSandbox(found),
    );
    checks.push(...(await checkRunning(found)));
  } catch (error) {
    checks.push(explain("found", toAppError(error, "browser.missing")));
  }
  return { ok: checks.every((check) => check.ok || check.name === "sandbox"), checks };
}
