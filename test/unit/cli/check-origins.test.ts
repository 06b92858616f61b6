// Promises that doctor refuses plain http beyond this machine, half-given names, and outside access without a second factor.
import { expect, test } from "vitest";
import { checkOrigins } from "#admin/cli/check-origins.ts";
import { readConfig } from "#core/config.ts";

const names = (desk: string, evidence: string, replay: string) => ({
  VONGGAC_DESK_ORIGIN: desk,
  VONGGAC_EVIDENCE_ORIGIN: evidence,
  VONGGAC_REPLAY_ORIGIN: replay,
});
const verdicts = (env: Record<string, string>) => checkOrigins(readConfig(env)).map(({ name, ok }) => [name, ok]);
const well = [
  ["desk's names", true],
  ["second factor", true],
];

test("names of this machine do without TLS", () => {
  expect(verdicts({})).toEqual(well);
  expect(verdicts({ VONGGAC_TOTP: "optional" })).toEqual(well);
  expect(verdicts(names("http://ban.localhost:1", "http://anh.localhost:1", "http://xem.localhost:1"))).toEqual(well);
  expect(verdicts(names("http://127.0.0.1:1", "http://127.0.0.2:1", "http://127.0.0.3:1"))).toEqual(well);
});

test("plain http under any other name is refused, were it only one of the three, and the cure is named", () => {
  const bare = ["http://ban.vidu.vn", "http://10.0.0.5:8787", "http://localhost.vidu.vn", "http://127.0.0.1.vidu.vn"];
  for (const origin of bare) {
    const [check] = checkOrigins(readConfig(names(origin, "https://anh.vidu.vn", "https://xem.vidu.vn")));
    expect([origin, check!.ok]).toEqual([origin, false]);
    expect(check!.detail).toContain(new URL(origin).origin);
    expect(check!.cure).toContain("https://");
  }
  expect(verdicts(names("https://ban.vidu.vn", "https://anh.vidu.vn", "https://xem.vidu.vn"))).toEqual(well);
});

test("beyond this machine a second factor must be required", () => {
  const open = {
    ...names("https://ban.vidu.vn", "https://anh.vidu.vn", "https://xem.vidu.vn"),
    VONGGAC_TOTP: "optional",
  };
  expect(verdicts(open)).toContainEqual(["second factor", false]);
});

test("names given by halves, or twice the same, are refused", () => {
  expect(verdicts({ VONGGAC_DESK_ORIGIN: "https://ban.vidu.vn" })).toEqual([["desk's names", false]]);
  expect(verdicts(names("https://a.vn", "https://a.vn", "https://b.vn"))).toEqual([["desk's names", false]]);
});
