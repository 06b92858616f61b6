// Promises one case on one page: where it stands, what may happen next, and everything in it by tabs.
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { type KeyboardEvent, type ReactNode, useEffect, useState } from "react";
import type { CaseView } from "../../../api/cases.ts";
import { useKeys } from "../../app/use-keys.ts";
import { t } from "../../i18n/messages.ts";
import { Badge } from "../../ui/badge.tsx";
import { Failure, Loading } from "../../ui/states.tsx";
import tabStyles from "../../ui/tabs.module.css";
import { sayWhen } from "../../ui/when.tsx";
import { caseQuery, caseWordsQuery, may, sayState, toneOf } from "./case-queries.ts";
import styles from "./cases.module.css";
import { ChargesPanel } from "./charges-panel.tsx";
import { DocumentsPanel } from "./documents-panel.tsx";
import { ExhibitsPanel } from "./exhibits-panel.tsx";
import { JournalPanel } from "./journal-panel.tsx";
import { OutcomesPanel } from "./outcomes-panel.tsx";
import { OverviewPanel } from "./overview-panel.tsx";
import { ReferralsPanel } from "./referrals-panel.tsx";
import { SealDialog } from "./seal-dialog.tsx";
import { StepBar } from "./step-bar.tsx";
import { SubjectsPanel } from "./subjects-panel.tsx";
import { TakedownsPanel } from "./takedowns-panel.tsx";
import { TasksPanel } from "./tasks-panel.tsx";

export interface PanelProps {
  view: CaseView;
  /** Whether contents may be changed by this person now. */
  edits: boolean;
}

type Tab = keyof typeof t.cases.tabs;
const tabs = Object.keys(t.cases.tabs) as Tab[];
const isTab = (name: unknown): name is Tab => tabs.includes(name as Tab);

const counts: Partial<Record<Tab, (view: CaseView) => number>> = {
  subjects: (v) => v.subjects.filter((s) => s.name).length,
  exhibits: (v) => v.exhibits.length,
  charges: (v) => v.charges.length,
  tasks: (v) => v.tasks.filter((task) => !task.doneAt).length + v.deadlines.filter((d) => !d.metAt).length,
  takedowns: (v) => v.takedowns.length + v.referrals.length,
  outcomes: (v) => v.outcomes.length,
};

function panelOf(tab: Tab, props: PanelProps): ReactNode {
  const id = props.view.file.id;
  const panels: Record<Tab, ReactNode> = {
    overview: <OverviewPanel {...props} />,
    subjects: <SubjectsPanel {...props} />,
    exhibits: <ExhibitsPanel {...props} />,
    charges: <ChargesPanel {...props} />,
    tasks: <TasksPanel {...props} />,
    documents: <DocumentsPanel caseId={id} />,
    takedowns: (
      <>
        <TakedownsPanel {...props} />
        <ReferralsPanel {...props} />
      </>
    ),
    outcomes: <OutcomesPanel {...props} />,
    journal: <JournalPanel {...props} />,
  };
  return panels[tab];
}

function Top({ view }: { view: CaseView }) {
  const words = useQuery(caseWordsQuery).data;
  const { file } = view;
  return (
    <header className={styles.top}>
      <p className={styles.crumb}>
        <Link to="/cases">{t.cases.title}</Link> <span className={styles.mono}>{file.number}</span>
      </p>
      <div className={styles.topTitle}>
        <h1>{file.title}</h1>
        <Badge tone={toneOf(file.state)}>{sayState(words, file.state)}</Badge>
      </div>
      <p className={styles.topFacts}>
        <span>{t.category[file.category]}</span>
        <span>
          {t.cases.overview.state} <b>{sayWhen(file.stateAt)}</b>
        </span>
        <span>
          {t.cases.list.assigned}: <b>{file.assignedName ?? t.cases.list.nobody}</b>
        </span>
      </p>
    </header>
  );
}

function TabList({ tab, view, choose }: { tab: Tab; view: CaseView; choose: (tab: Tab) => void }) {
  const move = (event: KeyboardEvent) => {
    const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (by === 0) return;
    event.preventDefault();
    const next = tabs[(tabs.indexOf(tab) + by + tabs.length) % tabs.length]!;
    choose(next);
    document.getElementById(`tab-${next}`)?.focus();
  };
  return (
    <div className={`${tabStyles.tabs} ${styles.tabs}`} role="tablist" aria-label={view.file.number} onKeyDown={move}>
      {tabs.map((name) => (
        <button
          key={name}
          id={`tab-${name}`}
          type="button"
          role="tab"
          className={tabStyles.tab}
          aria-selected={name === tab}
          aria-controls="case-panel"
          tabIndex={name === tab ? 0 : -1}
          onClick={() => choose(name)}
        >
          {t.cases.tabs[name]}
          {counts[name] ? <span className={styles.tabCount}>{counts[name](view)}</span> : null}
        </button>
      ))}
    </div>
  );
}

export function CaseScreen() {
  const { id = "" } = useParams({ strict: false });
  const search: { tab?: unknown } = useSearch({ strict: false });
  const tab: Tab = isTab(search.tab) ? search.tab : "overview";
  const navigate = useNavigate();
  const [sealing, setSealing] = useState(false);
  const found = useQuery(caseQuery(id));
  const view = found.data;
  const choose = (next: Tab) =>
    void navigate({
      to: "/cases/$id",
      params: { id },
      search: next === "overview" ? {} : { tab: next },
      replace: true,
    });
  useEffect(() => {
    document.title = `${view?.file.number ?? t.cases.title} · ${t.product}`;
  }, [view?.file.number]);
  useKeys({
    tabs: () => choose(tabs[(tabs.indexOf(tab) + 1) % tabs.length]!),
    back: () => void navigate({ to: "/cases" }),
  });
  if (found.isPending) return <Loading />;
  if (!view) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const edits = may("case.change") && !view.isFrozen;
  return (
    <div className={styles.case}>
      <Top view={view} />
      <StepBar view={view} seal={may("case.seal") && view.exhibits.length > 0 ? () => setSealing(true) : null} />
      {view.isFrozen ? (
        <p className={styles.frozen}>{view.file.isFinal ? t.cases.frozen.final : t.cases.frozen.proposed}</p>
      ) : null}
      <TabList tab={tab} view={view} choose={choose} />
      <div id="case-panel" role="tabpanel" aria-labelledby={`tab-${tab}`} tabIndex={0} className={styles.panel}>
        {panelOf(tab, { view, edits })}
      </div>
      {sealing ? <SealDialog view={view} close={() => setSealing(false)} /> : null}
    </div>
  );
}
