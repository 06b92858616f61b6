// Promises a label whose meaning stands in its words; colour only repeats it.
import type { ReactNode } from "react";
import type { QueueVerdict, StampState } from "../../api/findings.ts";
import { t } from "../i18n/messages.ts";
import styles from "./badge.module.css";

export type Tone = "plain" | "accent" | "danger" | "warn" | "ok";

export function Badge({ tone = "plain", children }: { tone?: Tone; children: ReactNode }) {
  return <span className={`${styles.badge} ${styles[tone]}`}>{children}</span>;
}

export function VerdictBadge({ verdict }: { verdict: QueueVerdict }) {
  return (
    <Badge
      tone={verdict === "flag" ? "danger" : "warn"}
    >{`${verdict === "flag" ? "▲" : "◆"} ${t.verdict[verdict]}`}</Badge>
  );
}

/** Says that a sealed capture has no time stamp yet, and why; nothing where it has one. */
export function StampBadge({ state }: { state: StampState }) {
  if (state === "stamped") return null;
  return (
    <span title={t.queue.noStampWhy[state]}>
      <Badge tone="warn">{`◷ ${t.queue.noStamp}`}</Badge>
    </span>
  );
}
