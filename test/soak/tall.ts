// Promises that every row of a page of 120,000 px (or HEIGHT) stands in its tile where the page painted it: `npm run soak -- tall [HEIGHT]`.
import { maxPageHeight } from "#crawler/capture/steps/scroll.ts";
import { startSite } from "../integration/capture/site.ts";
import { visitOnce } from "../integration/capture/visit-once.ts";
import { readTile, tallPage } from "../support/tall-page.ts";

export async function run(args: string[]): Promise<number> {
  const heightPx = Number(args[0] ?? maxPageHeight);
  const print = (line: string) => void process.stdout.write(`${line}\n`);
  if (!Number.isInteger(heightPx / 100) || heightPx < 100 || heightPx > maxPageHeight) {
    print(`HEIGHT is a multiple of 100 up to ${maxPageHeight}`);
    return 2;
  }
  const site = await startSite({ "/": tallPage(heightPx) });
  const { bundle, read } = await visitOnce(`${site.origin}/`, [site.port]);
  site.close();
  let rows = 0;
  let faults = 0;
  for (const tile of bundle.tiles) {
    const seen = await readTile(read(tile.file), tile.y);
    const isInPlace = tile.y === rows && tile.height === seen.rows;
    rows += seen.rows;
    faults += seen.faults.length + (isInPlace ? 0 : 1);
    if (seen.faults[0] || !isInPlace) print(`${tile.file} at ${tile.y}: ${JSON.stringify(seen.faults[0] ?? "gap")}`);
  }
  for (const step of bundle.steps) print(`${step.ok ? "ok  " : "FAIL"} ${step.step} ${step.tookMs} ms: ${step.note}`);
  print(`${bundle.status}: ${bundle.tiles.length} tiles, ${rows} of ${heightPx} rows, ${faults} faults`);
  return bundle.status === "captured" && rows === heightPx && faults === 0 ? 0 : 1;
}
