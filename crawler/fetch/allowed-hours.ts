// Promises that hosts are visited only in the hours the office allows, counted in GMT+7 whatever the machine's zone.

const dayMs = 86_400_000;
const vietnamOffsetMs = 7 * 3_600_000;

/**
 * `hours` is "HH:MM-HH:MM" (GMT+7); a window may pass midnight, "00:00-24:00" is always.
 * Returns `atMs` when a visit may start then, else the next opening in milliseconds since 1970.
 */
export function nextAllowedMs(hours: string, atMs: number): number {
  const [from = 0, until = dayMs] = hours.split("-").map(toMsOfDay);
  if (from === until) return atMs;
  const ofDay = (atMs + vietnamOffsetMs) % dayMs;
  const inside = from < until ? ofDay >= from && ofDay < until : ofDay >= from || ofDay < until;
  if (inside) return atMs;
  return atMs + ((from - ofDay + dayMs) % dayMs);
}

function toMsOfDay(clock: string): number {
  const [hour = 0, minute = 0] = clock.split(":").map(Number);
  return (hour * 60 + minute) * 60_000;
}
