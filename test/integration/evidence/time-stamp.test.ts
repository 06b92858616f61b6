// Promises that an authority's lies are refused, each with its reason, and that honest tokens satisfy openssl too.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { setClock } from "#core/clock.ts";
import { readConfig } from "#core/config.ts";
import { AppError } from "#core/errors.ts";
import { readPemCertificates } from "#evidence/time/certificate.ts";
import { checkAnswer } from "#evidence/time/check-token.ts";
import { currentHash, type KeptToken, tokenLineProblems } from "#evidence/time/renewal.ts";
import { openStamping, stampBytes, type Stamping } from "#evidence/time/stamping.ts";
import { readTokenFile, tokenFileOf } from "#evidence/time/token-file.ts";
import { type AuthorityMode, startTimeStampAuthority, type TestAuthority } from "../../support/time-stamp-authority.ts";

const bytes = Buffer.from('{"captureId":"019ab000-1111-7222-8333-444455556666"}');
let folder: string;
let authority: TestAuthority;
let stamping: Stamping;

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), "vonggac-time-"));
  authority = await startTimeStampAuthority({ slowMs: 5000 });
  stamping = { authorities: [authority.url], roots: readPemCertificates(authority.rootPem), timeoutMs: 800 };
});
afterAll(async () => {
  await authority.close();
  rmSync(folder, { recursive: true, force: true });
});

const ask = (mode: AuthorityMode, more: Partial<Stamping> = {}) => {
  authority.mode = mode;
  return stampBytes({ ...stamping, ...more }, authority.url, bytes);
};

const failureOf = async (asked: Promise<unknown>) => {
  const error = await asked.then(
    () => null,
    (e: unknown) => e,
  );
  if (!(error instanceof AppError)) throw new Error(`no refusal but ${String(error)}`);
  return `${error.message}`;
};

