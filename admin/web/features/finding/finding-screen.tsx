// Promises one finding whole: evidence in the middle, decision and the machine's reasons at the right; the list stays at the left.
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { FindingView } from "../../../api/finding.ts";
import type { QueueFilter } from "../../../api/findings.ts";
import { endMove } from "../../app/next-timing.ts";
import { captureQuery, findingQuery, proofQuery } from "../../app/queries.ts";
import { t } from "../../i18n/messages.ts";
import { Badge, StampBadge, VerdictBadge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Plain } from "../../ui/plain.tsx";
import { Failure, Loading } from "../../ui/states.tsx";
import { DecideBar } from "./decide-bar.tsx";
import { DecidedLine } from "./decided-line.tsx";
import { EvidencePane } from "./evidence-pane.tsx";
import styles from "./finding.module.css";
import { GroupPanel } from "./group-panel.tsx";
import { HistoryPanel } from "./history-panel.tsx";
import { IntegrityPanel } from "./integrity-panel.tsx";
import { PackageButton } from "./package-dialog.tsx";
import type { Wanted } from "./picture-view.tsx";
import { ProofPanel } from "./proof-panel.tsx";
import { SignalsPanel } from "./signals-panel.tsx";

function Head({ finding }: { finding: FindingView }) {
  // The stamp may come while the finding is open: the proof panel asks again.
  const proof = useQuery(proofQuery(finding.seal.captureId));
  return (
    <header className={styles.head}>
      <div className={styles.names}>
        <h1>{finding.host}</h1>
        <VerdictBadge verdict={finding.verdict} />
        <Badge tone={finding.status === "confirmed" ? "danger" : finding.status === "dismissed" ? "ok" : "plain"}>
          {t.status[finding.status]}
        </Badge>
        <span className={styles.soft}>{t.category[finding.category]}</span>
        <StampBadge state={proof.data?.timeStamp.state ?? finding.timeStamp} />
      </div>
      <p className={styles.address}>
        <Plain>{finding.url}</Plain>
      </p>
      <p className={styles.soft}>
        {finding.hostUnicode ? `${t.finding.unicodeHost}: ${finding.hostUnicode} · ` : ""}
        {finding.title ? (
          <>
            {/* A title may turn the direction of writing: only its own. */}
            <bdi>
              <Plain>{finding.title}</Plain>
            </bdi>{" "}
            ·{" "}
          </>
        ) : null}
        {t.finding.seenFrom}: {t.finding.vantage[finding.vantage] ?? finding.vantage}
        {finding.target.label ? ` · ${t.finding.target}: ${finding.target.label}` : ""}
      </p>
      {finding.reproduced ? null : <p className={styles.warn}>{t.finding.notReproduced}</p>}
    </header>
  );
}

interface Props {
  id: string;
  filter: QueueFilter;
  /** Where it stands in the list; null where the list does not hold it. */
  place: { at: number; of: number } | null;
  previousId: string | undefined;
  nextId: string | undefined;
  go: (id: string | undefined, atMs: number) => void;
  /** To the next finding, or back to the list. */
  leave: (atMs: number) => void;
}

function Crumbs({ place, previousId, nextId, go, finding }: Props & { finding: FindingView | undefined }) {
  return (
    <div className={styles.crumbs}>
      {place ? (
        <span className={styles.soft}>
          {place.at} / {place.of}
        </span>
      ) : null}
      <Button quiet hint="k" disabled={!previousId} onClick={(e) => go(previousId, e.timeStamp)}>
        {t.finding.previous}
      </Button>
      <Button quiet hint="j" disabled={!nextId} onClick={(e) => go(nextId, e.timeStamp)}>
        {t.finding.next}
      </Button>
      {finding ? (
        <span className={styles.export}>
          <PackageButton finding={finding} />
        </span>
      ) : null}
    </div>
  );
}

/** Tells the clock of next-timing.ts when the capture stands in the document. */
function useEndMove(data: FindingView | undefined, id: string): void {
  const capture = useQuery({
    ...captureQuery(data?.seal.captureId ?? "", id),
    enabled: false,
  });
  const shown = data !== undefined && (data.absence !== null || capture.data !== undefined);
  useEffect(() => {
    if (shown) endMove();
  }, [shown]);
}

export function FindingScreen(props: Props) {
  const { id, filter, leave } = props;
  // Fetched ahead or not, opening it is asked of the server: that enters the view.
  const finding = useQuery({ ...findingQuery(id), refetchOnMount: "always" });
  const [wanted, setWanted] = useState<Wanted | null>(null);
  const { data } = finding;
  useEndMove(data, id);
  useEffect(() => {
    document.title = `${data?.host ?? ""} · ${t.product}`;
  }, [data?.host]);
  return (
    <div className={styles.screen}>
      <div className={styles.middle}>
        <DecidedLine />
        <Crumbs {...props} finding={data} />
        {finding.isPending ? <Loading /> : null}
        {finding.error && !data ? <Failure error={finding.error} retry={() => void finding.refetch()} /> : null}
        {data ? (
          <>
            <Head finding={data} />
            <EvidencePane finding={data} wanted={wanted} />
          </>
        ) : null}
      </div>
      {data ? (
        <aside className={styles.side} aria-label={t.decide.bar}>
          <DecideBar finding={data} leave={leave} />
          <SignalsPanel
            finding={data}
            onShow={(signal, on) => setWanted({ signal, on, nth: (wanted?.nth ?? 0) + 1 })}
          />
          <GroupPanel finding={data} filter={filter} />
          {data.absence ? null : <IntegrityPanel seal={data.seal} />}
          <ProofPanel captureId={data.seal.captureId} destroyed={data.absence?.kind === "destroyed"} />
          <HistoryPanel finding={data} />
        </aside>
      ) : null}
    </div>
  );
}
