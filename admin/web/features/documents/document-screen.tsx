// Promises one document: what to fill in beside what will be printed, what to look at before signing, and the clerk's acts.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import type { DocumentView } from "../../../api/documents.ts";
import { sessionQuery } from "../../app/queries.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import screen from "../../ui/screen.module.css";
import { Failure, Loading } from "../../ui/states.tsx";
import { DocumentChecks } from "./document-checks.tsx";
import { DocumentFields } from "./document-fields.tsx";
import { documentQuery } from "./document-queries.ts";
import { StateBadge } from "./documents-table.tsx";
import { IssueDialog, ScanDialog, WithdrawDialog } from "./issue-dialog.tsx";
import styles from "./documents.module.css";
import { sayDay } from "../../ui/days.ts";

const d = t.documents;

function Downloads({ view }: { view: DocumentView }) {
  return (
    <div className={styles.acts}>
      <a href={view.links.pdf} download>
        {d.pdf}
      </a>
      <a href={view.links.docx} download>
        {d.docx}
      </a>
      <span className={styles.soft}>{d.templateVersion(view.templateVersion)}</span>
    </div>
  );
}

/** What stands of an issued or withdrawn document: nothing of it is edited. */
function Issued({ view }: { view: DocumentView }) {
  return (
    <section className={styles.column}>
      {view.datedOn ? <p className={styles.ok}>{d.issuedAs(view.number, sayDay(view.datedOn))}</p> : null}
      {view.withdrawReason ? <p className={styles.bad}>{d.withdrawnBecause(view.withdrawReason)}</p> : null}
      {view.pdfSha256 ? (
        <dl className={styles.facts}>
          <dt>{d.hash}</dt>
          <dd>
            <code>{view.pdfSha256}</code>
          </dd>
          <dt>{d.ledger}</dt>
          <dd>{view.ledgerSeq}</dd>
        </dl>
      ) : null}
      {view.pdfSha256 ? <Downloads view={view} /> : null}
      {view.scans.map((scan) => (
        <p key={scan.id}>
          <a href={scan.url} download>
            {d.scanOf(scan.addedBy)}
          </a>
        </p>
      ))}
    </section>
  );
}

function Draft({ view }: { view: DocumentView }) {
  return (
    <div className={styles.columns}>
      <section className={styles.column} aria-label={d.fields}>
        <DocumentChecks view={view} />
        <h2>{d.fields}</h2>
        <DocumentFields key={view.id} view={view} />
      </section>
      <section className={styles.column} aria-label={d.preview}>
        <h2>{d.preview}</h2>
        <Downloads view={view} />
        <p className={styles.soft}>{d.previewHint}</p>
        {view.links.picture ? (
          <img
            key={view.changedAt}
            className={styles.sheet}
            src={`${view.links.picture}?${view.changedAt}`}
            alt={d.previewAlt}
          />
        ) : null}
      </section>
    </div>
  );
}

type Open = "issue" | "withdraw" | "scan" | null;

function Acts({ view, open }: { view: DocumentView; open: (what: Open) => void }) {
  const mayIssue = useQueryClient().getQueryData(sessionQuery.queryKey)?.acts.includes("document.issue") ?? false;
  if (!mayIssue || view.state === "withdrawn") return null;
  const stopped = view.missing.length > 0 || view.verdict !== null || (view.outgoing && view.ownDraft);
  return (
    <div className={screen.acts}>
      <Button onClick={() => open("withdraw")}>{d.withdraw}</Button>
      {view.state === "issued" ? <Button onClick={() => open("scan")}>{d.scan}</Button> : null}
      {view.state === "draft" ? (
        <Button tone="accent" disabled={stopped} onClick={() => open("issue")}>
          {d.issue}
        </Button>
      ) : null}
    </div>
  );
}

export function DocumentScreen() {
  const { id = "" } = useParams({ strict: false });
  const asked = useQuery(documentQuery(id));
  const [open, setOpen] = useState<Open>(null);
  const view = asked.data;
  const name = view ? d.kind[view.kind] : d.title;
  useEffect(() => {
    document.title = `${name} · ${t.product}`;
  }, [name]);
  if (asked.isPending) return <Loading />;
  if (!view) return <Failure error={asked.error} retry={() => void asked.refetch()} />;
  const close = () => setOpen(null);
  return (
    <div className={screen.screen}>
      <header className={screen.head}>
        <h1>{name}</h1>
        <StateBadge state={view.state} />
        {view.caseId ? (
          <Link to="/cases/$id" params={{ id: view.caseId }} search={{ tab: "documents" }}>
            {view.caseNumber}
          </Link>
        ) : null}
        <Link to="/documents">{d.back}</Link>
        <Acts view={view} open={setOpen} />
      </header>
      {view.state === "draft" ? <Draft view={view} /> : <Issued view={view} />}
      {open === "issue" ? <IssueDialog view={view} close={close} /> : null}
      {open === "withdraw" ? <WithdrawDialog view={view} close={close} /> : null}
      {open === "scan" ? <ScanDialog view={view} close={close} /> : null}
    </div>
  );
}
