// Promises a small drawn landscape for every picture name of the sample web: the same name always gives the same picture.
import { createHash } from "node:crypto";

const skies = [
  ["#cfe6f5", "#f7efe0"],
  ["#f6d8b8", "#fdf3e3"],
  ["#bfd9cf", "#eef5ec"],
  ["#d9d3ea", "#f4effa"],
] as const;
const grounds = ["#5c8a52", "#8a7a4c", "#4c7a80", "#7a5c4c", "#50698a"];

/** An SVG scene of 640 × 360: sky, sun, hills, houses and a river or road, chosen by the hash of `name`. */
export function drawPicture(name: string): string {
  const seed = createHash("sha256").update(name).digest();
  const at = (index: number, below: number) => (seed[index % 32]! * below) >> 8;
  const [top, bottom] = skies[at(0, skies.length)]!;
  const ground = grounds[at(1, grounds.length)]!;
  const hill = (y: number, swell: number, opacity: number) =>
    `<path d="M0 ${y} Q160 ${y - swell} 320 ${y} T640 ${y} V360 H0Z" fill="${ground}" opacity="${opacity}"/>`;
  const houses = Array.from({ length: 2 + at(2, 4) }, (_, index) => {
    const x = 40 + index * 120 + at(3 + index, 50);
    const y = 232 + at(9 + index, 40);
    return `<path d="M${x} ${y} h56 v44 h-56z" fill="#f3e9d8"/><path d="M${x - 8} ${y} l36 -26 36 26z" fill="#a34f3b"/><path d="M${x + 22} ${y + 20} h12 v24 h-12z" fill="#6b4a35"/>`;
  }).join("");
  const water = at(20, 2)
    ? `<path d="M0 320 Q200 300 360 325 T640 312 V360 H0Z" fill="#8fb6c9"/>`
    : `<path d="M260 360 L318 262 L332 262 L420 360Z" fill="#cbbfa8"/>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 360" width="640" height="360"><defs><linearGradient id="s" x2="0" y2="1"><stop stop-color="${top}"/><stop offset="1" stop-color="${bottom}"/></linearGradient></defs><rect width="640" height="360" fill="url(#s)"/><circle cx="${90 + at(21, 460)}" cy="${50 + at(22, 60)}" r="${22 + at(23, 16)}" fill="#fff4cf"/>${hill(190, 70 + at(24, 60), 0.45)}${hill(235, 50 + at(25, 40), 0.8)}${houses}${water}</svg>`;
}

/** A square mark with one or two letters, used as a site's favicon and logo. */
export function drawMark(letters: string, colour: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" width="64" height="64"><rect width="64" height="64" rx="12" fill="${colour}"/><text x="32" y="43" font-family="Arial, sans-serif" font-size="${letters.length > 1 ? 27 : 34}" font-weight="700" text-anchor="middle" fill="#fff">${letters}</text></svg>`;
}
