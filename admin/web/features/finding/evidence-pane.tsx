// Promises the sealed capture in its views, one more look, comparisons, and the stop key; nothing of the page runs in the desk.
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useState } from "react";
import type { FindingView } from "../../../api/finding.ts";
import type { SessionView } from "../../../api/session.ts";
import { captureQuery, sessionQuery } from "../../app/queries.ts";
import { queryClient } from "../../app/query-client.ts";
import { useKeys } from "../../app/use-keys.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import { Failure, Loading } from "../../ui/states.tsx";
import { RecaptureDialog, RecaptureLine } from "../target/recapture-dialog.tsx";
import { AbsentNote, useAbsence } from "./absent-note.tsx";
import styles from "./evidence.module.css";
import { PictureView, type Wanted } from "./picture-view.tsx";
import { ProvenanceView } from "./provenance-view.tsx";
import { RequestsView } from "./requests-view.tsx";
import { StopButton } from "./stop-dialog.tsx";
import { TextView } from "./text-view.tsx";

// What is opened now and then stays out of the bundle that the queue waits for.
const CompareDialog = lazy(async () => ({ default: (await import("./compare-dialog.tsx")).CompareDialog }));
const TimelineView = lazy(async () => ({ default: (await import("../target/timeline-view.tsx")).TimelineView }));
const ReplayView = lazy(async () => ({ default: (await import("../replay/replay-view.tsx")).ReplayView }));

const tabs = ["picture", "text", "requests", "provenance", "timeline", "replay"] as const;
type Tab = (typeof tabs)[number];

const sayTab = (tab: Tab) => (tab === "timeline" || tab === "replay" ? t.compare.tabs[tab] : t.finding.tabs[tab]);

const acts = () => queryClient.getQueryData<SessionView>(sessionQuery.queryKey)?.acts ?? [];

function TabList({ tab, choose }: { tab: Tab; choose: (tab: Tab) => void }) {
  return (
    <div className={styles.tabList} role="tablist" aria-label={t.finding.tabsLabel}>
      {tabs.map((name) => (
        <button
          key={name}
          type="button"
          role="tab"
          id={`tab-${name}`}
          aria-selected={name === tab}
          aria-controls="evidence-view"
          tabIndex={name === tab ? 0 : -1}
          className={name === tab ? styles.tabOn : styles.tab}
          onClick={() => choose(name)}
          onKeyDown={(e) => {
            const step = e.key === "ArrowRight" ? 1 : e.key === "ArrowLeft" ? -1 : 0;
            if (step === 0) return;
            const to = tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length]!;
            choose(to);
            document.getElementById(`tab-${to}`)?.focus();
          }}
        >
          {sayTab(name)}
        </button>
      ))}
    </div>
  );
}

/** What a person may do about this evidence: one more look, a comparison, the stop key. */
function useEvidenceActs(finding: FindingView, isAbsent: boolean) {
  const captureId = finding.seal.captureId;
  const [comparing, setComparing] = useState<{ first: string | null } | null>(null);
  const [asking, setAsking] = useState(false);
  const [asked, setAsked] = useState<string | null>(null);
  const mayAsk = acts().includes("scan.ask");
  const compare = (first: string | null) => (isAbsent ? undefined : setComparing({ first }));
  const recapture = () => (mayAsk && !isAbsent ? setAsking(true) : undefined);
  useKeys({ recapture, compare: () => compare(null), earlier: () => compare(null), later: () => compare(null) });
  const dialogs = (
    <Suspense fallback={null}>
      {asking ? (
        <RecaptureDialog
          finding={finding}
          captureId={captureId}
          close={() => setAsking(false)}
          done={(id) => {
            setAsked(id);
            setAsking(false);
          }}
        />
      ) : null}
      {comparing && !isAbsent ? (
        <CompareDialog finding={finding} first={comparing.first} close={() => setComparing(null)} />
      ) : null}
    </Suspense>
  );
  return { mayAsk, compare, recapture, asked, dialogs };
}

export function EvidencePane({ finding, wanted }: { finding: FindingView; wanted: Wanted | null }) {
  const [tab, setTab] = useState<Tab>("picture");
  const [stopping, setStopping] = useState(false);
  const captureId = finding.seal.captureId;
  const capture = useQuery({ ...captureQuery(captureId, finding.id), enabled: !finding.absence });
  const absence = useAbsence(finding, capture.error);
  const does = useEvidenceActs(finding, absence !== null);
  // What was loaded before an act of destruction or quarantine goes from the screen with it; so does it while the stop key is asked.
  const data = absence || stopping ? undefined : capture.data;
  useEffect(() => {
    if (!wanted) return;
    const isOnPicture = capture.data?.boxes.some((box) => box.signal === wanted.signal) ?? false;
    setTab((now) => (now === "picture" && isOnPicture && wanted.on === "picture" ? now : wanted.on));
    // Only a new wish changes the tab.
  }, [wanted]);
  useKeys({ tabs: () => setTab(tabs[(tabs.indexOf(tab) + 1) % tabs.length]!) });
  return (
    <section className={styles.pane} aria-label={t.finding.tabsLabel}>
      <div className={styles.tabs}>
        <TabList tab={tab} choose={setTab} />
        <div className={styles.acts}>
          {absence ? null : (
            <>
              <Button quiet hint="v" onClick={() => does.compare(null)}>
                {t.compare.open}
              </Button>
              {does.mayAsk ? (
                <Button quiet hint="r" onClick={does.recapture}>
                  {t.compare.recapture.open}
                </Button>
              ) : null}
            </>
          )}
          {acts().includes("evidence.stop") ? (
            <StopButton captureId={captureId} isOver={absence !== null} onOpen={setStopping} />
          ) : null}
        </div>
      </div>
      {does.asked ? <RecaptureLine finding={finding} captureId={does.asked} /> : null}
      <div id="evidence-view" role="tabpanel" aria-labelledby={`tab-${tab}`} className={styles.view}>
        {absence && tab !== "timeline" ? <AbsentNote absence={absence} /> : null}
        {capture.isPending && !absence && tab !== "timeline" ? <Loading /> : null}
        {capture.error && !absence ? <Failure error={capture.error} retry={() => void capture.refetch()} /> : null}
        {data?.unreadable ? <p className={styles.broken}>{t.finding.unreadable}</p> : null}
        {data && tab === "picture" ? <PictureView capture={data} finding={finding} wanted={wanted} /> : null}
        {data && tab === "text" ? <TextView capture={data} wanted={wanted} /> : null}
        {data && tab === "requests" ? <RequestsView requests={data.requests} /> : null}
        {data && tab === "provenance" ? <ProvenanceView capture={data} finding={finding} /> : null}
        <Suspense fallback={<Loading />}>
          {tab === "timeline" ? <TimelineView finding={finding} compare={does.compare} /> : null}
          {data && tab === "replay" ? <ReplayView key={captureId} finding={finding} captureId={captureId} /> : null}
        </Suspense>
      </div>
      {does.dialogs}
    </section>
  );
}
