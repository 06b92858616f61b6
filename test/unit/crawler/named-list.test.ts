// Promises that no page makes the list of what is missing endless, and that what is left out of it is counted.
import { expect, test } from "vitest";
import { NamedList, namedLimits } from "#crawler/capture/named-list.ts";

test("the same thing again is one row with a count, and what is beyond the limit is counted in one row", () => {
  const list = new NamedList();
  for (let i = 0; i < 5; i++) list.push({ what: "hộp thoại alert", why: "đã đóng" });
  for (let i = 0; i < 10_000; i++) list.push({ what: `cửa sổ ${i} ${"x".repeat(50_000)}`, why: "đã đóng" });
  const rows = list.list();
  expect(rows).toHaveLength(namedLimits.rows + 1);
  expect(rows[0]).toEqual({ what: "hộp thoại alert", why: "đã đóng (5 lần)" });
  expect(rows.at(-1)!.what).toBe(`${10_000 - (namedLimits.rows - 1)} mục khác`);
  expect(rows.every(({ what }) => what.length <= namedLimits.whatChars)).toBe(true);
  expect(list.count).toBe(10_005);
});

test("one of two lost bodies of one address that came back leaves the other missing", () => {
  const list = new NamedList();
  for (let i = 0; i < 2; i++) list.push({ what: "thân của http://a.test/", why: "đứt" });
  list.takeBack("thân của http://a.test/");
  expect(list.list()).toEqual([{ what: "thân của http://a.test/", why: "đứt" }]);
  list.takeBack("thân của http://a.test/");
  list.takeBack("thân của http://a.test/");
  expect(list.count).toBe(0);
});
