// Promises one finding whole on one screen: evidence on the left, the machine's reasons on the right, the person's decision below.
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import type { FindingView } from "../../../api/finding.ts";
import type { QueueFilter } from "../../../api/findings.ts";
import { findingQuery, proofQuery, queueQuery } from "../../app/queries.ts";
import { useKeys } from "../../app/use-keys.ts";
import { t } from "../../i18n/messages.ts";
import { Badge, StampBadge, VerdictBadge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Failure, Loading } from "../../ui/states.tsx";
import { DecideBar } from "./decide-bar.tsx";
import { DecidedLine } from "./decided-line.tsx";
import { EvidencePane } from "./evidence-pane.tsx";
import styles from "./finding.module.css";
import { HistoryPanel } from "./history-panel.tsx";
import { IntegrityPanel } from "./integrity-panel.tsx";
import { PackageButton } from "./package-dialog.tsx";
import { ProofPanel } from "./proof-panel.tsx";
import { SignalsPanel } from "./signals-panel.tsx";

/** The finding's neighbours in the queue that the address names. */
function useNeighbours(id: string, filter: QueueFilter) {
  const queue = useInfiniteQuery(queueQuery(filter));
  const rows = queue.data?.pages.flatMap((page) => page.items) ?? [];
  const at = rows.findIndex((row) => row.id === id);
  // A decided finding has left the list: the first that waits comes next.
  const next = at < 0 ? rows.find((row) => row.id !== id) : rows[at + 1];
  return { at, total: queue.data?.pages[0]?.total ?? 0, previous: at > 0 ? rows[at - 1] : undefined, next };
}

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
      <p className={styles.address}>{finding.url}</p>
      <p className={styles.soft}>
        {finding.hostUnicode ? `${t.finding.unicodeHost}: ${finding.hostUnicode} · ` : ""}
        {finding.title ? (
          <>
            {/* A title may turn the direction of writing: only its own. */}
            <bdi>{finding.title}</bdi> ·{" "}
          </>
        ) : null}
        {t.finding.seenFrom}: {t.finding.vantage[finding.vantage] ?? finding.vantage}
        {finding.target.label ? ` · ${t.finding.target}: ${finding.target.label}` : ""}
      </p>
      {finding.reproduced ? null : <p className={styles.warn}>{t.finding.notReproduced}</p>}
    </header>
  );
}

export function FindingScreen({ id, filter }: { id: string; filter: QueueFilter }) {
  const navigate = useNavigate();
  const finding = useQuery(findingQuery(id));
  const { at, total, previous, next } = useNeighbours(id, filter);
  const [wanted, setWanted] = useState<{ signal: number; nth: number } | null>(null);
  useEffect(() => {
    document.title = `${finding.data?.host ?? ""} · ${t.product}`;
  }, [finding.data?.host]);
  const go = (to: string | undefined) => {
    if (to) void navigate({ to: "/findings/$id", params: { id: to }, search: filter });
  };
  useKeys({
    down: () => go(next?.id),
    up: () => go(previous?.id),
    back: () => void navigate({ to: "/queue", search: filter }),
  });
  const data = finding.data;
  return (
    <div className={styles.screen}>
      <nav className={styles.crumbs} aria-label={t.nav.queue}>
        <Link to="/queue" search={filter}>
          ← {t.finding.back}
        </Link>
        {at >= 0 ? (
          <span className={styles.soft}>
            {at + 1} / {total}
          </span>
        ) : null}
        <Button quiet hint="k" disabled={!previous} onClick={() => go(previous?.id)}>
          {t.finding.previous}
        </Button>
        <Button quiet hint="j" disabled={!next} onClick={() => go(next?.id)}>
          {t.finding.next}
        </Button>
        <DecidedLine />
        {data ? (
          <span className={styles.export}>
            <PackageButton finding={data} />
          </span>
        ) : null}
      </nav>
      {finding.isPending ? <Loading /> : null}
      {finding.error ? <Failure error={finding.error} retry={() => void finding.refetch()} /> : null}
      {data ? (
        <>
          <Head finding={data} />
          <div className={styles.columns}>
            <EvidencePane finding={data} wanted={wanted} />
            <aside className={styles.side}>
              <SignalsPanel finding={data} onShow={(signal) => setWanted({ signal, nth: (wanted?.nth ?? 0) + 1 })} />
              {data.absence ? null : <IntegrityPanel seal={data.seal} />}
              <ProofPanel captureId={data.seal.captureId} destroyed={data.absence?.kind === "destroyed"} />
              <HistoryPanel decisions={data.decisions} />
            </aside>
          </div>
          <DecideBar finding={data} filter={filter} nextId={next?.id} />
        </>
      ) : null}
    </div>
  );
}
