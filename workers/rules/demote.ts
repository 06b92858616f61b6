// Promises that a live rule which people keep dismissing takes itself out of the score, and says why.
import { nowMs } from "#core/clock.ts";
import { log } from "#core/log.ts";
import { toAppError } from "#core/errors.ts";
import { selectRuleStates } from "#core/records/rule.ts";
import { wilson } from "#core/wilson.ts";
import { listRules, type RulePlace } from "./find-rule.ts";
import { type Changed, demoteRule } from "./lifecycle.ts";
import { failingSince, measureRules } from "./precision.ts";

/** Two weeks: one bad day of one reviewer does not take a rule out. */
export const patienceDays = 14;
const dayMs = 24 * 60 * 60_000;
/** Who acts where the program does. */
export const itself = "Vọng Gác";

/**
 * Demotes every live rule whose upper bound has been under its target for 14 days, over the decisions since it last became live.
 * A rule that somebody changes meanwhile is left to the next look.
 */
export async function demoteFailingRules(place: RulePlace, at: Date): Promise<Changed[]> {
  const knowledge = await place.knowledge();
  const [measured, rows] = await Promise.all([measureRules(place.pool, knowledge), selectRuleStates(place.pool)]);
  const demoted: Changed[] = [];
  for (const { rule, version, state, target } of listRules(knowledge)) {
    if (state !== "live") continue;
    const found = measured.find((m) => m.rule === rule.id && m.version === version);
    if (!found) continue;
    const liveFrom = rows.find((r) => r.rule === rule.id && r.version === version && r.state === "live")?.at ?? null;
    const since = failingSince(found.judged, target, liveFrom);
    if (since === null || at.getTime() - since.getTime() < patienceDays * dayMs) continue;
    const counted = found.judged.filter((j) => liveFrom === null || j.at >= liveFrom);
    const confirmed = counted.filter((j) => j.isConfirmed).length;
    const high = wilson(confirmed, counted.length).high.toFixed(3);
    const reason = `${confirmed}/${counted.length} phát hiện được xác nhận; cận trên 95 % là ${high}, dưới mức đặt ra ${target} từ ${since.toISOString().slice(0, 10)}`;
    try {
      demoted.push(await demoteRule(place, { rule: rule.id, actor: itself, reason }));
      log.warn({ rule: rule.id, version, confirmed, decided: counted.length, high, target }, "rule.demoted-itself");
    } catch (error) {
      if (toAppError(error).code !== "conflict") throw error;
    }
  }
  return demoted;
}

const lookEveryMs = 60 * 60_000;

/** Looks once a day (and soon after the start); the returned function waits for the look under way. */
export function startDemotion(place: RulePlace): () => Promise<void> {
  let lookedAtMs = -Infinity;
  const look = async () => {
    if (nowMs() - lookedAtMs < dayMs) return;
    lookedAtMs = nowMs();
    await demoteFailingRules(place, new Date(nowMs()));
  };
  const safely = () =>
    look().catch((error: unknown) => {
      lookedAtMs = -Infinity; // tried again at the next hour
      log.warn({ err: toAppError(error) }, "rule-demotion.failed");
    });
  let looking = safely();
  const timer = setInterval(() => {
    looking = looking.then(safely);
  }, lookEveryMs);
  return async () => {
    clearInterval(timer);
    await looking;
  };
}
