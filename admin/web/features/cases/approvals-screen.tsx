// Promises the approver's desk: proposals that wait, what changed since he last looked, every exhibit opened before he decides.
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import type { CaseListItem, CaseView, ExhibitView, NextStep } from "../../../api/cases.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import screen from "../../ui/screen.module.css";
import { Empty, Failure, Loading } from "../../ui/states.tsx";
import { sayAge, sayWhen } from "../../ui/when.tsx";
import { CaptureDialog } from "./capture-dialog.tsx";
import { caseQuery, casesQuery, journalQuery } from "./case-queries.ts";
import styles from "./cases.module.css";
import { ConfidenceBadge } from "./confidence-badge.tsx";
import { SealFacts } from "./exhibits-panel.tsx";
import { JournalTable } from "./journal-panel.tsx";
import { sayBlocks, StepDialog } from "./step-bar.tsx";
import { sayKnownDay } from "./say-known-day.ts";

function Proposals({ rows, here }: { rows: CaseListItem[]; here: string | null }) {
  return (
    <nav aria-label={t.cases.review.title}>
      {rows.map((row) => (
        <Link
          key={row.id}
          to="/approvals"
          search={{ id: row.id }}
          className={`${styles.proposal} ${row.id === here ? styles.proposalHere : ""}`}
          aria-current={row.id === here ? "page" : undefined}
        >
          <span className={styles.mono}>{row.number}</span>
          <strong>{row.title}</strong>
          <span className={styles.soft}>{`${t.category[row.category]} · ${sayAge(row.stateAt)}`}</span>
        </Link>
      ))}
    </nav>
  );
}

function Changes({ view }: { view: CaseView }) {
  const journal = useQuery(journalQuery(view.file.id)).data;
  if (!journal) return null;
  const since = journal.lastLookAt;
  const news = since ? journal.entries.filter((entry) => entry.at > since) : [];
  const r = t.cases.review;
  return (
    <section className={styles.block}>
      <h3>{since ? r.since(sayWhen(since)) : t.cases.journal.title}</h3>
      {since ? null : <p>{r.first}</p>}
      {since && news.length === 0 ? <p className={styles.soft}>{r.noChange}</p> : null}
      {since && news.length > 0 ? <JournalTable entries={news} /> : null}
      {since ? null : <JournalTable entries={journal.entries} />}
    </section>
  );
}

function Exhibits({ view, show }: { view: CaseView; show: (row: ExhibitView) => void }) {
  const r = t.cases.review;
  const opened = view.exhibits.length - view.unopened.length;
  return (
    <section className={styles.block}>
      <div className={styles.blockHead}>
        <h3>{t.cases.tabs.exhibits}</h3>
        <span className={view.unopened.length === 0 ? styles.tick : styles.late} role="status">
          {`${view.unopened.length === 0 ? "✓" : "○"} ${r.opened(opened, view.exhibits.length)}`}
        </span>
      </div>
      <ol className={styles.exhibits}>
        {view.exhibits.map((row) => {
          const isOpened = !view.unopened.includes(row.id);
          return (
            <li key={row.id} className={styles.exhibit}>
              <span className={styles.place}>{row.position}</span>
              <div className={styles.block}>
                <h3>{row.caption || row.title || row.url}</h3>
                <p className={`${styles.mono} ${styles.cell}`}>{row.url}</p>
                {row.note ? <p className={styles.prose}>{row.note}</p> : null}
              </div>
              <SealFacts row={row} />
              <div className={styles.exhibitActs}>
                <Button
                  tone={isOpened ? "plain" : "accent"}
                  onClick={() => show(row)}
                  aria-label={`${t.cases.exhibits.open}: ${t.cases.subjects.fromExhibit(row.position)}`}
                >
                  {isOpened ? `✓ ${t.cases.exhibits.opened}` : t.cases.exhibits.open}
                </Button>
              </div>
            </li>
          );
        })}
      </ol>
    </section>
  );
}

