// Promises the receiving side: another browser profile without session or network, MO-TRUOC.html out of the package, green, and red after one byte.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { openSource } from "#evidence/verify/node/open-file.ts";
import { readZip } from "#evidence/verify/zip-reader.ts";
import { takeApart } from "../sealed-package.ts";
import type { Taken } from "./approve.ts";
import type { Day } from "./day.ts";

/** A profile that knows nobody and reaches nothing; every request but those for files is told. */
async function openOffline(day: Day, opened: string): Promise<{ page: Page; disturbances: string[] }> {
  const nowhere = { server: "http://127.0.0.1:9" };
  const context = await day.at.browser.newContext({
    offline: true,
    proxy: nowhere,
    viewport: { width: 1100, height: 1400 },
  });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const disturbances: string[] = [];
  page.on("request", (request) => request.url().startsWith("file://") || disturbances.push(request.url()));
  page.on("pageerror", (error) => disturbances.push(error.message));
  page.on("console", (message) => message.type() === "error" && disturbances.push(message.text()));
  expect(await context.cookies()).toEqual([]);
  await page.goto(`file://${opened}`);
  return { page, disturbances };
}

interface Told {
  ok: string | undefined;
  trust: string | undefined;
  words: string;
}

async function check(page: Page, file: string, signer: string): Promise<Told> {
  await page.evaluate('document.getElementById("main").dataset.state = "waiting"');
  await page
    .locator("#trust")
    .evaluate((field, value) => void ((field as unknown as { value: string }).value = value), signer);
  await page.setInputFiles("#file", file);
  await page.locator('main[data-state="done"]').waitFor();
  const read = `({ ...document.getElementById("result").dataset, words: document.querySelector("main").textContent })`;
  return (await page.evaluate(read)) as Told;
}

/** The file with one byte of its largest evidence turned over; gives the name of that evidence in the package. */
async function flipOneByte(file: string, to: string): Promise<string> {
  const { source, close } = await openSource(file);
  const { members } = await readZip(source);
  await close();
  const evidence = members.filter((m) => m.name.endsWith(".wacz")).toSorted((a, b) => b.size - a.size)[0]!;
  const bytes = readFileSync(file);
  const at = Number(evidence.dataOffset) + Math.floor(Number(evidence.size) / 2);
  bytes[at] = bytes[at]! ^ 1;
  writeFileSync(to, bytes);
  return evidence.name;
}

export async function checkAsPolice(day: Day, { file, signer }: Taken): Promise<void> {
  const parts = await takeApart(file);
  const name = [...parts.keys()].find((part) => part.endsWith("MO-TRUOC.html"))!;
  const opened = path.join(day.folder, "MO-TRUOC.html");
  writeFileSync(opened, parts.get(name)!);
  const { page, disturbances } = await openOffline(day, opened);
  const whole = await check(page, file, signer);
  await day.keep(page, "cong-an-kiem-tra-dat");
  expect([whole.ok, whole.trust]).toEqual(["true", "trusted"]);
  const spoilt = path.join(day.folder, "goi-hong.zip");
  const hurt = await flipOneByte(file, spoilt);
  const red = await check(page, spoilt, signer);
  await day.keep(page, "cong-an-kiem-tra-hong");
  expect(red.ok).toBe("false");
  expect(red.words).toContain(path.posix.basename(hurt));
  expect(disturbances).toEqual([]);
  await page.context().close();
}
