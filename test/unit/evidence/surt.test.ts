import { getSurt } from "warcio";
import { describe, expect, it } from "vitest";
import { surtOf, withoutBlanks } from "#evidence/archive/surt.ts";

describe("SURT", () => {
  it.each([
    "https://example.com/",
    "http://www2.Example.COM:8080/Thu/Muc?b=2&a=1#x",
    "https://sub.domain.gov.vn/tin-tuc?id=7",
    "https://xn--phng-kha-0za.vn/%C4%91",
    "urn:view:https://example.com/a",
  ])("gives the key that replay tools compute for %s", (url) => {
    expect(surtOf(url)).toBe(getSurt(url));
  });

  it("survives addresses that are none, and never holds white space", () => {
    for (const url of ["", "http://", "https://a b/\nc", "data:text/html,x y\u00a0z", "http://[::1/"])
      expect(surtOf(url)).not.toMatch(/\s/);
    expect(withoutBlanks("https://a/b c\r\nd\u2028")).toBe("https://a/b%20c%0D%0Ad%E2%80%A8");
  });
});
