// Promises that a fired span is drawn on its own words, on every line it stands on, and nowhere inside other words.
import type { Signal } from "#core/nouns/signal.ts";
import { expect, test } from "vitest";
import { locateBoxes, type TextRun } from "#admin/server/locate-marks.ts";

/** Ten pixels a letter, so that places can be counted by eye. */
function run(text: string, y: number): TextRun {
  let x = 0;
  const words = text.split(" ").map((word): [number, number] => {
    const at: [number, number] = [x, word.length * 10];
    x += (word.length + 1) * 10;
    return at;
  });
  return { text, x: 0, y, width: text.length * 10, height: 20, words };
}

const box = (runs: TextRun[], phrase: string) => {
  const mark = { start: 0, end: phrase.length, signal: 3, media: false };
  return locateBoxes(runs, phrase, [mark] as never, []);
};

test("the box covers the words and no letter more", () => {
  expect(box([run("Chào mừng đến nhà cái uy tín", 5)], "nhà cái")).toEqual([
    { x: 140, y: 5, width: 70, height: 20, signal: 3, media: false },
  ]);
});

test("a phrase broken over two lines gets a box on each", () => {
  expect(box([run("đến với nhà", 0), run("cái uy tín", 20)], "nhà cái")).toEqual([
    { x: 80, y: 0, width: 30, height: 20, signal: 3, media: false },
    { x: 0, y: 20, width: 30, height: 20, signal: 3, media: false },
  ]);
});

test("marks, case and punctuation do not matter, letters inside another word do", () => {
  expect(box([run('Xem "NHA CAI", rồi về', 0)], "nhà cái").length).toBe(1);
  expect(box([run("anhà cáim", 0)], "nhà cái")).toEqual([]);
});

test("every occurrence is drawn", () => {
  expect(box([run("kèo kèo kèo", 0)], "kèo").map((b) => b.x)).toEqual([0, 40, 80]);
});

test("a place in another picture than the page's own draws no box on the page", () => {
  const region = (image: string): Signal => ({
    rule: "a.b",
    version: "0",
    category: "gambling",
    say: "",
    clearedBy: "",
    weight: 1,
    legalGrade: false,
    cites: [],
    anchors: [{ kind: "region", image, x: 5, y: 6, width: 7, height: 8 }],
  });
  const boxes = locateBoxes([], "", [], [region("https://a.example/logo.png"), region("screenshot")]);
  expect(boxes).toEqual([{ x: 5, y: 6, width: 7, height: 8, signal: 1, media: true }]);
});
