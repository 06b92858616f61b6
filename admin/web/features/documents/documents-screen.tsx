// Promises the register of documents: filters, pages, a CSV, and letters that belong to no case.
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { sessionQuery } from "../../app/queries.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import screen from "../../ui/screen.module.css";
import { Empty, Failure, Loading } from "../../ui/states.tsx";
import { documentsQuery, type RegisterFilter } from "./document-queries.ts";
import { DocumentsTable } from "./documents-table.tsx";
import { MakeDocument } from "./make-document.tsx";
import styles from "./documents.module.css";

const d = t.documents;
const loose = ["tip-reply", "letter-reply", "report", "closing"].map((kind) => ({ kind, missing: [] }));

function Choice({
  label,
  names,
  value,
  put,
}: {
  label: string;
  names: Record<string, string>;
  value: string;
  put: (v: string) => void;
}) {
  return (
    <Field label={label}>
      <select value={value} onChange={(e) => put(e.target.value)}>
        <option value="">{d.all}</option>
        {Object.entries(names).map(([code, name]) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </select>
    </Field>
  );
}

export function DocumentsScreen() {
  const [filter, setFilter] = useState<RegisterFilter>({});
  const list = useInfiniteQuery(documentsQuery(filter));
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const acts = useQueryClient().getQueryData(sessionQuery.queryKey)?.acts ?? [];
  useEffect(() => {
    document.title = `${d.register} · ${t.product}`;
  }, []);
  return (
    <div className={screen.screen}>
      <header className={screen.head}>
        <h1>{d.register}</h1>
        <div className={screen.acts}>
          {acts.includes("template.change") ? <Link to="/documents/templates">{d.templates}</Link> : null}
          <a href="/api/documents/register.csv" download>
            {d.csv}
          </a>
          {acts.includes("document.make") ? <MakeDocument at="/documents" kinds={loose} label={d.newLoose} /> : null}
        </div>
      </header>
      <div className={styles.filter}>
        <Choice
          label={d.stateHead}
          names={d.state}
          value={filter.state ?? ""}
          put={(state) => setFilter({ ...filter, state })}
        />
        <Choice
          label={d.kindHead}
          names={d.kind}
          value={filter.kind ?? ""}
          put={(kind) => setFilter({ ...filter, kind })}
        />
      </div>
      {list.isPending ? <Loading /> : null}
      {list.error ? <Failure error={list.error} retry={() => void list.refetch()} /> : null}
      {list.data && rows.length === 0 ? <Empty>{d.empty}</Empty> : null}
      {rows.length > 0 ? <DocumentsTable rows={rows} inCase={false} /> : null}
      {list.hasNextPage ? (
        <footer className={screen.foot}>
          <Button onClick={() => void list.fetchNextPage()}>{t.state.more}</Button>
        </footer>
      ) : null}
    </div>
  );
}
