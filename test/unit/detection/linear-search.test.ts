import { RE2JS } from "re2js";
import { expect, test } from "vitest";
import { compileSearch, requiredWords } from "#detection/text/linear-search.ts";

test.each([
  ["gửi bình luận|viết bình luận", ["gửi bình luận", "viết bình luận"]],
  ["(chính sách|điều khoản)[^.\\n]{0,40}(bảo mật|bảo vệ)", ["chính sách", "điều khoản"]],
  ["https?://", ["http"]],
  ["!{3,}", null],
  ["a(bc)?d", null],
  ["(?:ab|c*)x", null],
  ["ab+cde", ["cde"]],
  ["(?i)abc", null],
  ["\\p{L}abc", null],
])("the words that every match of %s must hold are told, or nothing is", (pattern, words) => {
  const told = requiredWords(pattern);
  expect(told === null ? null : told.toSorted()).toEqual(words === null ? null : words.toSorted());
});

const texts = [
  "",
  "Gửi BÌNH LUẬN tại đây",
  "xem HTTPS://A.VN và http://b",
  "ſố K",
  "aabbcd abd",
  "Chính sách bảo mật. Điều khoản",
];
test.each(["gửi bình luận|xx", "https?://[^ ]+", "số k|zz", "ab+c?d", "(chính sách|điều khoản)[^.]{0,9}", "b"])(
  "searching with %s finds what the bare engine finds",
  (pattern) => {
    for (const text of texts) {
      const found: [number, number][] = [];
      compileSearch(pattern).each(text, (start, end) => found.push([start, end]) < 100);
      const matcher = RE2JS.compile(pattern, RE2JS.CASE_INSENSITIVE).matcher(text);
      const expected: [number, number][] = [];
      while (matcher.find()) expected.push([matcher.start(), matcher.end()]);
      expect(found).toEqual(expected);
    }
  },
);
