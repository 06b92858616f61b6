// Promises the built page in a real browser without network: files go in as a person would give them, the verdict comes out.
import { mkdtempSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { readConfig } from "#core/config.ts";
import { findBrowser } from "#crawler/browser/find-browser.ts";
import { readVerifierFiles } from "#evidence/verify/verifier-files.ts";
import type { Given } from "./attacks/attack.ts";

export interface PageVerdict {
  ok: boolean;
  level: string;
  trust: string;
  banner: string;
  fingerprint: string;
  /** Names of the checks that failed. */
  failing: string[];
  /** What they say. */
  details: string[];
  claims: Record<string, string>;
}

export interface HtmlVerifier {
  page: Page;
  /** Everything that the page asked for besides itself, and every error in it. */
  disturbances: string[];
  verify(given: Given, trust: string | null): Promise<PageVerdict>;
  close(): Promise<void>;
}

/** A fresh profile, offline, the page opened from a file as by double click. */
export async function openHtmlVerifier(): Promise<HtmlVerifier> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "vonggac-page-"));
  const file = path.join(folder, "MO-TRUOC.html");
  writeFileSync(file, (await readVerifierFiles()).html);
  const browser = await launch();
  const context = await browser.newContext({ offline: true, viewport: { width: 1100, height: 1400 } });
  const page = await context.newPage();
  const disturbances: string[] = [];
  page.on("request", (request) => request.url().startsWith("file://") || disturbances.push(request.url()));
  page.on("pageerror", (error) => disturbances.push(String(error)));
  page.on("console", (message) => message.type() === "error" && disturbances.push(message.text()));
  page.on("dialog", (dialog) => {
    disturbances.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.goto(`file://${file}`);
  return { page, disturbances, verify: (given, trust) => verifyIn(page, given, trust), close: () => browser.close() };
}

async function launch(): Promise<Browser> {
  const found = await findBrowser(readConfig({}));
  return chromium.launch({
    executablePath: found.executablePath,
    env: found.env,
    chromiumSandbox: found.sandboxed,
    args: ["--disable-gpu", "--disable-dev-shm-usage"],
  });
}

async function verifyIn(page: Page, given: Given, trust: string | null): Promise<PageVerdict> {
  await page.evaluate('document.getElementById("main").dataset.state = "waiting"');
  await page.evaluate(`document.getElementById("trust").value = ${JSON.stringify(trust ?? "")}`);
  const files = [{ name: given.file, bytes: given.bytes }, ...(given.beside ?? [])];
  await page.setInputFiles(
    "#file",
    files.map(({ name, bytes }) => ({ name, mimeType: "application/octet-stream", buffer: bytes })),
  );
  await page.waitForSelector('main[data-state="done"]', { timeout: 60_000 });
  return (await page.evaluate(readResult)) as PageVerdict;
}

/** Runs in the page; a text, since tests have no DOM types. */
const readResult = `(() => {
  const result = document.getElementById("result");
  const all = (selector) => [...document.querySelectorAll(selector)];
  return {
    ok: result.dataset.ok === "true",
    level: result.dataset.level,
    trust: result.dataset.trust,
    banner: document.querySelector(".banner strong").textContent,
    fingerprint: document.getElementById("fingerprint").textContent.replaceAll(" ", ""),
    failing: all('details li[data-ok="false"]').map((row) => row.dataset.check),
    details: all('details li[data-ok="false"] .mono').map((row) => row.textContent),
    claims: Object.fromEntries(all("[data-claim]").map((row) => [row.dataset.claim, row.dataset.state])),
  };
})()`;
