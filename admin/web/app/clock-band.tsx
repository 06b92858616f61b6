// Promises a band above every screen while this machine's clock is known to be off by more than a second, with the cure.
import { useQuery } from "@tanstack/react-query";
import { t } from "../i18n/messages.ts";
import { sayScore } from "../ui/numbers.ts";
import { sayWhen } from "../ui/when.tsx";
import styles from "./clock-band.module.css";
import { clockQuery } from "./queries.ts";

export function ClockBand() {
  const { data } = useQuery(clockQuery);
  const latest = data?.isOff ? data.latest : null;
  return <div role="status">{latest ? <Band {...latest} /> : null}</div>;
}

function Band({ offsetMs, source, at }: { offsetMs: number; source: string; at: string }) {
  const c = t.clock;
  const seconds = sayScore(Math.abs(offsetMs) / 1000);
  return (
    <p className={styles.band}>
      <strong>{offsetMs > 0 ? c.ahead(seconds) : c.behind(seconds)}</strong>{" "}
      {c.against(t.finding.clockSource[source] ?? source, `${sayWhen(at)} (GMT+7)`)}. {c.cure}
    </p>
  );
}
