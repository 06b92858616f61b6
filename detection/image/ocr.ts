// Promises the text of one decoded picture, looked at in several ways until two looks agree; unreadable where they do not.
import type { Reading, ReadWord } from "#core/nouns/observation.ts";
import type { Pixels } from "./decode.ts";
import { type Engine, type EngineLine, engineName, type Layout } from "./engine.ts";
import { isCovered, mergeLines, orderLines, type SeenLine } from "./merge-lines.ts";
import { isDarkGround, makePlane, type PlaneName, writePgm } from "./planes.ts";

interface Look {
  plane: PlaneName;
  layout: Layout;
  /** Blurs by so many pixels: letters hold together, textures fade. */
  blur?: number;
}

/** In this order until the reading is sure. Light first; then what parts gold from red, white from bright colours, letters from textures. */
const looks: Look[] = [
  { plane: "light", layout: "sparse" },
  { plane: "green", layout: "page", blur: 1.2 },
  { plane: "light", layout: "page", blur: 1.2 },
  { plane: "darkest", layout: "sparse" },
  { plane: "brightest", layout: "sparse", blur: 1.2 },
  { plane: "darkest", layout: "page", blur: 0.8 },
  { plane: "blue", layout: "page" },
];

/** Small letters are enlarged, large pictures reduced, until the long side has so many pixels. */
const [leastSide, mostSide, mostEnlarged] = [1000, 2400, 3];

/** What was seen in all looks so far, and how far it may be believed. */
interface Measured {
  lines: SeenLine[];
  looks: number;
  /** Mean confidence by letters. */
  confidence: number;
  /** Share of letters that at least two looks read the same. */
  agreed: number;
  /** Share of letters in lines that the engine half believes and that were left out. */
  doubtful: number;
  letters: number;
}

/** Confidence from which a line belongs to the text, and from which a rejected one counts as letters that were not read. */
const [believed, believedAlone, halfBelieved] = [0.6, 0.7, 0.35];
/** Fewer letters that one look alone saw are a coin, a star or a nose. */
const [leastLetters, lettersAlone] = [3, 5];

/** Not read, but as high as lines that were, or half believed: somebody wrote something there. */
const looksLikeText = (line: EngineLine, lines: SeenLine[]) => {
  const height = line.y1 - line.y0;
  const isAsHigh = lines.some((l) => height < 1.8 * (l.y1 - l.y0) && height > 0.5 * (l.y1 - l.y0));
  const letters = lettersIn([line]);
  return (letters >= leastLetters && line.confidence >= halfBelieved) || (letters > leastLetters && isAsHigh);
};

const lettersIn = (lines: { text: string }[]) =>
  lines.reduce((sum, l) => sum + l.text.replaceAll(/[^\p{L}\p{N}]/gu, "").length, 0);

function measure(read: EngineLine[][]): Measured {
  const all = mergeLines(read);
  const isText = (l: SeenLine) =>
    l.confidence >= believed && (l.agreed >= 2 || (lettersIn([l]) >= lettersAlone && l.confidence >= believedAlone));
  const lines = orderLines(all.filter(isText));
  const rest = mergeLines(read.map((look) => look.filter((l) => looksLikeText(l, lines) && !isCovered(l, lines))));
  const letters = lettersIn(lines);
  const share = (some: SeenLine[]) => lettersIn(some) / Math.max(letters, 1);
  return {
    lines,
    looks: read.length,
    letters,
    confidence: lines.reduce((sum, l) => sum + l.confidence * lettersIn([l]), 0) / Math.max(letters, 1),
    agreed: share(lines.filter((l) => l.agreed >= 2)),
    doubtful: lettersIn(rest) / Math.max(lettersIn(rest) + letters, 1),
  };
}

/** Two looks may leave out the same line; three in three ways rarely do. */
const leastLooks = 3;

const isSure = (m: Measured) =>
  m.looks >= leastLooks && m.letters > 0 && m.agreed >= 0.95 && m.confidence >= 0.88 && m.doubtful < 0.03;

/** Limits of a reading that is given out. Set on banners that the bed of the tests does not hold: none read by them had more than 5 % wrong letters. */
const [leastAgreed, mostDoubtful, leastConfidence] = [0.8, 0.08, 0.8];

/**
 * Reads the text. `unreadable` where nothing was found (which is not "no text"), where looks disagree, or where letters
 * stand that none could read. `mayLook` ends the looks when time is up. Rejects when the engine fails.
 */
export async function readText(pixels: Pixels, engine: Engine, mayLook: () => boolean): Promise<Reading> {
  const seen = await lookAt(pixels, engine, mayLook);
  if (seen.letters === 0) return { state: "unreadable", why: "không thấy chữ nào đọc được" };
  if (seen.agreed < leastAgreed || seen.confidence < leastConfidence)
    return {
      state: "unreadable",
      why: `các lần đọc không khớp nhau (${percent(seen.agreed)} chữ khớp, độ tin ${percent(seen.confidence)})`,
    };
  if (seen.doubtful > mostDoubtful)
    return { state: "unreadable", why: `${percent(seen.doubtful)} chữ trong ảnh không đọc ra` };
  return writeReading(seen);
}

const percent = (share: number) => `${Math.round(share * 100)} %`;

async function lookAt(pixels: Pixels, engine: Engine, mayLook: () => boolean): Promise<Measured> {
  const side = Math.max(pixels.width, pixels.height);
  const scale = side > mostSide ? mostSide / side : Math.min(mostEnlarged, Math.max(1, leastSide / side));
  const read: EngineLine[][] = [];
  let measured = measure(read);
  for (const { plane: name, layout, blur } of looks) {
    if (!mayLook()) break;
    const plane = makePlane(pixels, name);
    const pgm = await writePgm(plane, pixels, scale, { negate: isDarkGround(plane), blur: blur ?? 0 });
    read.push((await engine.read(pgm, layout)).map((line) => rescale(line, scale)));
    measured = measure(read);
    if (isSure(measured)) break;
  }
  return measured;
}

function rescale(line: EngineLine, scale: number): EngineLine {
  const back = <T extends { x0: number; y0: number; x1: number; y1: number }>(box: T): T => ({
    ...box,
    x0: box.x0 / scale,
    y0: box.y0 / scale,
    x1: box.x1 / scale,
    y1: box.y1 / scale,
  });
  return { ...back(line), words: line.words.map(back) };
}

/** Lines in reading order, one a row; words with their places in text and picture. */
function writeReading(m: Measured): Extract<Reading, { state: "read" }> {
  const words: ReadWord[] = [];
  let text = "";
  for (const line of m.lines) {
    if (text) text += "\n";
    for (const [i, word] of line.words.entries()) {
      if (i > 0) text += " ";
      const start = text.length;
      text += word.text;
      const [x, y] = [Math.floor(word.x0), Math.floor(word.y0)];
      const box = { x, y, width: Math.ceil(word.x1) - x, height: Math.ceil(word.y1) - y };
      words.push({ text: word.text, start, end: text.length, ...box, confidence: round(word.confidence) });
    }
  }
  return { state: "read", text, words, confidence: round(m.confidence), engine: engineName };
}

const round = (value: number) => Math.round(value * 1000) / 1000;
