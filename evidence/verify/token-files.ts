// Promises the tokens beside a package, each judged by itself, and the chain of renewals that keeps the first one good.
import { fromBase64, fromHex } from "./bytes.ts";
import type { ByteSource } from "./byte-source.ts";
import type { Report } from "./report.ts";
import { asFields, asList, asText, type Fields, isCanonical, parseJson, plainText } from "./strict-json.ts";
import { imprintHolds, readToken, type Token, tokenPath, tokenSignatureProblems, tokenUsageProblems } from "./token.ts";
import { type Certificate, readCertificate } from "./x509.ts";

export interface TokenFile {
  name: string;
  token: Uint8Array;
  /** `X.tsr.json`; null when it is missing. */
  facts: Uint8Array | null;
}

export interface JudgedToken {
  name: string;
  token: Token;
  /** `manifest`, `token:<k>` or `checkpoint:<size>`. */
  of: string;
  /** Everything about it holds; whether anybody pinned its authority is `root`. */
  sound: boolean;
  root: Certificate | null;
}

const maxTokenBytes = 1024 * 1024;
const factKeys = ["askedAt", "authority", "chain", "format", "genTime", "imprintOf", "nonce", "policy"];
const allKeys = [...factKeys, "receivedAt", "revocation", "serial"];

/** Token files `<stem>.<n>.tsr` among `files`, by n. */
export async function collectTokens(
  stem: string,
  files: ReadonlyMap<string, ByteSource>,
): Promise<Map<number, TokenFile>> {
  const found: [number, TokenFile][] = [];
  for (const [name, source] of files) {
    const number = name.startsWith(`${stem}.`) ? /^([1-9]\d{0,5})\.tsr$/.exec(name.slice(stem.length + 1)) : null;
    if (!number || source.size > maxTokenBytes) continue;
    const facts = files.get(`${name}.json`);
    found.push([
      Number(number[1]),
      {
        name,
        token: await source.read(0, source.size),
        facts: facts && facts.size <= 16 * maxTokenBytes ? await facts.read(0, facts.size) : null,
      },
    ]);
  }
  return new Map(found.sort(([a], [b]) => a - b));
}

/** `stamped`: the bytes that an `imprintOf` names, or null when there are no such bytes. */
export async function judgeTokens(
  files: ReadonlyMap<number, TokenFile>,
  stamped: (of: string) => Uint8Array | null,
  roots: readonly Certificate[],
  report: Report,
): Promise<JudgedToken[]> {
  const judged: JudgedToken[] = [];
  for (const [number, file] of files) {
    const target = (of: string) => {
      const renewed = /^token:(\d+)$/.exec(of);
      if (!renewed) return stamped(of);
      return Number(renewed[1]) < number ? (files.get(Number(renewed[1]))?.token ?? null) : null;
    };
    const one = await report.run("token.form", file.name, () => judgeOne(file, target, roots, report));
    if (one) judged.push(one);
  }
  for (const token of judged) renewalOrder(token, judged, report);
  return judged;
}

async function judgeOne(
  file: TokenFile,
  stamped: (of: string) => Uint8Array | null,
  roots: readonly Certificate[],
  report: Report,
): Promise<JudgedToken> {
  const { name } = file;
  const facts = file.facts && asFields(parseJson(file.facts, `${name}.json`), `${name}.json`);
  const chain = facts ? chainOf(facts, `${name}.json`) : [];
  const token = readToken(file.token, name, chain);
  const of = facts ? plainText(facts.imprintOf) : "manifest";
  const before = report.checks.length;
  const bytes = stamped(of);
  const at = new Date(token.genTimeMs).toISOString();
  const imprint = bytes !== null && imprintHolds(token, bytes);
  report.add(
    "token.imprint",
    imprint,
    imprint ? `${name}: stamps ${of} at ${at}` : `${name}: stamps something else than ${of || "it says"}`,
  );
  report.list(
    "token.signature",
    await tokenSignatureProblems(token, name),
    `${name}: signed by ${token.message.signer.name}`,
  );
  const { usage, validity } = tokenUsageProblems(token, name);
  report.list("token.usage", usage, `${name}: its certificate is for time stamps alone`);
  report.list("token.validity", validity, `${name}: its certificate was valid then`);
  if (facts && file.facts)
    report.list(
      "token.facts",
      factProblems(facts, file.facts, token, `${name}.json`),
      `${name}.json: says what the token says`,
    );
  const path = await tokenPath(token, roots);
  if (path.root) report.add("token.chain", true, `${name}: issued under the pinned ${path.root.name}`);
  else
    report.list(
      "token.chain",
      path.problems.map((why) => `${name}: ${why}`),
      `${name}: its authority ${token.message.signer.name} is not pinned`,
    );
  const sound = report.checks.slice(before).every((check) => check.ok);
  return { name, token, of, sound, root: path.root };
}

