// Promises when the target was looked at, as dots by time with the same facts in a table, and gaps said as gaps.
import { useQuery } from "@tanstack/react-query";
import type { FindingView } from "../../../api/finding.ts";
import type { MomentView } from "../../../api/viewing.ts";
import { t } from "../../i18n/messages.ts";
import { Badge, type Tone } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Plain } from "../../ui/plain.tsx";
import { Empty, Failure, Loading } from "../../ui/states.tsx";
import table from "../../ui/table.module.css";
import { sayWhen } from "../../ui/when.tsx";
import { timelineQuery } from "../finding/evidence-queries.ts";
import { sayOutcome } from "./recapture-dialog.tsx";
import styles from "./timeline.module.css";

const tones: Record<string, Tone> = { up: "warn", gone: "ok", unknown: "plain", waiting: "accent" };
const signs: Record<string, string> = { up: "●", gone: "○", unknown: "?", waiting: "◌" };
const dayMs = 86_400_000;
/** Nobody looked for this long: said as a gap. */
const gapMs = 3 * dayMs;

const timeOf = (moment: MomentView) => new Date(moment.at).getTime();

/** Dots by time; the table below says the same in words. */
function Dots({ items }: { items: readonly MomentView[] }) {
  const c = t.compare.timeline;
  const first = timeOf(items.at(-1)!);
  const span = Math.max(1, timeOf(items[0]!) - first);
  return (
    <div className={styles.strip} role="img" aria-label={c.chart}>
      <span className={styles.line} />
      {items.map((item) => (
        <span
          key={item.id}
          className={`${styles.dot} ${styles[item.seen] ?? ""} ${item.kind === "capture" ? styles.capture : ""}`}
          title={`${sayWhen(item.at)} · ${c.kind[item.kind]} · ${c.seen[item.seen]}`}
          style={{ left: `${((timeOf(item) - first) / span) * 100}%` }}
        >
          {signs[item.seen]}
        </span>
      ))}
      <span className={styles.from}>{sayWhen(items.at(-1)!.at)}</span>
      <span className={styles.to}>{sayWhen(items[0]!.at)}</span>
    </div>
  );
}

interface RowProps {
  item: MomentView;
  isShown: boolean;
  compare: (captureId: string) => void;
}

function Row({ item, isShown, compare }: RowProps) {
  const c = t.compare.timeline;
  return (
    <tr>
      <td className={styles.when}>{sayWhen(item.at)}</td>
      <td className={styles.when}>{c.kind[item.kind]}</td>
      <td>
        <Badge tone={tones[item.seen] ?? "plain"}>{`${signs[item.seen]} ${c.seen[item.seen]}`}</Badge>{" "}
        <span className={styles.soft}>
          {sayOutcome(item.sealed ? "sealed" : item.outcome)}
          {item.reason ? ", " : ""}
          {item.reason ? <Plain>{item.reason}</Plain> : null}
          {item.absent ? ` (${c.absent})` : ""}
        </span>
      </td>
      <td>{item.verdict ? c.verdict[item.verdict] : "—"}</td>
      <td>{t.finding.vantage[item.vantage] ?? item.vantage}</td>
      <td>
        {isShown ? <span className={styles.soft}>{c.thisOne}</span> : null}
        {item.sealed && !isShown && !item.absent ? (
          <Button quiet onClick={() => compare(item.id)}>
            {c.compareWith}
          </Button>
        ) : null}
      </td>
    </tr>
  );
}

interface Props {
  finding: FindingView;
  compare: (captureId: string) => void;
}

export function TimelineView({ finding, compare }: Props) {
  const c = t.compare.timeline;
  const timeline = useQuery(timelineQuery(finding.id));
  if (timeline.error) return <Failure error={timeline.error} retry={() => void timeline.refetch()} />;
  if (!timeline.data) return <Loading />;
  const { items, state, stateAt } = timeline.data;
  if (items.length === 0) return <Empty>{c.empty}</Empty>;
  const rows = items.flatMap((item, i) => {
    const gap = i > 0 ? timeOf(items[i - 1]!) - timeOf(item) : 0;
    const row = <Row key={item.id} item={item} isShown={item.id === finding.seal.captureId} compare={compare} />;
    if (gap < gapMs) return [row];
    return [
      <tr key={`${item.id}-gap`} className={styles.gap}>
        <td colSpan={6}>{c.gap(c.days(Math.floor(gap / dayMs)))}</td>
      </tr>,
      row,
    ];
  });
  return (
    <div className={styles.view} tabIndex={0} role="region" aria-label={c.title} data-own-arrows>
      <p className={styles.state}>
        <Badge tone={tones[state] ?? "plain"}>{`${signs[state]} ${c.state[state]}`}</Badge> {c.stateLong[state]}{" "}
        {stateAt ? <span className={styles.soft}>{sayWhen(stateAt)}</span> : null}
      </p>
      <Dots items={items} />
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">{c.at}</th>
            <th scope="col">{c.what}</th>
            <th scope="col">{c.result}</th>
            <th scope="col">{c.signs}</th>
            <th scope="col">{c.view}</th>
            <th scope="col">{c.act}</th>
          </tr>
        </thead>
        <tbody>{rows}</tbody>
      </table>
    </div>
  );
}
