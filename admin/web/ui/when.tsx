// Promises times as an office reads them: absolute, GMT+7, with the age beside.
import { t } from "../i18n/messages.ts";
import styles from "./when.module.css";

const parts = { timeZone: "Asia/Ho_Chi_Minh", hour12: false } as const;
const full = new Intl.DateTimeFormat("vi-VN", {
  ...parts,
  day: "2-digit",
  month: "2-digit",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
});
const clock = new Intl.DateTimeFormat("vi-VN", { ...parts, hour: "2-digit", minute: "2-digit", second: "2-digit" });

function pick(format: Intl.DateTimeFormat, at: Date): Record<string, string> {
  return Object.fromEntries(format.formatToParts(at).map((part) => [part.type, part.value]));
}

/** `22/11/2026 19:41:03`, GMT+7. */
export function sayWhen(iso: string): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return iso;
  const p = pick(full, at);
  return `${p.day}/${p.month}/${p.year} ${p.hour}:${p.minute}:${p.second}`;
}

/** `19:41:03`, GMT+7. */
export function sayClock(iso: string | number): string {
  const p = pick(clock, new Date(iso));
  return `${p.hour}:${p.minute}:${p.second}`;
}

export function sayAge(iso: string): string {
  const minutes = Math.floor((Date.now() - new Date(iso).getTime()) / 60_000);
  if (minutes < 1) return t.age.now;
  if (minutes < 60) return t.age.minutes(minutes);
  if (minutes < 48 * 60) return t.age.hours(Math.floor(minutes / 60));
  return t.age.days(Math.floor(minutes / 1440));
}

export function When({ iso }: { iso: string }) {
  return (
    <time dateTime={iso} className={styles.when} title="GMT+7">
      <span>{sayWhen(iso)}</span> <span className={styles.age}>{sayAge(iso)}</span>
    </time>
  );
}
