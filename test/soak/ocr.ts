// Promises the bed of banners over many seeds: `npm run soak -- ocr [SEEDS]`; exits 1 when one is read with more than 5 % wrong letters.
import { openPictureReader } from "#detection/image/picture-reader.ts";
import { firstFreshSeed, readBed, sayBed } from "../support/banner-bed.ts";

export async function run(args: string[]): Promise<number> {
  const seeds = Array.from({ length: Number(args[0] ?? 10) }, (_, i) => firstFreshSeed + i);
  const reader = openPictureReader();
  try {
    const rows = await readBed(reader, seeds);
    const wrong = rows.filter((r) => r.error !== null && r.error > 0.05);
    const unread = rows.filter((r) => r.error === null);
    process.stdout.write(sayBed(rows));
    for (const row of unread) process.stdout.write(`unreadable: ${row.style}, seed ${row.seed}: ${row.why}\n`);
    for (const row of wrong) process.stdout.write(`WRONG: ${row.style}, seed ${row.seed}: ${row.error}\n`);
    return wrong.length === 0 ? 0 : 1;
  } finally {
    await reader.close();
  }
}
