// Promises the desk at size: `npm run soak -- desk-load [FINDINGS] [CASES] [SEED]`; queue, search, filters and cases within 3 times a bare statement.
import { addPerson, openTestDesk, signIn } from "../support/desk.ts";
import { fillDesk } from "../support/fill-desk.ts";
import { measureDesk, measureNext } from "../support/measure-desk.ts";

const say = (text: string) => process.stdout.write(`${text}\n`);
const mostTimes = 3;
const rounds = 40;

export async function run([findingsText, casesText, seedText]: string[]): Promise<number> {
  const size = { findings: Number(findingsText ?? 1_000_000), cases: Number(casesText ?? 100_000) };
  const seed = Number(seedText ?? Date.now() % 1_000_000);
  say(`findings ${size.findings}, cases ${size.cases}, seed ${seed}`);
  const desk = await openTestDesk();
  try {
    await addPerson(desk, "do", "lead");
    await fillDesk(desk.database.pool, size, say);
    const who = await signIn(desk, "do");
    const measured = await measureDesk(desk.database.pool, who, { rounds, seed });
    for (const { what, deskP95Ms, bareP95Ms, ratio, rows } of measured)
      say(
        `${what.padEnd(32)} desk p95 ${deskP95Ms.toFixed(1)} ms, bare ${bareP95Ms.toFixed(1)} ms, ratio ${ratio.toFixed(2)}, ${rows} rows`,
      );
    say(`next finding p95 ${(await measureNext(who, rounds)).toFixed(1)} ms`);
    const slow = measured.filter((m) => m.ratio > mostTimes);
    say(slow.length === 0 ? "within the limit" : `over ${mostTimes} times: ${slow.map((m) => m.what).join("; ")}`);
    return slow.length === 0 ? 0 : 1;
  } finally {
    await desk.close();
  }
}
