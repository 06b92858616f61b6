// Promises the list of benches, in the order in which they run.
import { browserPath } from "./browser-path.ts";
import { capture } from "./capture.ts";
import { desk } from "./desk.ts";
import { evidenceCost } from "./evidence-cost.ts";
import { httpPath } from "./http-path.ts";
import { memory } from "./memory.ts";
import { recapture } from "./recapture.ts";
import { retroHuntBench } from "./retro-hunt.ts";
import { scan } from "./scan.ts";
import { text } from "./text.ts";
import { verify } from "./verify.ts";
import type { Bench } from "./stage/report.ts";

export const benches: Record<string, Bench> = {
  "http-path": httpPath,
  "browser-path": browserPath,
  capture,
  desk,
  "evidence-cost": evidenceCost,
  memory,
  recapture,
  "retro-hunt": retroHuntBench,
  scan,
  text,
  verify,
};
