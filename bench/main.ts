// Promises every bench by name: `npm run bench [-- NAME…] [--json] [--captures=N]`; each prints its figures with the reference of the same run.
import { printRow } from "./stage/report.ts";

// Before anything reads it: connections that end with a bench's database are no news.
process.env.VONGGAC_LOG ??= "silent";
const { benches } = await import("./benches.ts");

const args = process.argv.slice(2);
const asJson = args.includes("--json");
const captures = Number(args.find((arg) => /^--captures=[1-9]\d*$/.test(arg))?.slice("--captures=".length));
const names = args.filter((arg) => !arg.startsWith("-"));
const unknown = names.filter((name) => !(name in benches));
if (unknown.length > 0 || args.includes("--help")) {
  const list = Object.entries(benches).map(([name, bench]) => `  ${name.padEnd(13)} ${bench.about}`);
  process.stderr.write(`npm run bench [-- NAME…] [--json] [--captures=N]\n${list.join("\n")}\n`);
  process.exit(unknown.length > 0 ? 2 : 0);
}
for (const name of names.length > 0 ? names : Object.keys(benches)) {
  process.stderr.write(`${name}: ${benches[name]!.about}\n`);
  for (const row of await benches[name]!.run(captures > 0 ? { captures } : {}))
    printRow({ bench: name, ...row }, asJson);
}
process.exit(0);
