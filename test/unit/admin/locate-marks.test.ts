// Promises that marks stand on the words that fired and nowhere else.
import { expect, test } from "vitest";
import { cutExcerpts, findRaw, locateBoxes, locateMarks } from "#admin/server/locate-marks.ts";
import type { Anchor, Signal } from "#core/nouns/signal.ts";

const signalOf = (...anchors: Anchor[]): Signal => ({
  rule: "r",
  version: "0".repeat(12),
  category: "gambling",
  say: "",
  clearedBy: "",
  weight: 1,
  legalGrade: false,
  cites: [],
  anchors,
});
const inText = (raw: string, start = 0): Anchor => ({
  kind: "text",
  field: "text",
  start,
  end: start + raw.length,
  raw,
});

test("of several places the nearest to the offset is taken, white space and case being equal", () => {
  const text = "nạp tiền … NẠP\n  TIỀN … nạp tiền";
  expect(findRaw(text, "nạp tiền", 12)).toEqual({ start: 11, end: 21 });
  expect(findRaw(text, "nạp tiền", 100)).toEqual({ start: 24, end: 32 });
});

test("words that do not stand in the text get no place, and signs of patterns are signs", () => {
  expect(findRaw("ab", "a.b", 0)).toBeNull();
  expect(findRaw("giá 1.000 (đồng)", "1.000 (đồng)", 0)).toEqual({ start: 4, end: 16 });
  expect(findRaw("x", "   ", 0)).toBeNull();
});

test("marks are sorted, do not overlap, and leave title and address alone", () => {
  const signals = [
    signalOf(inText("ba bốn", 0)),
    signalOf(inText("một hai"), inText("hai ba")),
    signalOf({ kind: "text", field: "title", start: 0, end: 3, raw: "một" }),
  ];
  const marks = locateMarks("một hai ba bốn", signals);
  expect(marks).toEqual([
    { start: 0, end: 7, signal: 1 },
    { start: 8, end: 14, signal: 0 },
  ]);
});

test("a span of the source comes with its surroundings, and with none where it no longer stands", () => {
  const raw = '<a hidden href="x">';
  const html = `<p>a</p>${raw}b</a>`;
  const at: Anchor = { kind: "text", field: "html", start: 8, end: 8 + raw.length, raw };
  expect(cutExcerpts(html, [signalOf(at)])).toEqual([{ signal: 0, before: "<p>a</p>", raw, after: "b</a>" }]);
  expect(cutExcerpts("khác", [signalOf(at)])).toEqual([{ signal: 0, before: "", raw, after: "" }]);
});

test("a box stands on its own words, one a line where they run over two, and nowhere else", () => {
  const text = "Mời nạp tiền ngay hôm nay";
  const marks = locateMarks(text, [signalOf(inText("nạp tiền ngay"))]);
  const line = (text: string, y: number, words: [number, number][]) => ({
    text,
    x: 10,
    y,
    width: 200,
    height: 20,
    words,
  });
  const runs = [
    line("Mời nạp tiền", 50, [
      [10, 30],
      [44, 30],
      [78, 40],
    ]),
    line("ngay hôm nay", 70, [
      [10, 35],
      [50, 30],
      [85, 30],
    ]),
    line("nạp thêm", 90, [
      [10, 30],
      [44, 40],
    ]),
  ];
  expect(locateBoxes(runs, text, marks, [])).toEqual([
    { x: 44, y: 50, width: 74, height: 20, signal: 0, media: false },
    { x: 10, y: 70, width: 35, height: 20, signal: 0, media: false },
  ]);
});
