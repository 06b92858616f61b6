// Promises the large counts on demand: `npm run soak -- NAME ARGS…`; the exit code says whether the promise held.
import { readdirSync } from "node:fs";

const folder = new URL("./", import.meta.url);
const names = readdirSync(folder)
  .filter((f) => f.endsWith(".ts") && f !== "main.ts")
  .map((f) => f.slice(0, -3));

const [name, ...args] = process.argv.slice(2);
if (!name || !names.includes(name)) {
  process.stderr.write(`npm run soak -- NAME ARGS…\nNames: ${names.join(", ")}\n`);
  process.exit(2);
}
const { run } = (await import(new URL(`${name}.ts`, folder).href)) as { run(args: string[]): Promise<number> };
process.exit(await run(args));
