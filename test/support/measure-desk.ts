// Promises how long the desk's own answers take beside a bare indexed statement for the same rows, by turns in the same run.
import type pg from "pg";
import { categories } from "#core/nouns/category.ts";
import { seededRandom } from "./seeded-random.ts";
import type { Signed } from "./desk.ts";

export interface Measured {
  what: string;
  deskP95Ms: number;
  bareP95Ms: number;
  /** Of the p95s: the desk's whole answer (session, rights, rows, count, JSON) over the bare statement. */
  ratio: number;
  rows: number;
}

interface Ask {
  url: string;
  bare: { text: string; values: unknown[] };
}

const columns = `f.id, f.capture_id, f.url, f.host, f.title, f.category, f.verdict, f.score, f.reproduced, f.status, f.created_at, f.signals,
  s.sealed_at, c.captured_at, k.until`;
const grave = "case f.verdict when 'flag' then 0 else 1 end, -f.score, f.id";
/** The same order for rare words: found by the index of words, then sorted. The best plan for each question is the one to be measured against. */
const fewGrave = "case f.verdict when 'flag' then 0 else 1 end + 0, -f.score, f.id";
const pageSize = 50;
/** As the desk reads them: one more says whether there is a next page. */
const limit = pageSize + 1;

const findings = (where: string, values: unknown[], order = grave) => ({
  text: `select ${columns} from finding f join seal s on s.capture_id = f.capture_id join capture c on c.id = f.capture_id
    left join claim k on k.finding_id = f.id and k.until > now() where f.status = 'new' and ${where} order by ${order} limit ${limit}`,
  values,
});

const cases = (where: string, values: unknown[]) => ({
  text: `select f.*, p.name from case_file f left join person p on p.id = f.assigned_to where ${where} order by f.updated_at desc, f.id limit ${limit}`,
  values,
});

type Random = () => number;
const oneOf = <T>(random: Random, values: readonly T[]): T => values[Math.floor(random() * values.length)]!;
const words = ["gat", "thuyền", "quýt", "hoà", "thuy", "khuỷu", "rừng", "lụa"] as const;
const fold = (text: string) =>
  text
    .normalize("NFD")
    .replace(/\p{Mn}/gu, "")
    .replaceAll("đ", "d");

/** Each shape of question with fresh values; `hosts` are hosts that exist. */
function shapes(hosts: readonly string[]): Record<string, (random: Random) => Ask> {
  return {
    "the queue, first page": () => ({ url: "/api/findings", bare: findings("true", []) }),
    "one category": (random) => {
      const category = oneOf(random, categories);
      return { url: `/api/findings?category=${category}`, bare: findings("f.category = $1", [category]) };
    },
    "not one category, oldest first": (random) => {
      const category = oneOf(random, categories);
      const url = `/api/findings?notCategory=${category}&sort=oldest`;
      return { url, bare: findings("f.category <> $1", [category], "f.id") };
    },
    "one host": (random) => {
      const host = oneOf(random, hosts);
      return { url: `/api/findings?host=${host}`, bare: findings("f.host = $1", [host]) };
    },
    "red ones that nobody has": () => ({
      url: "/api/findings?age=red&state=unclaimed",
      bare: findings("f.created_at <= now() - interval '24 hours' and k.finding_id is null", []),
    }),
    "green ones": () => ({
      url: "/api/findings?age=green",
      bare: findings("f.created_at > now() - interval '4 hours'", []),
    }),
    "put aside": () => ({
      url: "/api/findings?state=held",
      bare: findings("exists (select 1 from triage_state t where t.finding_id = f.id and t.held_until > now())", []),
    }),
    "one rule": (random) => {
      const rule = `do.rule-${Math.floor(random() * 7)}`;
      return { url: `/api/findings?rule=${rule}`, bare: findings("f.words @@ $1::tsquery", [`'rule:${rule}'`]) };
    },
    "search, two words": (random) => {
      const [a, b] = [oneOf(random, words), oneOf(random, words)];
      const query = `'${fold(a)}':* & '${fold(b)}':*`;
      return {
        url: `/api/findings?q=${encodeURIComponent(`${a} ${b}`)}`,
        bare: findings("f.words @@ $1::tsquery", [query]),
      };
    },
    "search, a host's name": (random) => {
      const name = oneOf(random, hosts).split(".")[0]!;
      const query = name.split("-").map((part) => `'${part}':*`);
      return {
        url: `/api/findings?q=${name}`,
        bare: findings("f.words @@ $1::tsquery", [query.join(" & ")], fewGrave),
      };
    },
    "search, nothing there": (random) => {
      const word = `khongco${Math.floor(random() * 1e6)}`;
      return { url: `/api/findings?q=${word}`, bare: findings("f.words @@ $1::tsquery", [`'${word}':*`], fewGrave) };
    },
    "the list of cases": () => ({ url: "/api/cases", bare: cases("true", []) }),
    "cases in one state": (random) => {
      const state = oneOf(random, ["verifying", "proposed", "takedown"]);
      return { url: `/api/cases?state=${state}`, bare: cases("f.state = $1", [state]) };
    },
  };
}

const p95 = (times: number[]) => times.toSorted((a, b) => a - b)[Math.ceil(times.length * 0.95) - 1]!;

async function timed<T>(work: () => Promise<T>): Promise<[number, T]> {
  const startedMs = performance.now();
  const result = await work();
  return [performance.now() - startedMs, result];
}

/** Each shape `rounds` times, desk and bare statement by turns, first some unmeasured. Throws where the desk does not answer with the same rows. */
export async function measureDesk(
  pool: pg.Pool,
  who: Signed,
  options: { rounds: number; seed: number },
): Promise<Measured[]> {
  const random = seededRandom(options.seed);
  const found = await pool.query<{ host: string }>(
    "select host from finding where status = 'new' order by md5(id::text) limit 200",
  );
  const results: Measured[] = [];
  for (const [what, make] of Object.entries(shapes(found.rows.map((row) => row.host)))) {
    const [desk, bare]: [number[], number[]] = [[], []];
    let rows = 0;
    for (let round = -3; round < options.rounds; round++) {
      const ask = make(random);
      const [bareMs, bareRows] = await timed(() => pool.query<{ id: string }>(ask.bare));
      const [deskMs, answer] = await timed(() => who.call("GET", ask.url));
      if (answer.statusCode !== 200) throw new Error(`${ask.url}: ${answer.statusCode} ${answer.body}`);
      const given = answer.json<{ items: { id: string }[] }>().items.map((item) => item.id);
      const wanted = bareRows.rows.slice(0, pageSize).map((row) => row.id);
      if (given.join(" ") !== wanted.join(" ")) throw new Error(`${ask.url}: not the rows of the bare statement`);
      if (round < 0) continue;
      rows += given.length;
      bare.push(bareMs);
      desk.push(deskMs);
    }
    const [deskP95Ms, bareP95Ms] = [p95(desk), p95(bare)];
    results.push({ what, deskP95Ms, bareP95Ms, ratio: deskP95Ms / bareP95Ms, rows: Math.round(rows / options.rounds) });
  }
  return results;
}

/** p95 of "give me the next one", the one before being passed over; 100 rounds at most. */
export async function measureNext(who: Signed, rounds: number): Promise<number> {
  const [times, skip]: [number[], string[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    const [ms, answer] = await timed(() => who.call("POST", "/api/triage/next", { skip }));
    const body = answer.json<{ finding: { id: string } | null }>();
    if (answer.statusCode !== 200 || body.finding === null) throw new Error(`next: ${answer.statusCode}`);
    times.push(ms);
    skip.push(body.finding.id);
  }
  return p95(times);
}
