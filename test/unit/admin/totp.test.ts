// Promises that our codes are those of RFC 6238, and that only the three steps around now are taken.
import { expect, test } from "vitest";
import { codeOf, findStep, makeTotpSecret, stepAt, toBase32, totpAddress } from "#admin/server/totp.ts";

const rfcSecret = Buffer.from("12345678901234567890");

test("the codes are the last six digits of RFC 6238's table for SHA-1 (appendix B)", () => {
  const table: [number, string][] = [
    [59, "94287082"],
    [1_111_111_109, "07081804"],
    [1_111_111_111, "14050471"],
    [1_234_567_890, "89005924"],
    [2_000_000_000, "69279037"],
    [20_000_000_000, "65353130"],
  ];
  for (const [seconds, code] of table) expect(codeOf(rfcSecret, stepAt(seconds * 1000))).toBe(code.slice(-6));
});

test("a code is taken one step early or late, not two, and another secret's not at all", () => {
  const ms = 1_800_000_000_000;
  const at = (steps: number) => codeOf(rfcSecret, stepAt(ms) + steps);
  expect([-1, 0, 1].map((steps) => findStep(rfcSecret, at(steps), ms))).toEqual([-1, 0, 1].map((s) => stepAt(ms) + s));
  expect(findStep(rfcSecret, at(-2), ms)).toBeNull();
  expect(findStep(rfcSecret, at(2), ms)).toBeNull();
  expect(findStep(makeTotpSecret(), at(0), ms)).toBeNull();
  expect(findStep(rfcSecret, "", ms)).toBeNull();
});

test("the secret is base32 as RFC 4648 writes it, and the address carries what an app needs", () => {
  expect(toBase32(Buffer.from("foobar"))).toBe("MZXW6YTBOI");
  expect(toBase32(makeTotpSecret())).toMatch(/^[A-Z2-7]{32}$/);
  const address = new URL(totpAddress(rfcSecret, "Vọng Gác", "thanh.ha"));
  expect(decodeURIComponent(address.pathname)).toBe("/Vọng Gác:thanh.ha");
  expect(Object.fromEntries(address.searchParams)).toEqual({
    secret: toBase32(rfcSecret),
    issuer: "Vọng Gác",
    algorithm: "SHA1",
    digits: "6",
    period: "30",
  });
});
