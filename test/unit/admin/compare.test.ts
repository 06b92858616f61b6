// Promises differences of texts and pictures that are told apart rightly: triggered, changed, or only counting on.
import sharp from "sharp";
import { expect, test } from "vitest";
import { comparePictures } from "#admin/server/compare-pictures.ts";
import { compareSequences } from "#admin/server/compare-sequences.ts";
import { compareWords, isNoise } from "#admin/server/compare-words.ts";
import { seededRandom } from "../../support/seeded-random.ts";

const plain = (text: string) => ({ text, marks: [] });

test("the pieces give both texts back, whatever they were", () => {
  const random = seededRandom(7);
  const words = ["một", "hai", "ba", "bốn", "\n", "năm", "12:30"];
  const make = () => Array.from({ length: 60 }, () => words[Math.floor(random() * words.length)]).join(" ");
  for (let round = 0; round < 60; round++) {
    const [a, b] = [make(), make()];
    const { pieces } = compareWords(plain(a), plain(b));
    const side = (skip: string) =>
      pieces
        .filter((p) => p.kind !== skip)
        .map((p) => p.text.replace(/\s+/g, ""))
        .join("");
    expect(side("added")).toBe(a.replace(/\s+/g, ""));
    expect(side("removed")).toBe(b.replace(/\s+/g, ""));
  }
});

const [one, two] = ["A,B,C,A,B,B,A".split(","), "C,B,A,B,A,C".split(",")] as const;

test("the shortest way is found, and too long a way is not walked", () => {
  const kinds = compareSequences(one, two, 100)!.map((s) => s.kind);
  const edits = compareSequences(one, two, 100)!
    .filter((s) => s.kind !== "same")
    .reduce((sum, s) => sum + Math.max(s.a[1] - s.a[0], s.b[1] - s.b[0]), 0);
  expect(edits).toBe(5); // Myers 1986, figure 1
  expect(kinds).toContain("same");
  expect(compareSequences(one, two, 4)).toBeNull();
});

test("a changed counter is noise, a changed offer is not, and what triggered stays what triggered", () => {
  const before = "Cập nhật lúc 20:15, 1.024 lượt xem\nThưởng 120% khi nạp 500.000 đồng\n";
  const after = "Cập nhật lúc 21:40, 2.048 lượt xem\nThưởng 150% khi nạp 900.000 đồng\n";
  const at = after.indexOf("Thưởng");
  const mark = { start: at, end: at + "Thưởng 150%".length, signal: 2 };
  const { pieces } = compareWords(plain(before), { text: after, marks: [mark] });
  const causeOf = (text: string) => pieces.find((p) => p.kind !== "same" && p.text.includes(text))?.cause;
  expect([causeOf("21:40"), causeOf("2.048"), causeOf("1.024")]).toEqual(["noise", "noise", "noise"]);
  expect([causeOf("120%"), causeOf("900.000"), causeOf("500.000")]).toEqual(["change", "change", "change"]);
  expect(pieces.find((p) => p.text.includes("150%"))).toMatchObject({ cause: "trigger", signal: 2 });
});

test.each([
  ["0912 345 678", "gọi 0912 345 678 để nhận", false],
  ["22/11/2026", "", true],
  ["8h30", "", true],
  ["15 phút trước", "15 phút trước", true],
  ["nhà cái", "22/11/2026 nhà cái", false],
])("“%s” near “%s” is noise: %s", (text, around, expected) => {
  expect(isNoise(text, around)).toBe(expected);
});

const picture = async (dots: [number, number][]) => {
  const spots = dots.map(([x, y]) => `<rect x="${x}" y="${y}" width="40" height="24" fill="#000"/>`).join("");
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="800" height="600"><rect width="800" height="600" fill="#fff"/>${spots}</svg>`;
  const png = await sharp(Buffer.from(svg)).png().toBuffer();
  return [{ x: 0, y: 0, width: 800, height: 600, read: async () => png }];
};

test("what changed in a picture is boxed where it is, and equal pictures have no box", async () => {
  const same = await comparePictures(await picture([[100, 100]]), await picture([[100, 100]]));
  expect(same).toEqual({ areas: [], share: 0 });
  const { areas } = await comparePictures(
    await picture([[100, 100]]),
    await picture([
      [100, 100],
      [600, 500],
    ]),
  );
  expect(areas).toHaveLength(1);
  const [area] = areas;
  expect(area!.x).toBeLessThanOrEqual(600);
  expect(area!.x + area!.width).toBeGreaterThanOrEqual(640);
  expect(area!.y + area!.height).toBeGreaterThanOrEqual(524);
  expect(area!.width).toBeLessThan(140);
  expect((await comparePictures([], await picture([]))).share).toBeNull();
});
