import { describe, expect, it } from "vitest";
import { asJson, canonicalJson } from "#evidence/archive/canonical-json.ts";
import { isCanonical, parseJson } from "#evidence/verify/strict-json.ts";

describe("canonical JSON", () => {
  it("sorts keys by UTF-16 code units and writes no white space (RFC 8785 section 3.2.3)", () => {
    const value = { "\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\ud83d\ude02": 5, "\u0080": 6, "\u00f6": 7 };
    expect(canonicalJson(value)).toBe('{"\\r":2,"1":4,"\u0080":6,"\u00f6":7,"\u20ac":1,"\ud83d\ude02":5,"\ufb33":3}');
  });

  it("writes numbers as ECMAScript does and refuses those that JSON lacks", () => {
    expect(canonicalJson([333333333.3333333, 1e30, 4.5, 2e-3, 1e-27, -0])).toBe(
      "[333333333.3333333,1e+30,4.5,0.002,1e-27,0]",
    );
    expect(() => canonicalJson(Number.NaN)).toThrow(RangeError);
    expect(() => canonicalJson({ a: Number.POSITIVE_INFINITY })).toThrow(RangeError);
  });

  it("refuses lone surrogates, which asJson mends in keys and values alike", () => {
    expect(() => canonicalJson("\ud800")).toThrow(RangeError);
    expect(canonicalJson(asJson({ "a\udc00": ["b\ud800"], c: undefined }))).toBe('{"a\ufffd":["b\ufffd"]}');
  });

  it("is recognised by the verifier's own reading, and nothing else is", () => {
    const bytes = Buffer.from(canonicalJson({ b: [1, "ữ"], a: { d: null, c: true } }));
    expect(isCanonical(parseJson(bytes, "x"), bytes)).toBe(true);
    for (const other of [
      '{"b":[1,"ữ"],"a":{"c":true,"d":null}}',
      '{"a":{"c":true,"d":null}, "b":[1,"ữ"]}',
      '{"a":1,"a":1}',
      '{"a":1.0}',
      '{"a":"\\u0062"}',
    ]) {
      const raw = Buffer.from(other);
      expect(isCanonical(parseJson(raw, "x"), raw)).toBe(false);
    }
  });
});
