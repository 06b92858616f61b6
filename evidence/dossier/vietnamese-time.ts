// Promises times as administrative documents write them: Vietnam's own (GMT+7), in words, with UTC beside where it counts.

const offsetMs = 7 * 3600 * 1000;
const two = (n: number) => String(n).padStart(2, "0");

/** Decree 30/2020 appendix I: days under 10 and the months 1 and 2 carry a zero. */
function dayWords(local: Date): string {
  const month = local.getUTCMonth() + 1;
  return `ngày ${two(local.getUTCDate())} tháng ${month < 3 ? two(month) : month} năm ${local.getUTCFullYear()}`;
}

const calendarDay = (text: string): Date | null => {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : new Date(Date.parse(text) + offsetMs);
  return Number.isNaN(day.getTime()) ? null : day;
};

/** "ngày 05 tháng 01 năm 2026" of a day (YYYY-MM-DD) or of an instant's day in Vietnam; other text comes back as it is. */
export function dateWords(text: string): string {
  const day = calendarDay(text);
  return day ? dayWords(day) : text;
}

/** "05/01/2026", likewise. */
export function dateShort(text: string): string {
  const day = calendarDay(text);
  return day ? `${two(day.getUTCDate())}/${two(day.getUTCMonth() + 1)}/${day.getUTCFullYear()}` : text;
}

/** "10 giờ 04 phút 05 giây, ngày 20 tháng 11 năm 2026 (GMT+7)"; text that is no instant comes back as it is. */
export function momentWords(at: string): string {
  const ms = Date.parse(at);
  if (Number.isNaN(ms)) return at;
  const local = new Date(ms + offsetMs);
  const clock = `${two(local.getUTCHours())} giờ ${two(local.getUTCMinutes())} phút ${two(local.getUTCSeconds())} giây`;
  return `${clock}, ${dayWords(local)} (GMT+7)`;
}

/** "20/11/2026 10:04:05" in GMT+7, for tables whose head says so. */
export function momentShort(at: string): string {
  const ms = Date.parse(at);
  if (Number.isNaN(ms)) return at;
  const l = new Date(ms + offsetMs);
  const day = `${two(l.getUTCDate())}/${two(l.getUTCMonth() + 1)}/${l.getUTCFullYear()}`;
  return `${day} ${two(l.getUTCHours())}:${two(l.getUTCMinutes())}:${two(l.getUTCSeconds())}`;
}
