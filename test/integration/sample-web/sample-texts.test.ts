// Promises that what the sample web says is ours: NFC text, invented names, small in size, and nobody real stands accused.
import { readFile, readdir, stat } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { expectedOutcomes } from "#admin/cli/demo/expected.ts";
import { sitesFolder } from "#admin/cli/demo/site-answers.ts";
import { encodeWindows1258 } from "#admin/cli/demo/windows-1258.ts";

const demo = path.dirname(sitesFolder);

async function textFiles(folder: string): Promise<{ file: string; text: string }[]> {
  const names = await readdir(folder, { recursive: true });
  const texts = names.filter((name) => /\.(html|css|js|json|csv|xml|ts)$/.test(name));
  return await Promise.all(
    texts.map(async (file) => ({ file, text: await readFile(path.join(folder, file), "utf8") })),
  );
}

// Names of real banks, bookmakers, newspapers, shops, wallets and bodies that must never stand in an invented site.
const realNames =
  /vietcombank|techcombank|vietinbank|agribank|sacombank|vpbank|mb ?bank|bidv|tpbank|momo|zalopay|vnpay|viettel|vinaphone|mobifone|shopee|lazada|tiki\b|vnexpress|tuổi trẻ|thanh niên online|dân trí|vietnamnet|kenh14|vtv\d?|baomoi|fb88|w88|m88|kubet|bk8|go88|sunwin|8xbet|789club|five88|sin88|fun88|new88|jun88|hi88|f8bet|ae888|1xbet|bong88|vietlott|ngoại hạng anh/i;

test("every text is NFC", async () => {
  const bent = (await textFiles(demo)).filter(({ text }) => text !== text.normalize("NFC"));
  expect(bent.map(({ file }) => file)).toEqual([]);
});

test("no real bank, bookmaker, newspaper or shop is named anywhere", async () => {
  const named = (await textFiles(demo)).flatMap(({ file, text }) =>
    realNames.test(text) ? [`${file}: ${realNames.exec(text)![0]}`] : [],
  );
  expect(named).toEqual([]);
});

test("planted sites stand under .example, except the lookalike, the commune portal and the Telegram channel", () => {
  const hosts = expectedOutcomes
    .filter((outcome) => outcome.category !== null)
    .map((outcome) => new URL(outcome.url).hostname);
  const registrable = hosts.filter((host) => !host.endsWith(".example"));
  expect(registrable.toSorted()).toEqual(["saomaibank-xacthuc.top", "t.me", "xa-binhan.tinhmau.gov.vn"]);
});

test("every link to another host leads to an invented host or to Telegram", async () => {
  const strange = new Set<string>();
  for (const { file, text } of await textFiles(sitesFolder)) {
    for (const [, host = ""] of text.matchAll(/https?:\/\/([a-z0-9.-]+)/g)) {
      if (
        !/(\.example|tinhmau\.(vn|gov\.vn|edu\.vn|com\.vn)|^tonghoptinhmau\.vn|^saomaibank\.com\.vn|^t\.me|www\.w3\.org|www\.sitemaps\.org|schema\.org)$/.test(
          host,
        )
      )
        strange.add(`${file}: ${host}`);
    }
  }
  expect([...strange]).toEqual([]);
});

test("every phone number stands under 0200, an area code that belongs to no province", async () => {
  const phones = (await textFiles(sitesFolder)).flatMap(({ text }) => text.match(/\b0\d{2,3} \d{3,4} \d{3}\b/g) ?? []);
  expect(phones.length).toBeGreaterThan(10);
  expect(phones.filter((phone) => !phone.startsWith("0200 "))).toEqual([]);
});

test("nothing says that anyone has violated the law", async () => {
  const accusing = (await textFiles(demo)).filter(({ text }) => /vi phạm/i.test(text));
  expect(accusing.map(({ file }) => file)).toEqual([]);
});

test("the whole sample web is smaller than 600 kB", async () => {
  const names = await readdir(demo, { recursive: true });
  const sizes = await Promise.all(names.map(async (name) => await stat(path.join(demo, name))));
  expect(sizes.reduce((sum, entry) => sum + (entry.isFile() ? entry.size : 0), 0)).toBeLessThan(600_000);
});

test("windows-1258 writes tone marks after the vowel and letters outside the page as references", () => {
  expect([...encodeWindows1258("ế")]).toEqual([0xea, 0xec]);
  expect([...encodeWindows1258("đữ")]).toEqual([0xf0, 0xfd, 0xde]);
  expect(encodeWindows1258("→").toString("latin1")).toBe("&#8594;");
});
