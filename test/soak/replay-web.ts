// Promises the replay of our packages in another program by command: npm run soak -- replay-web FILE.wacz|FOLDER….
import { readdirSync, statSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { openSealed } from "#evidence/archive/sealed-reader.ts";
import { openLocalStore } from "#evidence/store/local-store.ts";
import { openReplayWebPage, squeeze } from "../support/replay-web-page.ts";

const Facts = z.object({ finalUrl: z.string(), text: z.object({ record: z.string() }).nullable() });

export async function run(args: string[]): Promise<number> {
  const files = args.flatMap(listPackages);
  if (files.length === 0) {
    process.stderr.write("npm run soak -- replay-web FILE.wacz|FOLDER…\n");
    return 2;
  }
  const viewer = await openReplayWebPage();
  let shown = 0;
  try {
    for (const file of files) {
      const { url, words } = await readExpected(file);
      const seen = await viewer.show(file, url, "", words);
      const ok = words === "" ? seen.error === "" : squeeze(seen.text).includes(squeeze(words));
      if (ok && seen.outside.length === 0) shown++;
      process.stdout.write(
        `${JSON.stringify({ file, url, ok, expected: words, seen: seen.text.slice(0, 120), outside: seen.outside, error: seen.error })}\n`,
      );
    }
  } finally {
    await viewer.close();
  }
  process.stdout.write(`${shown} of ${files.length} replay with the words that were captured\n`);
  return shown === files.length ? 0 : 1;
}

function listPackages(given: string): string[] {
  if (!statSync(given).isDirectory()) return [path.resolve(given)];
  return readdirSync(given, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".wacz"))
    .map((name) => path.resolve(given, name))
    .toSorted();
}

/** A line from the middle of the captured text: long enough to be this page's own. */
async function readExpected(file: string): Promise<{ url: string; words: string }> {
  const sealed = await openSealed(openLocalStore(path.dirname(file)), path.basename(file));
  const facts = Facts.parse(sealed.manifest);
  const text = facts.text ? (await sealed.read(facts.text.record)).payload.toString("utf8").normalize("NFC") : "";
  const lines = text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line.length >= 12 && !/\d{1,2}:\d{2}/.test(line));
  return { url: facts.finalUrl, words: (lines[Math.floor(lines.length / 3)] ?? lines[0] ?? text.trim()).slice(0, 60) };
}
