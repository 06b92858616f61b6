// Promises DER written as the standard shows it, and read strictly: what is not DER is not read at all.
import { expect, test } from "vitest";
import { DerError, integerHexOf, membersOf, oidOf, readElement, timeOf } from "#evidence/time/der-reader.ts";
import { integer, octets, oid, sequence, setOf, time } from "#evidence/time/der-writer.ts";

const bytes = (hex: string) => Buffer.from(hex.replaceAll(" ", ""), "hex");

test.each([
  ["1.2.840.113549.1.7.2", "06 09 2a 86 48 86 f7 0d 01 07 02"],
  ["2.16.840.1.101.3.4.2.1", "06 09 60 86 48 01 65 03 04 02 01"],
  ["2.999.3", "06 03 88 37 03"],
])("object identifier %s is written and read as X.690 says", (dotted, hex) => {
  expect(oid(dotted).toString("hex")).toBe(hex.replaceAll(" ", ""));
  expect(oidOf(readElement(bytes(hex)))).toBe(dotted);
});

test.each([
  [0, "020100", "0"],
  [127, "02017f", "7f"],
  [128, "02020080", "80"],
  [256, "02020100", "100"],
])("integer %i has its shortest positive form", (value, hex, read) => {
  expect(integer(value).toString("hex")).toBe(hex);
  expect(integerHexOf(readElement(bytes(hex)))).toBe(read);
});

test("members of a set stand in the order of their bytes", () => {
  expect(setOf(octets(Buffer.from([2])), octets(Buffer.from([1]))).toString("hex")).toBe("3106040101040102");
});

test("times are whole seconds in two forms, the long one from 2050 on", () => {
  expect(timeOf(readElement(time(new Date("2049-12-31T23:59:59Z"))))).toEqual({
    at: new Date("2049-12-31T23:59:59Z"),
    hasFraction: false,
  });
  expect(time(new Date("2050-01-01T00:00:00Z"))[0]).toBe(0x18);
  const fraction = readElement(Buffer.concat([bytes("18 13"), Buffer.from("20261122050607.125Z")]));
  expect(timeOf(fraction)).toEqual({ at: new Date("2026-11-22T05:06:07.125Z"), hasFraction: true });
});

test.each([
  ["bytes after the end", "0500 00"],
  ["an indefinite length", "3080 0500 0000"],
  ["a length in a longer form than needed", "0481 01 00"],
  ["a length that leaves its parent", "3003 0405 00"],
  ["a length that leaves the input", "0405 00"],
  ["a tag of many bytes", "1f8101 00"],
  ["nothing at all", ""],
])("%s is refused", (_name, hex) => {
  expect(() => membersOf(readElement(bytes(hex)))).toThrow(DerError);
});

test.each([
  ["negative", "0201ff"],
  ["padded", "0202007f"],
  ["empty", "0200"],
])("an integer that is %s is refused", (_name, hex) => {
  expect(() => integerHexOf(readElement(bytes(hex)))).toThrow(DerError);
});

test("a time with another zone, a trailing zero or no such day is refused", () => {
  for (const text of ["20261122050607+0700", "20261122050607.10Z", "20261322050607Z", "202611220506Z"]) {
    const element = readElement(Buffer.concat([Buffer.from([0x18, text.length]), Buffer.from(text)]));
    expect(() => timeOf(element), text).toThrow(DerError);
  }
});

test("what was written reads back member by member", () => {
  const inner = [integer(7), octets(Buffer.alloc(300, 1)), oid("1.2.3")];
  expect(membersOf(readElement(sequence(...inner))).map((e) => e.bytes)).toEqual(inner);
});
