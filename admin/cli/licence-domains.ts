// Promises the domains of a register's cell as hosts: addresses cut, foreign letters read, what is no host kept as it stands.
import { domainToASCII } from "node:url";
import { say } from "./terminal.ts";

export interface DomainsReading {
  /** Lower-case ASCII hosts; what could not be read stands last, as the register writes it. */
  domains: string[];
  /** What was mended or not read, in words. */
  odd: string[];
}

/** Greek and Cyrillic letters that a keyboard or a scanner put where Latin ones belong. */
const latin: Record<string, string> = {
  α: "a",
  ε: "e",
  ο: "o",
  ρ: "p",
  ν: "v",
  τ: "t",
  ι: "i",
  κ: "k",
  υ: "u",
  χ: "x",
  η: "n",
  а: "a",
  е: "e",
  о: "o",
  р: "p",
  с: "c",
  у: "y",
  х: "x",
  і: "i",
  в: "v",
  п: "n",
  т: "t",
  к: "k",
  м: "m",
};
const host = /^(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,24}|xn--[a-z0-9-]{2,59})$/;

/** Reads a cell that may hold several addresses. */
export function readDomains(cell: string): DomainsReading {
  const reading: DomainsReading = { domains: [], odd: [] };
  const unread: string[] = [];
  for (const part of cell.split(/[\s;,|]+|\s+và\s+/u).filter((p) => p !== "" && p !== "-" && p !== "và")) {
    const read = readHost(part);
    if (read.host === null) unread.push(part);
    else if (!reading.domains.includes(read.host)) reading.domains.push(read.host);
    if (read.odd) reading.odd.push(read.odd);
  }
  return { domains: [...reading.domains, ...unread], odd: reading.odd };
}

function readHost(raw: string): { host: string | null; odd: string } {
  if (raw.includes("@"))
    return {
      host: null,
      odd: say(`"${raw}" là thư điện tử, không phải tên miền`, `"${raw}" is a mail address, no domain`),
    };
  const bare = decode(raw.toLowerCase())
    .replace(/^[a-z]{3,5}:\/\//, "")
    .replace(/^www\./, "")
    .replace(/[/?#:].*$/, "")
    .replace(/^[.\-"'([]+|[.\-"')\]]+$/g, "");
  if (host.test(bare)) return { host: bare, odd: "" };
  const spelled = Array.from(bare, (c) => latin[c] ?? c).join("");
  if (spelled !== bare && host.test(spelled))
    return {
      host: spelled,
      odd: say(
        `"${raw}" có chữ không phải La-tinh, đọc là ${spelled}`,
        `"${raw}" has letters that are not Latin, read as ${spelled}`,
      ),
    };
  const ascii = domainToASCII(bare);
  // A domain may carry Vietnamese letters; its ending may not.
  if (host.test(ascii) && /^[a-z]{2,24}$/.test(bare.split(".").at(-1)!))
    return {
      host: ascii,
      odd: say(`"${raw}" có chữ lạ, giữ là ${ascii}`, `"${raw}" has odd letters, kept as ${ascii}`),
    };
  return { host: null, odd: say(`"${raw}" không phải tên miền`, `"${raw}" is no domain`) };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a lone percent sign is part of the dirt
  }
}
