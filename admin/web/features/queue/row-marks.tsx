// Promises the small signs of a row, each in words as well as in colour: how long it waits, who has it, what was done with it.
import type { QueueRow } from "../../../api/findings.ts";
import { t } from "../../i18n/messages.ts";
import { Badge, type Tone } from "../../ui/badge.tsx";
import { sayAge, sayClock } from "../../ui/when.tsx";
import { useClaimOf } from "../finding/claim-keeper.ts";
import styles from "./queue.module.css";

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

/** Claimed, held, escalated, assigned, in a case: what of these applies. */
export function Marks({ row }: { row: QueueRow }) {
  const m = t.triage.marks;
  const claim = useClaimOf(row.id) ?? row.claim;
  const { held, escalated, assigned } = row.desk;
  return (
    <span className={styles.marks}>
      {claim ? (
        <span title={t.queue.until(sayClock(claim.until))}>
          <Badge tone={claim.mine ? "accent" : "plain"}>{claim.mine ? m.mine : m.claimed(claim.name)}</Badge>
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
