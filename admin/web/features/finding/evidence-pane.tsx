// Promises the sealed capture in four views: picture, text, requests, provenance; nothing of it runs here.
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { AbsenceView, FindingView } from "../../../api/finding.ts";
import { Refusal } from "../../app/call-api.ts";
import { captureQuery } from "../../app/queries.ts";
import { useKeys } from "../../app/use-keys.ts";
import { t } from "../../i18n/messages.ts";
import { Failure, Loading, sayProblem } from "../../ui/states.tsx";
import { sayWhen } from "../../ui/when.tsx";
import styles from "./evidence.module.css";
import { PictureView } from "./picture-view.tsx";
import { ProvenanceView } from "./provenance-view.tsx";
import { RequestsView } from "./requests-view.tsx";
import { TextView } from "./text-view.tsx";

const tabs = ["picture", "text", "requests", "provenance"] as const;
type Tab = (typeof tabs)[number];

/** Why nothing is shown, in two sentences. */
function sayAbsence({ kind, number, at }: AbsenceView): string[] {
  const f = t.finding;
  if (kind === "destroyed") return [f.destroyed(number ?? "", sayWhen(at)), f.destroyedMore];
  return [f.quarantined(sayWhen(at)), f.quarantinedMore];
}

/** The act came while the finding was open: the server's own words name it. */
function sayRefusal(error: unknown): string[] | null {
  if (!(error instanceof Refusal)) return null;
  if (error.code === "evidence.destroyed") return [sayProblem(error), t.finding.destroyedMore];
  if (error.code === "evidence.quarantined") return [sayProblem(error), t.finding.quarantinedMore];
  return null;
}

export function EvidencePane({
  finding,
  wanted,
}: {
  finding: FindingView;
  wanted: { signal: number; nth: number } | null;
}) {
  const [tab, setTab] = useState<Tab>("picture");
  const capture = useQuery({ ...captureQuery(finding.seal.captureId, finding.id), enabled: !finding.absence });
  useEffect(() => {
    if (wanted) setTab("text");
  }, [wanted]);
  useKeys({ tabs: () => setTab(tabs[(tabs.indexOf(tab) + 1) % tabs.length]!) });
  const absence = finding.absence ? sayAbsence(finding.absence) : sayRefusal(capture.error);
  // What was loaded before an act of destruction or quarantine goes from the screen with it.
  const data = absence ? undefined : capture.data;
  return (
    <section className={styles.pane} aria-label={t.finding.tabsLabel}>
      <div className={styles.tabs} role="tablist" aria-label={t.finding.tabsLabel}>
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
            onClick={() => setTab(name)}
            onKeyDown={(e) => {
              const step = e.key === "ArrowRight" ? 1 : e.key === "ArrowLeft" ? -1 : 0;
              if (step === 0) return;
              const to = tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length]!;
              setTab(to);
              document.getElementById(`tab-${to}`)?.focus();
            }}
          >
            {t.finding.tabs[name]}
          </button>
        ))}
      </div>
      <div id="evidence-view" role="tabpanel" aria-labelledby={`tab-${tab}`} className={styles.view}>
        {absence ? (
          <div className={styles.absent} role="note">
            {absence.map((line) => (
              <p key={line}>{line}</p>
            ))}
          </div>
        ) : null}
        {capture.isPending && !absence ? <Loading /> : null}
        {capture.error && !absence ? <Failure error={capture.error} retry={() => void capture.refetch()} /> : null}
        {data?.unreadable ? <p className={styles.broken}>{t.finding.unreadable}</p> : null}
        {data && tab === "picture" ? <PictureView capture={data} finding={finding} /> : null}
        {data && tab === "text" ? <TextView capture={data} wanted={wanted} /> : null}
        {data && tab === "requests" ? <RequestsView requests={data.requests} /> : null}
        {data && tab === "provenance" ? <ProvenanceView capture={data} finding={finding} /> : null}
      </div>
    </section>
  );
}
