// Promises a label whose meaning stands in its words; colour only repeats it.
import type { ReactNode } from "react";
import type { QueueVerdict } from "../../api/findings.ts";
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
