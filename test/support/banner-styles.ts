// Promises the looks of banners as betting houses draw them: colours, effects, bends, sizes and codings.
import sharp, { type Sharp } from "sharp";
import type { BannerText } from "./banners.ts";

interface Drawing {
  svg: string;
  lines: string[];
}
export interface BannerStyle {
  name: string;
  isUnmarked?: boolean;
  draw(text: BannerText, random: () => number): Drawing;
  /** Bends, blurs or codes the drawing; PNG without. */
  finish?(drawn: Sharp): Promise<Buffer>;
}

interface Line {
  text: string;
  x?: number;
  y: number;
  size: number;
  fill: string;
  more?: string;
  family?: string;
  weight?: string;
}

const write = (line: Line) =>
  `<text x="${line.x ?? 30}" y="${line.y}" font-family="${line.family ?? "Arimo"}" font-weight="${line.weight ?? "bold"}" font-size="${line.size}" fill="${line.fill}" ${line.more ?? ""}>${line.text}</text>`;

function banner(width: number, height: number, ground: string, lines: Line[], defs = ""): Drawing {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><defs>${defs}</defs>${ground}${lines.map(write).join("")}</svg>`;
  return { svg, lines: lines.map((l) => l.text) };
}

const flat = (colour: string) => `<rect width="100%" height="100%" fill="${colour}"/>`;
const slope = (id: string, from: string, to: string, vertical = true) =>
  `<linearGradient id="${id}" x2="${vertical ? 0 : 1}" y2="${vertical ? 1 : 0}"><stop offset="0" stop-color="${from}"/><stop offset="1" stop-color="${to}"/></linearGradient>`;

/** Three lines as most banners have them. */
const three = (t: BannerText, fills: [string, string, string], more = "", scale = 1): Line[] => [
  { text: t.head, y: 90 * scale, size: 58 * scale, fill: fills[0], more, x: 30 * scale },
  { text: t.offer, y: 175 * scale, size: 42 * scale, fill: fills[1], more, x: 30 * scale },
  { text: t.call, y: 255 * scale, size: 46 * scale, fill: fills[2], more, x: 30 * scale },
];
const gold = "#ffd23c";

/** Ornaments behind the letters: coins, stars and lights. */
function ornaments(random: () => number, count: number, opacity: number): string {
  const colours = ["#ff9d00", "#d40055", "#00a0c0", "#7030a0", "#208040", "#ffe680"];
  return Array.from({ length: count }, () => {
    const [x, y, r] = [random() * 900, random() * 300, 8 + random() * 40].map(Math.round);
    return `<circle cx="${x}" cy="${y}" r="${r}" fill="${colours[Math.floor(random() * 6)]}" opacity="${opacity}"/>`;
  }).join("");
}

/** Bends a picture: each column is moved down by a parabola of `sagPx`. */
async function bend(drawn: Sharp, sagPx: number): Promise<Buffer> {
  const { data, info } = await drawn.removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  const tall = height + sagPx;
  const out = Buffer.alloc(width * tall * channels);
  for (let x = 0; x < width; x++) {
    const shift = Math.round(sagPx * (2 * (x / width) - 1) ** 2);
    for (let y = 0; y < tall; y++) {
      const from = Math.min(height - 1, Math.max(0, y - shift));
      data.copy(
        out,
        (y * width + x) * channels,
        (from * width + x) * channels,
        (from * width + x) * channels + channels,
      );
    }
  }
  return sharp(out, { raw: { width, height: tall, channels } })
    .png()
    .toBuffer();
}

export const styles: BannerStyle[] = [
  {
    name: "gold on red",
    draw: (t) => banner(900, 300, flat("#b30000"), three(t, [gold, gold, gold])),
  },
  {
    name: "gradient letters",
    draw: (t) =>
      banner(
        900,
        300,
        flat("url(#g)"),
        three(t, ["url(#l)", "url(#l)", "#ffffff"]),
        slope("g", "#12002e", "#6a0f3c") + slope("l", "#fff6c8", "#e0a020"),
      ),
  },
  {
    name: "outlined",
    draw: (t) =>
      banner(
        900,
        300,
        flat("#0a7d3c"),
        three(t, ["#ffffff", "#ffffff", gold], 'stroke="#10240f" stroke-width="5" paint-order="stroke"'),
      ),
  },
  {
    name: "drop shadow",
    draw: (t) =>
      banner(
        900,
        300,
        flat("url(#g)"),
        three(t, ["#ffffff", gold, "#ffffff"], 'filter="url(#s)"'),
        slope("g", "#0f4fa8", "#082050") +
          '<filter id="s" x="-10%" y="-30%" width="120%" height="170%"><feGaussianBlur in="SourceAlpha" stdDeviation="3"/><feOffset dx="4" dy="5"/><feMerge><feMergeNode/><feMergeNode in="SourceGraphic"/></feMerge></filter>',
      ),
  },
  {
    name: "rotated",
    draw: (t) =>
      banner(900, 340, flat("#fff3d0"), three(t, ["#b00020", "#333333", "#b00020"], 'transform="rotate(-4 450 170)"')),
  },
  {
    name: "bent",
    draw: (t) => banner(900, 300, flat("#5a0a0a"), three(t, [gold, "#ffffff", gold])),
    finish: (drawn) => bend(drawn, 34),
  },
  {
    name: "neon",
    draw: (t) =>
      banner(
        900,
        300,
        flat("#05020f"),
        three(t, ["#ff4fd8", "#4ff0ff", "#f8ff6a"], 'filter="url(#n)"'),
        '<filter id="n" x="-10%" y="-40%" width="120%" height="180%"><feGaussianBlur stdDeviation="5" result="b"/><feMerge><feMergeNode in="b"/><feMergeNode in="b"/><feMergeNode in="SourceGraphic"/></feMerge></filter>',
      ),
  },
  {
    name: "all capitals, thin",
    draw: (t) => {
      const lines = three(t, ["#222222", "#444444", "#222222"]).map((l) => ({ ...l, text: l.text.toUpperCase() }));
      return banner(
        1000,
        300,
        flat("#f4f0e6"),
        lines.map((l) => ({ ...l, weight: "normal", size: l.size * 0.8 })),
      );
    },
  },
  {
    name: "without marks",
    isUnmarked: true,
    draw: (t) => banner(900, 300, flat("#101840"), three(t, [gold, "#ffffff", gold])),
  },
  {
    name: "mixed sizes",
    draw: (t) =>
      banner(900, 340, flat("#7a0019"), [
        { text: t.head, y: 60, size: 30, fill: "#ffffff" },
        { text: t.offer, y: 170, size: Math.min(76, 1450 / t.offer.length), fill: gold },
        { text: t.more, y: 230, size: 24, fill: "#ffffff", weight: "normal" },
        { text: t.call, y: 305, size: 44, fill: gold },
      ]),
  },
  {
    name: "JPEG at quality 40",
    draw: (t) =>
      banner(728, 240, flat("url(#g)"), three(t, [gold, "#ffffff", gold], "", 0.8), slope("g", "#c00010", "#600008")),
    finish: (drawn) => drawn.jpeg({ quality: 40 }).toBuffer(),
  },
  {
    name: "low contrast",
    draw: (t) => banner(900, 300, flat("#8a8a86"), three(t, ["#a8a69c", "#a8a69c", "#aaa89e"])),
  },
  {
    name: "busy ground",
    draw: (t, random) =>
      banner(
        900,
        300,
        flat("#301050") + ornaments(random, 70, 0.5),
        three(t, ["#ffffff", "#ffffff", "#ffffff"], 'stroke="#180828" stroke-width="8" paint-order="stroke"'),
      ),
  },
  {
    name: "small letters",
    draw: (t) =>
      banner(320, 110, flat("#143c14"), [
        { text: t.head, y: 28, size: 17, fill: gold, x: 12 },
        { text: t.offer, y: 55, size: 14, fill: "#ffffff", x: 12, weight: "normal" },
        { text: t.more, y: 76, size: 14, fill: "#ffffff", x: 12, weight: "normal" },
        { text: t.call, y: 99, size: 15, fill: gold, x: 12 },
      ]),
    finish: (drawn) => drawn.jpeg({ quality: 80 }).toBuffer(),
  },
  {
    name: "italic serif",
    draw: (t) =>
      banner(
        900,
        300,
        flat("#fbf7ee"),
        three(t, ["#7a1f00", "#402010", "#7a1f00"], 'font-style="italic"').map((l) => ({ ...l, family: "Tinos" })),
      ),
    finish: (drawn) => drawn.webp({ quality: 70 }).toBuffer(),
  },
  {
    name: "wide spacing",
    draw: (t) => banner(1000, 300, flat("#2a003c"), three(t, [gold, "#ffffff", gold], 'letter-spacing="3"', 0.9)),
  },
  {
    name: "buttons",
    draw: (t) =>
      banner(
        900,
        300,
        `${flat("#f2f2f2")}<rect x="20" y="120" width="620" height="70" rx="20" fill="#d01020"/><rect x="20" y="205" width="400" height="70" rx="20" fill="#107830"/>`,
        [
          { text: t.head, y: 80, size: 54, fill: "#202020" },
          { text: t.offer, y: 168, size: 38, fill: "#ffffff", x: 50 },
          { text: t.call, y: 254, size: 38, fill: "#ffee60", x: 60 },
        ],
      ),
  },
  {
    name: "half light, half dark",
    draw: (t) =>
      banner(
        900,
        300,
        `${flat("#fff8e0")}<rect y="150" width="900" height="150" fill="#20104a"/>`,
        three(t, ["#a00018", gold, "#ffffff"]).map((l, i) => ({ ...l, y: [95, 215, 278][i]!, size: [58, 40, 40][i]! })),
      ),
  },
  {
    name: "rays, animated picture",
    draw: (t, random) => {
      const rays = Array.from(
        { length: 14 },
        (_, i) =>
          `<path d="M450 150 L${i * 70 - 60} -20 L${i * 70 - 25} -20 Z M450 150 L${i * 70 - 60} 320 L${i * 70 - 25} 320 Z" fill="#ff8a20" opacity="${(0.25 + random() * 0.2).toFixed(2)}"/>`,
      ).join("");
      return banner(
        900,
        300,
        flat("#c01808") + rays,
        three(t, ["#ffffff", "#fff4b0", "#ffffff"], 'stroke="#500800" stroke-width="4" paint-order="stroke"'),
      );
    },
    finish: (drawn) => drawn.gif().toBuffer(),
  },
  {
    name: "white on transparent",
    draw: (t) => banner(900, 300, "", three(t, ["#ffffff", "#ffe9a0", "#ffffff"])),
  },
];