function chainOf(facts: Fields, part: string): Certificate[] {
  return asList(facts.chain, `${part}: chain`).map((value) => {
    const der = fromBase64(asText(value, `${part}: chain`));
    return readCertificate(der ?? new Uint8Array(0), `${part}: chain`);
  });
}

function factProblems(facts: Fields, bytes: Uint8Array, token: Token, part: string): string[] {
  const problems: string[] = [];
  const hexNumber = (text: string) =>
    fromHex(text.length % 2 === 1 ? `0${text}` : text) && text !== "" ? BigInt(`0x${text}`) : null;
  if (facts.format !== "vonggac-token/1") problems.push(`${part}: unknown format`);
  if (Object.keys(facts).sort().join() !== allKeys.join() || !isCanonical(facts, bytes))
    problems.push(`${part}: not in its one form`);
  if (token.nonce === null || hexNumber(plainText(facts.nonce)) !== token.nonce)
    problems.push(`${part}: another nonce than the token's`);
  if (facts.policy !== token.policy) problems.push(`${part}: another policy than the token's`);
  if (hexNumber(plainText(facts.serial)) !== token.serial)
    problems.push(`${part}: another serial number than the token's`);
  if (Date.parse(plainText(facts.genTime)) !== token.genTimeMs) problems.push(`${part}: another time than the token's`);
  return problems;
}

/** A renewal stands after what it renews, while that one's certificate was still good (RFC 4998 section 5.3). */
function renewalOrder(renewal: JudgedToken, all: readonly JudgedToken[], report: Report): void {
  const number = /^token:(\d+)$/.exec(renewal.of)?.[1];
  if (number === undefined) return;
  const old = all.find(({ name }) => name.endsWith(`.${number}.tsr`));
  const problems: string[] = [];
  if (!old) problems.push(`${renewal.name}: the token that it renews cannot be read`);
  else if (renewal.token.genTimeMs < old.token.genTimeMs || renewal.token.genTimeMs > old.token.message.signer.notAfter)
    problems.push(`${renewal.name}: made before ${old.name}, or after its certificate had ended`);
  if (problems.length > 0) renewal.sound = false;
  report.list("token.renewal", problems, `${renewal.name}: renews ${old?.name ?? ""} in time`);
}

/** FORMAT.md section 5: not before the visit's end, and the seal's own time not after it, by more than a minute. */
export function checkTokenTimes(tokens: readonly JudgedToken[], what: string, manifest: Fields, report: Report): void {
  const slackMs = 60_000;
  const [ended, created] = [Date.parse(plainText(manifest.endedAt)), Date.parse(plainText(manifest.created))];
  for (const one of tokens.filter(({ of }) => of === what)) {
    const at = one.token.genTimeMs;
    const problems: string[] = [];
    if (!(at >= ended - slackMs))
      problems.push(`${one.name}: stamped before the visit ended (${plainText(manifest.endedAt)})`);
    if (!(created <= at + slackMs))
      problems.push(`${one.name}: the package says that it was made after the stamp (${plainText(manifest.created)})`);
    if (problems.length > 0) one.sound = false;
    report.list("token.time", problems, `${one.name}: stamped ${Math.round((at - ended) / 1000)} s after the visit`);
  }
}
