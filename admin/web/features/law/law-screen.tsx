// Promises the law on one screen: the calculator by day, deadlines that run, and the tables with their marks and versions.
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { sessionQuery } from "../../app/queries.ts";
import { queryClient } from "../../app/query-client.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import screen from "../../ui/screen.module.css";
import { Tabs } from "../../ui/tabs.tsx";
import { Calculator } from "./calculator.tsx";
import { DeadlineList } from "./deadline-list.tsx";
import { ImportLaw } from "./import-law.tsx";
import { LawTable } from "./law-table.tsx";
import { type LawFilter, readLawFilter } from "./read-law-filter.ts";

export function LawScreen() {
  const filter = readLawFilter(useSearch({ strict: false }));
  const navigate = useNavigate();
  const [importing, setImporting] = useState(false);
  const tab = filter.tab ?? "on";
  const mayChange = queryClient.getQueryData(sessionQuery.queryKey)?.acts.includes("law.change") ?? false;
  const go = (next: LawFilter) => void navigate({ to: "/law", search: next, replace: next.tab === filter.tab });
  useEffect(() => {
    document.title = `${t.law.tabs[tab]} · ${t.product}`;
  }, [tab]);
  return (
    <div className={screen.screen}>
      <header className={screen.head}>
        <h1>{t.law.title}</h1>
        <span className={screen.soft}>{t.law.hint}</span>
        <div className={screen.acts}>
          <a href="/api/law/file?format=json" download>
            {t.law.exportJson}
          </a>
          {tab === "on" || tab === "deadlines" ? null : (
            <a href={`/api/law/file?format=csv&table=${tab}`} download>
              {t.law.exportCsv}
            </a>
          )}
          {mayChange ? <Button onClick={() => setImporting(true)}>{t.law.import}</Button> : null}
        </div>
      </header>
      <Tabs label={t.law.title} names={t.law.tabs} here={tab} choose={(name) => go({ tab: name })} />
      {tab === "on" ? <Calculator filter={filter} go={go} /> : null}
      {tab === "deadlines" ? <DeadlineList /> : null}
      {tab !== "on" && tab !== "deadlines" ? (
        <LawTable key={tab} table={tab} filter={filter} go={go} mayChange={mayChange} />
      ) : null}
      {importing ? <ImportLaw close={() => setImporting(false)} /> : null}
    </div>
  );
}
