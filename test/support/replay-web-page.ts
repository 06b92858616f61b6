// Promises an archive loaded in the ReplayWeb.page package by a real browser, and what a reader then sees of its page.
import { createReadStream, statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { chromium, type Browser, type Frame, type Page } from "playwright-core";
import { readConfig } from "#core/config.ts";
import { findBrowser } from "#crawler/browser/find-browser.ts";

const assets = fileURLToPath(new URL("../../node_modules/replaywebpage/", import.meta.url));

export interface ReplayedPage {
  file: string;
  /** Words of the replayed page; "" where nothing was shown. */
  text: string;
  /** Requests that left for anything but this local server. */
  outside: string[];
  error: string;
}

export interface ReplayWebPage {
  /** Shows the page `url` of the archive; `expected` ends the wait early. */
  show(file: string, url: string, ts: string, expected: string): Promise<ReplayedPage>;
  close(): Promise<void>;
}

const waitMs = 30_000;

export async function openReplayWebPage(): Promise<ReplayWebPage> {
  const served = new Map<string, string>();
  const server = http.createServer((request, response) => void answer(served, request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const found = await findBrowser(readConfig({}));
  const browser = await chromium.launch({
    executablePath: found.executablePath,
    env: found.env as Record<string, string>,
    args: found.sandboxed ? [] : ["--no-sandbox"],
  });
  return {
    show: (file, url, ts, expected) => show({ browser, origin, served }, { file, url, ts, expected }),
    close: async () => {
      await browser.close();
      server.closeAllConnections();
      server.close();
    },
  };
}

async function answer(served: Map<string, string>, request: http.IncomingMessage, response: http.ServerResponse) {
  const url = new URL(request.url ?? "/", "http://local");
  const file = served.get(url.pathname);
  if (file) return sendFile(file, request, response);
  if (url.pathname === "/ui.js" || url.pathname === "/replay/sw.js") {
    response.writeHead(200, { "content-type": "text/javascript" });
    return response.end(await readFile(assets + url.pathname.split("/").at(-1)!));
  }
  if (url.pathname !== "/show") return response.writeHead(404).end();
  const q = (name: string) => (url.searchParams.get(name) ?? "").replace(/[&"<]/g, (c) => `&#${c.charCodeAt(0)};`);
  response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
  return response.end(`<!doctype html><meta charset="utf-8"><script src="/ui.js"></script>
<replay-web-page style="height:900px" embed="replayonly" deepLink="false" replayBase="/replay/" source="${q("source")}" url="${q("url")}" ts="${q("ts")}"></replay-web-page>`);
}

function sendFile(file: string, request: http.IncomingMessage, response: http.ServerResponse): void {
  const size = statSync(file).size;
  const asked = /^bytes=(\d*)-(\d*)$/.exec(request.headers.range ?? "");
  const headers = { "content-type": "application/wacz", "accept-ranges": "bytes" };
  if (!asked) {
    response.writeHead(200, { ...headers, "content-length": size });
    if (request.method === "HEAD") response.end();
    else createReadStream(file).pipe(response);
    return;
  }
  const start = asked[1] === "" ? size - Number(asked[2]) : Number(asked[1]);
  const end = asked[1] === "" || asked[2] === "" ? size - 1 : Math.min(Number(asked[2]), size - 1);
  const range = { "content-range": `bytes ${start}-${end}/${size}`, "content-length": end - start + 1 };
  response.writeHead(206, { ...headers, ...range });
  createReadStream(file, { start, end }).pipe(response);
}

async function show(
  { browser, origin, served }: { browser: Browser; origin: string; served: Map<string, string> },
  { file, url, ts, expected }: { file: string; url: string; ts: string; expected: string },
): Promise<ReplayedPage> {
  const context = await browser.newContext({ locale: "vi-VN" });
  const outside: string[] = [];
  try {
    await context.route(
      (u) => u.origin !== origin && /^https?:$/.test(u.protocol),
      (route) => {
        outside.push(route.request().url());
        return route.abort();
      },
    );
    const source = `/files/${served.size}.wacz`;
    served.set(source, file);
    const page = await context.newPage();
    const address = `${origin}/show?${new URLSearchParams({ source: origin + source, url, ts })}`;
    await page.goto(address);
    let text = await readReplay(page, expected);
    if (text === null) {
      // The viewer's service worker did not take its first page over: opened again it does.
      await page.goto(address);
      text = await readReplay(page, expected);
    }
    return { file, text: text ?? "", outside, error: text === null ? `the viewer showed no page for ${url}` : "" };
  } catch (error) {
    return { file, text: "", outside, error: error instanceof Error ? error.message : String(error) };
  } finally {
    await context.close();
  }
}

/** The page stands in a frame of the viewer's frame. Null when the viewer opened no such frame at all. */
async function readReplay(page: Page, expected: string): Promise<string | null> {
  const endMs = Date.now() + waitMs;
  let text: string | null = null;
  while (Date.now() < endMs) {
    for (const frame of page.frames().filter((f) => f.url().includes("mp_/"))) {
      text = (await readFrame(frame)) || (text ?? "");
      if (text !== "" && squeeze(text).includes(squeeze(expected))) return text;
    }
    await page.waitForTimeout(250);
  }
  return text;
}

export const squeeze = (text: string): string => text.normalize("NFC").replace(/\s+/gu, "");

async function readFrame(frame: Frame): Promise<string> {
  return frame.evaluate(() => document.body?.innerText ?? "").catch(() => "");
}
