// Promises the small signs of a row, each in words as well as in colour: how long it waits, who has it, what was done with it.
import type { QueueRow } from "../../../api/findings.ts";
import { t } from "../../i18n/messages.ts";
import { Badge, type Tone } from "../../ui/badge.tsx";
import { sayAge, sayClock } from "../../ui/when.tsx";
import { useClaimOf } from "../finding/claim-keeper.ts";
import styles from "./rows.module.css";

const ageTone: Record<QueueRow["age"], Tone> = { green: "ok", amber: "warn", red: "danger" };
const ageSign: Record<QueueRow["age"], string> = { green: "◔", amber: "◑", red: "●" };

export function AgeChip({ row }: { row: QueueRow }) {
  return (
    <span title={t.triage.facets.age[row.age]}>
      <Badge tone={ageTone[row.age]}>{`${ageSign[row.age]} ${sayAge(row.createdAt)}`}</Badge>
    </span>
  );
}

export function SeverityMark({ row }: { row: QueueRow }) {
  const says = t.triage.facets.severity[row.severity];
  const bars = { high: "▮▮▮", medium: "▮▮▯", low: "▮▯▯" }[row.severity];
  return (
    <span className={row.severity === "high" ? styles.grave : styles.soft} title={says}>
      <span aria-hidden="true">{bars}</span>
      <span className={styles.hidden}>{says}</span>
    </span>
  );
}

/** A capture without a time stamp, in one sign: the finding's own screen says why. */
export function StampMark({ row }: { row: QueueRow }) {
  if (row.timeStamp === "stamped") return null;
  return (
    <span className={styles.unstamped} title={t.queue.noStamp}>
      <span aria-hidden="true">◷</span>
      <span className={styles.hidden}>{t.queue.noStamp}</span>
    </span>
  );
}

/** Claimed, held, escalated, assigned, in a case: what of these applies. `isAhead`: not on the screen; what this browser holds of those comes next. */
export function Marks({ row, isAhead = false }: { row: QueueRow; isAhead?: boolean }) {
  const m = t.triage.marks;
  const own = useClaimOf(row.id);
  const claim = own ?? row.claim;
  const { held, escalated, assigned } = row.desk;
  return (
    <span className={styles.marks}>
      {claim ? (
        <span title={t.queue.until(sayClock(claim.until))}>
          <Badge tone={claim.mine ? "accent" : "plain"}>
            {claim.mine ? (isAhead && own ? m.ahead : m.mine) : m.claimed(claim.name)}
          </Badge>
        </span>
      ) : null}
      {held ? (
        <span title={held.reason}>
          <Badge tone="warn">{`⏸ ${m.held(held.mine ? t.queue.you : held.name)}`}</Badge>
        </span>
      ) : null}
      {escalated ? (
        <span title={escalated.reason}>
          <Badge tone="danger">{`↑ ${m.escalated}`}</Badge>
        </span>
      ) : null}
      {assigned ? (
        <span title={assigned.note}>
          <Badge tone={assigned.mine ? "accent" : "plain"}>
            {`→ ${assigned.mine ? m.assignedMe : m.assigned(assigned.name)}`}
          </Badge>
        </span>
      ) : null}
      {row.inCase ? <Badge>{m.inCase}</Badge> : null}
    </span>
  );
}
