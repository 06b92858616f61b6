// Promises two captures of one target compared: side by side, one over the other, behind a curtain, or word by word.
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { FindingView } from "../../../api/finding.ts";
import type { MomentView } from "../../../api/viewing.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Empty, Loading } from "../../ui/states.tsx";
import { sayWhen } from "../../ui/when.tsx";
import { Compared, type Way, WayButtons } from "./compare-ways.tsx";
import { compareQuery, timelineQuery } from "./evidence-queries.ts";
import styles from "./compare.module.css";

/** `[` and `]` walk through the captures also inside the dialog, which owns the keys while it is open. */
function useBrackets(step: (by: number) => void) {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target instanceof HTMLElement && /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
      if (event.key === "[") step(1);
      else if (event.key === "]") step(-1);
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  });
}

interface Props {
  finding: FindingView;
  /** The capture to begin with; null: the newest other one. */
  first: string | null;
  close: () => void;
}

export function CompareDialog({ finding, first, close }: Props) {
  const c = t.compare;
  const timeline = useQuery(timelineQuery(finding.id));
  const [chosen, setChosen] = useState(first);
  const [way, setWay] = useState<Way>("side");
  const others = (timeline.data?.items ?? []).filter(
    (item: MomentView) => item.sealed && !item.absent && item.id !== finding.seal.captureId,
  );
  const at = Math.max(
    0,
    others.findIndex((item) => item.id === chosen),
  );
  const other = others[at];
  const step = (by: number) => {
    const to = others[Math.min(others.length - 1, Math.max(0, at + by))];
    if (to) setChosen(to.id);
  };
  useBrackets(step);
  return (
    <Dialog wide="full" title={c.title} close={close}>
      <div className={styles.head}>
        <Button quiet hint="[" disabled={at >= others.length - 1} onClick={() => step(1)}>
          {c.earlier}
        </Button>
        <label className={styles.choice}>
          <span>{c.choose}</span>
          <select value={other?.id ?? ""} onChange={(e) => setChosen(e.target.value)}>
            {others.map((item) => (
              <option key={item.id} value={item.id}>
                {`${sayWhen(item.at)} · ${t.finding.vantage[item.vantage] ?? item.vantage}`}
              </option>
            ))}
          </select>
        </label>
        <Button quiet hint="]" disabled={at <= 0} onClick={() => step(-1)}>
          {c.later}
        </Button>
        <WayButtons way={way} choose={setWay} />
      </div>
      {timeline.isPending ? <Loading /> : null}
      {timeline.data && !other ? <Empty>{c.none}</Empty> : null}
      {other ? (
        <Compared key={other.id} query={compareQuery(finding.seal.captureId, other.id, finding.id)} way={way} />
      ) : null}
    </Dialog>
  );
}
