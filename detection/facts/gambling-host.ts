// Promises whether a host name is put together the way gambling names are, and from which parts; never a list of hosts.
import { parse } from "tldts";
import { foldText } from "../text/letters.ts";

/** Words that only gambling names carry, and short ones that count only at a seam (hyphen, digit or the label's end). */
const words = [
  "nhacai",
  "cacuoc",
  "keonhacai",
  "soikeo",
  "tylekeo",
  "tilekeo",
  "taixiu",
  "xocdia",
  "nohu",
  "banca",
  "casino",
  "lode",
  "lodeonline",
  "soicau",
  "dande",
  "danhde",
  "danhbai",
  "gamebai",
  "doithuong",
  "cado",
  "bacarat",
  "baccarat",
  "slotgame",
  "sicbo",
  "kubet",
  "sodo",
  "daga",
  "dagatructiep",
  "sv388",
  "jackpot",
  "poker",
  "bettilt",
  "sportsbook",
  "choigame88",
];
const seamed =
  /(?:^|[\d-])(?:bet|win|club|vip|vin|slot|slots|keo|loto|hu|game|kubet|bong|xoso|lo|de|ga)(?:[\d-]|$)|(?:bet|win)\d{1,4}$|^\d{1,3}x?(?:bet|win)|[a-z](?:bet|slots)$/;
const luckyDigits =
  /^\d{0,3}[a-z]{1,8}(?:88|888|8888|789|79|68|66|666|99|999|77|777|368|388|333|123|456|567|6868|8386)(?:[a-z]{0,5})\d{0,2}$/;
/** A lucky number in front, hardly anything behind: 789a, 123b, 68gb. */
const luckyFront = /^(?:789|123|68|6686|666|888|999|88|79|188|388|567)[a-z]{1,4}\d{0,2}$/;
const innocent =
  /^(?:alphabet|tibet|elizabet|diabet|covid|bethel|obet|darwin|twin|godwin|edwin|baldwin|goodwin|erwin|irwin|ukwin|window|winner|clubhouse|youbet|abet|sobet)/;
const cheapEndings = new Set(
  "bet casino poker win vip club top xyz live fun life pro dog wine deal school men mobi cc games game bar ink run ac black moe tube gg wiki rocks team guru help host press trade zone red blue ist sbs cfd lol buzz beauty cyou icu".split(
    " ",
  ),
);
const plainEndings = /(?:^|\.)(?:gov|edu|org|mil|int)\.vn$|^(?:gov|edu|mil)$/;

export interface GamblingName {
  score: number;
  parts: string[];
}

/** The word as it stands in the name, where hyphens or digits part it: "game-bai". */
const asWritten = (label: string, word: string): string =>
  new RegExp(Array.from(word).join("-*")).exec(label)?.[0] ??
  label.split("-").find((p) => p.replace(/\d+/g, "") === word) ??
  label;

/** 0: nothing; 1: shaped like one; 2: says so in words. */
export function readGamblingName(host: string): GamblingName {
  const parts = parse(host, { allowPrivateDomains: true });
  const suffix = parts.publicSuffix ?? "";
  if (!parts.domain || plainEndings.test(suffix)) return { score: 0, parts: [] };
  const label = foldText(parts.domainWithoutSuffix ?? "");
  const bare = label.replaceAll("-", "");
  const found: string[] = [];
  const word = words.find((w) =>
    w.length >= 5 ? bare.includes(w) : label.split("-").some((p) => p.replace(/\d+/g, "") === w),
  );
  if (word) found.push(`“${asWritten(label, word)}”`);
  const shaped = !innocent.test(label) && (seamed.test(label) || luckyDigits.test(bare) || luckyFront.test(bare));
  if (shaped) found.push(`khuôn “${label}”`);
  if (suffix === "bet" || suffix === "casino" || suffix === "poker") found.push(`đuôi .${suffix}`);
  else if (found.length > 0 && cheapEndings.has(suffix)) found.push(`đuôi .${suffix}`);
  const score = word || suffix === "casino" || suffix === "bet" ? 2 : shaped ? 1 : 0;
  return { score, parts: found };
}