function openssl(...args: string[]): string {
  return execFileSync("openssl", args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

describe("an honest authority", () => {
  test.each(["p256", "p384", "rsa2048"] as const)(
    "with a %s key gives a token that openssl verifies too",
    async (key) => {
      const own = await startTimeStampAuthority({ key });
      const roots = readPemCertificates(own.rootPem);
      const stamp = await stampBytes({ ...stamping, roots }, own.url, bytes);
      await own.close();
      expect(stamp.pinned).toBe(true);
      expect(stamp.chain).toHaveLength(2);
      expect(Math.abs(stamp.genTime.getTime() - Date.now())).toBeLessThan(5000);
      const file = (name: string, content: string | Buffer) => {
        writeFileSync(path.join(folder, name), content);
        return path.join(folder, name);
      };
      const [data, token, root] = [file("m.json", bytes), file("m.1.tsr", stamp.answer), file("root.pem", own.rootPem)];
      expect(openssl("ts", "-verify", "-data", data, "-in", token, "-CAfile", root)).toContain("Verification: OK");
      const other = file("other.json", "{}");
      expect(() => openssl("ts", "-verify", "-data", other, "-in", token, "-CAfile", root)).toThrow();
    },
  );

  test("is kept with its chain, its revocation list and canonical facts that read back", async () => {
    const stamp = await ask("good");
    const facts = readTokenFile(tokenFileOf(stamp, "manifest"));
    expect(facts).toMatchObject({ authority: authority.url, imprintOf: "manifest", policy: "1.3.6.1.4.1.99999.1" });
    expect(facts.revocation).toHaveLength(1);
    expect(facts.revocation[0]!.der).not.toBeNull();
  });

  test("tells how far this machine's clock is off, within what the answer can tell", async () => {
    authority.clockOffsetMs = -3000;
    const { clock } = await ask("good").finally(() => (authority.clockOffsetMs = 0));
    expect(clock.source).toBe(`tsa ${authority.url}`);
    expect(Math.abs(clock.offsetMs - 3000)).toBeLessThanOrEqual(clock.uncertaintyMs);
    expect(clock.uncertaintyMs).toBeLessThan(1000);
  });

  test("without a pinned root is kept, and the stamp says that nobody pinned it", async () => {
    const stamp = await ask("good", { roots: [] });
    expect(stamp.pinned).toBe(false);
    expect(stamp.revocation).toEqual([]);
  });
});

describe("a lying authority", () => {
  const lies: [AuthorityMode, RegExp][] = [
    ["wrong-nonce", /time\.refused: .*nonce/],
    ["no-nonce", /time\.refused: .*nonce/],
    ["wrong-imprint", /time\.refused: .*other bytes/],
    ["others-token", /time\.refused: .*other bytes/],
    ["future", /time\.refused: .*600 s in the future/],
    ["past", /time\.refused: .*600 s before the question/],
    ["expired", /time\.refused: .*is valid from/],
    ["wrong-usage", /time\.refused: .*not for time stamping/],
    ["usage-not-critical", /time\.refused: .*not critical/],
    ["usage-not-exclusive", /time\.refused: .*not for time stamping alone/],
    ["bad-signature", /time\.refused: .*signature does not verify/],
    ["wrong-digest", /time\.refused: .*digest is that of other content/],
    ["wrong-binding", /time\.refused: .*name another certificate/],
    ["other-root", /time\.refused: .*leads to no pinned root/],
    ["rejects", /time\.refused: .*status 2: Bad request/],
    ["garbage", /time\.refused: .*cannot be read/],
    ["error-500", /time\.unavailable: .*status 500/],
    ["redirect", /time\.unavailable: .*status 302 \(redirects are not followed\)/],
    ["huge", /time\.unavailable: .*more than 262144 bytes/],
    ["down", /time\.unavailable: /],
    ["slow", /time\.unavailable: .*within 800 ms/],
  ];
  test.each(lies)("that answers in the way of %s is refused with its reason", async (mode, reason) => {
    expect(await failureOf(ask(mode))).toMatch(reason);
  });

  test("whose certificate is revoked is refused", async () => {
    authority.revoked = true;
    expect(await failureOf(ask("good").finally(() => (authority.revoked = false)))).toMatch(/time\.refused: .*revoked/);
  });

  test("is refused whatever single byte of its honest answer it changes", async () => {
    const stamp = await ask("good");
    const expected = {
      imprint: createHash("sha256").update(bytes).digest(),
      hash: "sha256",
      nonce: stamp.nonce,
      roots: stamping.roots,
      between: { from: stamp.askedAt, to: stamp.receivedAt },
    };
    const accepted: number[] = [];
    for (let at = 0; at < stamp.answer.length; at++) {
      const changed = Buffer.from(stamp.answer);
      changed[at]! ^= 1 << (at % 8);
      try {
        checkAnswer(changed, expected);
        accepted.push(at);
      } catch (error) {
        expect((error as AppError).code).toBe("time.refused");
      }
    }
    // Nothing signs the status in front (granted, or granted with changes) and the root, which is pinned by itself.
    const root = stamp.answer.indexOf(stamp.chain[1]!);
    const signed = accepted.filter((at) => at !== 8 && (at < root || at >= root + stamp.chain[1]!.length));
    expect(signed).toEqual([]);
  });
});

describe("settings", () => {
  const read = (env: Record<string, string>) => openStamping(readConfig(env));
  test("without authorities ask nobody", () => expect(read({})).toBeNull());
  test("with an address that is not http or https are refused without printing it", () => {
    expect(() => read({ VONGGAC_TSA_URLS: "ftp://u:secret@a/ http://b/" })).toThrow(
      /config\.invalid: VONGGAC_TSA_URLS: address 1/,
    );
    expect(() => read({ VONGGAC_TSA_URLS: "ftp://u:secret@a/" })).not.toThrow(/secret/);
  });
  test("with roots that cannot be read are refused by the setting's name", () => {
    expect(() => read({ VONGGAC_TSA_URLS: "http://b/", VONGGAC_TSA_TRUST: "/nowhere.pem" })).toThrow(
      /config\.invalid: VONGGAC_TSA_TRUST/,
    );
  });
});

describe("a line of renewals", () => {
  const roots = () => stamping.roots;
  const kept = async (n: number, imprintOf: string, stamped: Buffer, offsetMs = 0): Promise<KeptToken> => {
    authority.mode = "good";
    const shift = setClock(() => Date.now() + offsetMs);
    authority.clockOffsetMs = offsetMs;
    try {
      const { nonce, answer } = await stampBytes(stamping, authority.url, stamped);
      return { n, imprintOf, nonce, answer };
    } finally {
      shift();
      authority.clockOffsetMs = 0;
    }
  };

  test("holds from the manifest to the newest token", async () => {
    const first = await kept(1, "manifest", bytes);
    const second = await kept(2, "token:1", first.answer, 3_600_000);
    const third = await kept(3, "token:2", second.answer, 7_200_000);
    expect(tokenLineProblems([third, first, second], bytes, roots())).toEqual([]);
  });

  test("does not hold over other bytes, over a token that is missing, later or changed, or out of order in time", async () => {
    const first = await kept(1, "manifest", bytes);
    const second = await kept(2, "token:1", first.answer);
    const early = await kept(2, "token:1", first.answer, -3_600_000);
    const changed = {
      ...first,
      answer: Buffer.concat([first.answer.subarray(0, 8), Buffer.from([1]), first.answer.subarray(9)]),
    };
    const say = (tokens: KeptToken[], original = bytes) => tokenLineProblems(tokens, original, roots()).join("; ");
    expect(say([first], Buffer.from("other"))).toMatch(/^token 1: .*other bytes/);
    expect(say([second])).toMatch(/^token 2: token 1, which it renews, is not there/);
    expect(
      say([
        { ...second, n: 1 },
        { ...first, n: 2 },
      ]),
    ).toMatch(/^token 1: token 1, which it renews/);
    expect(say([changed, second])).toMatch(/^token 2: .*other bytes/);
    expect(say([first, early])).toMatch(/^token 2: made before token 1/);
  });

  test("renews an ageing digest with a stronger one", async () => {
    expect(currentHash()).toBe("sha256");
    expect(currentHash(["sha256"])).toBe("sha384");
    const first = await kept(1, "manifest", bytes);
    const { nonce, answer } = await stampBytes(stamping, authority.url, first.answer, {
      hash: currentHash(["sha256"]),
    });
    expect(tokenLineProblems([first, { n: 2, imprintOf: "token:1", nonce, answer }], bytes, roots())).toEqual([]);
  });
});
