// Promises the sections of watching under one head: the list, letters, registers and rules, each to whoever may open it.
import { Link } from "@tanstack/react-router";
import { type ReactNode, useEffect } from "react";
import { sessionQuery } from "../../app/queries.ts";
import { queryClient } from "../../app/query-client.ts";
import { t } from "../../i18n/messages.ts";
import screen from "../../ui/screen.module.css";
import tabStyles from "../../ui/tabs.module.css";

export const may = (act: string): boolean =>
  queryClient.getQueryData(sessionQuery.queryKey)?.acts.includes(act) ?? false;

const tabs = [
  { to: "/watchlist", label: t.watch.tabs.list, act: "target.read" },
  { to: "/watchlist/letters", label: t.watch.tabs.letters, act: "letter.read" },
  { to: "/watchlist/registers", label: t.watch.tabs.registers, act: "knowledge.read" },
  { to: "/watchlist/rules", label: t.watch.tabs.rules, act: "knowledge.read" },
] as const;

export function WatchFrame({ title, head, children }: { title: string; head?: ReactNode; children: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · ${t.product}`;
  }, [title]);
  return (
    <div className={screen.screen}>
      <nav className={tabStyles.tabs} aria-label={t.watch.tabs.label}>
        {tabs
          .filter((tab) => may(tab.act))
          .map((tab) => (
            <Link
              key={tab.to}
              to={tab.to}
              className={tabStyles.tab}
              activeProps={{ "aria-current": "page" }}
              activeOptions={{ exact: tab.to === "/watchlist", includeSearch: false }}
            >
              {tab.label}
            </Link>
          ))}
      </nav>
      <header className={screen.head}>
        <h1>{title}</h1>
        {head}
      </header>
      {children}
    </div>
  );
}