function Facts({ view }: { view: CaseView }) {
  const { file } = view;
  const proposal = view.steps.filter((step) => step.toState === "proposed").at(-1);
  return (
    <div className={styles.columns}>
      <section className={styles.block}>
        <h3>{t.cases.review.proposal}</h3>
        {proposal ? (
          <>
            <p className={styles.hint}>{`${t.cases.review.proposedBy(proposal.actorName)}, ${sayWhen(proposal.at)}`}</p>
            <p className={styles.prose}>{proposal.reason}</p>
          </>
        ) : null}
        <h3>{t.cases.overview.summary}</h3>
        <p className={styles.prose}>{file.summary || t.cases.overview.noSummary}</p>
      </section>
      <section className={styles.block}>
        <h3>{t.cases.tabs.subjects}</h3>
        <ul className={styles.list}>
          {view.subjects.map((row) => (
            <li key={row.id} className={styles.line}>
              <span>{row.name || t.cases.subjects.unknown}</span>
              <ConfidenceBadge level={row.confidence} />
            </li>
          ))}
        </ul>
        <h3>{t.cases.charges.title}</h3>
        <p className={styles.hint}>{`${t.cases.overview.conduct}: ${sayKnownDay(file.conductOn)}`}</p>
        <ul className={styles.list}>
          {view.charges.map((row) => (
            <li key={row.id}>
              {row.law ? `${row.law.article} ${row.law.instrument}: ${row.law.conduct}` : row.articleId}
            </li>
          ))}
        </ul>
        {view.charges.length === 0 ? <p className={styles.soft}>{t.cases.charges.none}</p> : null}
      </section>
    </div>
  );
}

function Verdict({ view, take }: { view: CaseView; take: (step: NextStep) => void }) {
  const r = t.cases.review;
  const approve = view.nextSteps.find((step) => step.to === "approved");
  const back = view.nextSteps.find((step) => step.to === "verifying");
  const says = approve && approve.blocks.length > 0 ? sayBlocks(approve) : "";
  return (
    <div className={styles.verdictBar}>
      <span role="status" className={says ? styles.late : styles.tick}>
        {says ? `${r.mayNot} ${says}` : ""}
      </span>
      <Link to="/cases/$id" params={{ id: view.file.id }}>
        {r.whole}
      </Link>
      {back && back.blocks.length === 0 ? <Button onClick={() => take(back)}>{r.back}</Button> : null}
      {approve ? (
        <Button tone="accent" disabled={approve.blocks.length > 0} onClick={() => take(approve)}>
          {r.approve}
        </Button>
      ) : null}
    </div>
  );
}

function Review({ id }: { id: string }) {
  const found = useQuery(caseQuery(id));
  const [shown, setShown] = useState<ExhibitView | null>(null);
  const [taking, setTaking] = useState<NextStep | null>(null);
  const view = found.data;
  if (found.isPending) return <Loading />;
  if (!view) return <Failure error={found.error} retry={() => void found.refetch()} />;
  return (
    <article>
      <header className={screen.head}>
        <span className={styles.mono}>{view.file.number}</span>
        <h2>{view.file.title}</h2>
        <span className={screen.soft}>{t.category[view.file.category]}</span>
      </header>
      <div className={styles.panel}>
        <Facts view={view} />
        <Exhibits view={view} show={setShown} />
        <Changes view={view} />
      </div>
      <Verdict view={view} take={setTaking} />
      {shown ? (
        <CaptureDialog
          caseId={id}
          captureId={shown.captureId}
          title={`${t.cases.subjects.fromExhibit(shown.position)}: ${shown.caption || shown.url}`}
          alt={t.cases.exhibits.picture(shown.position)}
          close={() => setShown(null)}
        />
      ) : null}
      {taking ? <StepDialog caseId={id} step={taking} close={() => setTaking(null)} /> : null}
    </article>
  );
}

export function ApprovalsScreen() {
  const search: { id?: unknown } = useSearch({ strict: false });
  const list = useInfiniteQuery(casesQuery({ state: "proposed" }));
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const asked = typeof search.id === "string" ? search.id : null;
  const here = rows.some((row) => row.id === asked) ? asked : (rows[0]?.id ?? null);
  useEffect(() => {
    document.title = `${t.cases.review.title} · ${t.product}`;
  }, []);
  return (
    <div className={styles.review}>
      <aside className={styles.proposals}>
        <h1>{t.cases.review.title}</h1>
        {list.isPending ? <Loading /> : null}
        {list.error ? <Failure error={list.error} retry={() => void list.refetch()} /> : null}
        <Proposals rows={rows} here={here} />
        {list.hasNextPage ? <Button onClick={() => void list.fetchNextPage()}>{t.state.more}</Button> : null}
      </aside>
      {here ? <Review key={here} id={here} /> : null}
      {list.data && rows.length === 0 ? <Empty>{t.cases.review.empty}</Empty> : null}
    </div>
  );
}
