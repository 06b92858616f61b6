// Promises what a host's name alone tells about gambling, over the folder's two lists; a name alone never flags a page.
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { readGamblingName } from "#detection/facts/gambling-host.ts";
import { shareOf, type Share } from "./tally.ts";

export interface HostNames {
  named: Share;
  innocentNamed: Share;
  innocent: string[];
}

const readHosts = (file: string) =>
  readFileSync(file, "utf8")
    .split(/\s+/)
    .filter((host) => host.includes("."));

/** null where the folder has no such lists. */
export function measureHostNames(folder: string): HostNames | null {
  const [positive, negative] = ["domains_positive.txt", "domains_hard_negative.txt"].map((f) =>
    path.join(folder, "gambling", f),
  );
  if (!existsSync(positive!) || !existsSync(negative!)) return null;
  const speaks = (host: string) => readGamblingName(host).score > 0;
  const [bad, good] = [readHosts(positive!), readHosts(negative!)];
  const innocent = good.filter(speaks);
  return {
    named: shareOf(bad.filter(speaks).length, bad.length),
    innocentNamed: shareOf(innocent.length, good.length),
    innocent,
  };
}
