// Promises one page that is hostile in every field that the desk shows: markup, scripts, formulas, turned and hidden writing, a false host.
import { domainToASCII } from "node:url";
import type { SeedFinding, Shown } from "./desk.ts";
import { signal } from "./desk.ts";

/** Whoever runs any of it calls `alert` or sets `window.hacked`, or asks the canary host. */
export const canary = "canary.example";

const attacks = [
  `<script>window.hacked=1;alert(1)</script>`,
  `<img src=x onerror="window.hacked=1">`,
  `<svg onload="window.hacked=1"><animate onbegin="window.hacked=1" attributeName=x dur=1s></svg>`,
  `<iframe srcdoc="<script>top.hacked=1</script>"></iframe>`,
  `<img src="http://${canary}/a.png"><link rel=stylesheet href="http://${canary}/a.css">`,
  `"><a href="javascript:window.hacked=1">bấm</a>`,
  `{{constructor.constructor('window.hacked=1')()}}\${window.hacked=1}`,
];

export const hostile = attacks.join(" ");
/** Turns the writing around, hides a letter, and ends what surrounds it. */
export const turned = "gpj.exe\u202Efdp.bảng\u2066\u200Bkê\u0007";
export const formula = `=HYPERLINK("http://${canary}/x","Bấm")`;
/** Reads like latin letters; its a and e are Cyrillic (U+0430, U+0435). */
export const lookalike = "vangs\u0435nb\u0430nk.example";
export const homograph = domainToASCII(lookalike);

const svg = `<svg xmlns="http://www.w3.org/2000/svg" onload="window.hacked=1"><script>window.hacked=1</script></svg>`;

export function hostileFinding(shown: Shown): SeedFinding {
  const text = `Nạp tiền thưởng ${hostile} ${turned}`;
  return {
    url: `https://${homograph}/${encodeURIComponent(hostile)}/${turned}?q=${hostile}`,
    host: homograph,
    title: `${formula} ${turned} ${hostile}`,
    score: 20,
    shown: { ...shown, text, dom: `${hostile}${svg}`, archived: `<!doctype html>${hostile}${svg}<p>${turned}</p>` },
    signals: [
      signal({
        rule: hostile,
        version: hostile,
        say: `${hostile} ${turned}`,
        clearedBy: `${formula} ${hostile}`,
        cites: [hostile],
        anchors: [
          { kind: "text", field: "text", start: 0, end: text.length, raw: text },
          { kind: "text", field: "html", start: 0, end: hostile.length, raw: hostile },
          { kind: "text", field: "title", start: 0, end: 8, raw: hostile },
          { kind: "text", field: "url", start: 0, end: 8, raw: hostile },
          { kind: "absence", searched: [hostile] },
          { kind: "register", register: hostile, row: hostile, importedAt: "2026-11-20T02:00:00Z" },
          { kind: "difference", between: [hostile, `https://${canary}/`], what: hostile },
          { kind: "region", image: hostile, x: 0, y: 0, width: 9, height: 9, read: hostile },
          { kind: "region", image: "screenshot", x: 20, y: 20, width: 90, height: 40, read: hostile },
        ],
      }),
    ],
  };
}
