// Promises the report desk: what is due, what was made, counters from elsewhere, and how cases are counted.
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import type { AddReport, CalendarEntry, ReportHead, ReportsPage } from "../../../api/reports.ts";
import { callApi } from "../../app/call-api.ts";
import { sessionQuery } from "../../app/queries.ts";
import { queryClient } from "../../app/query-client.ts";
import { t } from "../../i18n/messages.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import screen from "../../ui/screen.module.css";
import { Empty, Failure, Loading } from "../../ui/states.tsx";
import { Tabs } from "../../ui/tabs.tsx";
import table from "../../ui/table.module.css";
import { AddReportDialog } from "./add-report-dialog.tsx";
import { Books } from "./books.tsx";
import { CountersTab } from "./counters-tab.tsx";
import { calendarQuery, kindsQuery } from "./report-queries.ts";
import styles from "./reports.module.css";
import { SetupTab } from "./setup-tab.tsx";
import { sayDay, todayInVietnam } from "../../ui/days.ts";

const r = t.reports;
type Tab = keyof typeof r.tabs;
const isTab = (name: unknown): name is Tab => typeof name === "string" && Object.hasOwn(r.tabs, name);

const blank = (): AddReport => ({
  kind: "periodic",
  title: "",
  fromDay: `${todayInVietnam().slice(0, 4)}-01-01`,
  toDay: todayInVietnam(),
  dueOn: null,
  compare: "last-year",
  scheduleId: null,
});

const fromCalendar = ({ schedule, period, dueOn }: CalendarEntry): AddReport => ({
  kind: schedule.kind,
  title: `${schedule.label} ${period.to.slice(0, 4)}`,
  fromDay: period.from,
  toDay: period.to,
  dueOn,
  compare: "last-year",
  scheduleId: schedule.id,
});

function CalendarRow({ entry, make }: { entry: CalendarEntry; make: (() => void) | null }) {
  const { schedule, period, daysLeft, reportId } = entry;
  const tone = reportId ? "" : daysLeft < 0 ? styles.late : daysLeft <= 7 ? styles.soon : "";
  return (
    <tr>
      <th scope="row">{schedule.label}</th>
      <td>
        {sayDay(period.from)}–{sayDay(period.to)}
      </td>
      <td>
        {sayDay(entry.dueOn)} <span className={tone}>{r.left(daysLeft)}</span>
      </td>
      <td>
        {schedule.source} {schedule.mark === "P" ? null : <Badge tone="warn">{r.unverified}</Badge>}
      </td>
      <td>
        {reportId ? (
          <Link to="/reports/$id" params={{ id: reportId }} aria-label={`${r.open} ${schedule.label}`}>
            {r.open}
          </Link>
        ) : null}
        {!reportId && make ? (
          <Button quiet onClick={make} aria-label={`${r.make}: ${schedule.label}`}>
            {r.make}
          </Button>
        ) : null}
      </td>
    </tr>
  );
}

function CalendarTab({ make }: { make: ((start: AddReport) => void) | null }) {
  const calendar = useQuery(calendarQuery);
  if (calendar.error) return <Failure error={calendar.error} retry={() => void calendar.refetch()} />;
  if (!calendar.data) return <Loading />;
  return (
    <>
      <p className={screen.lines}>{r.calendarLead}</p>
      <div className={table.scroll} tabIndex={0} role="region" aria-label={r.tabs.calendar}>
        <table className={table.table}>
          <thead>
            <tr>
              <th>{r.name}</th>
              <th>{r.period}</th>
              <th>{r.due}</th>
              <th>{r.source}</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {calendar.data.items.map((entry) => (
              <CalendarRow
                key={`${entry.schedule.id}-${entry.dueOn}`}
                entry={entry}
                make={make && (() => make(fromCalendar(entry)))}
              />
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function ReportRow({ report, kind }: { report: ReportHead; kind: string }) {
  return (
    <tr>
      <th scope="row">
        <Link to="/reports/$id" params={{ id: report.id }}>
          {report.title}
        </Link>
      </th>
      <td>{kind}</td>
      <td>
        {sayDay(report.fromDay)}–{sayDay(report.toDay)}
      </td>
      <td>{report.dueOn ? sayDay(report.dueOn) : ""}</td>
      <td>{report.createdBy}</td>
      <td>
        <Badge tone={report.issuedAt ? "ok" : "plain"}>{report.issuedAt ? r.issued : r.draft}</Badge>
      </td>
    </tr>
  );
}

function ListTab() {
  const kinds = useQuery(kindsQuery);
  const list = useInfiniteQuery({
    queryKey: ["reports"],
    queryFn: ({ pageParam, signal }) => callApi<ReportsPage>(`/reports?cursor=${pageParam}`, { signal }),
    initialPageParam: "",
    getNextPageParam: (page) => page.next ?? undefined,
  });
  if (list.error) return <Failure error={list.error} retry={() => void list.refetch()} />;
  if (!list.data) return <Loading />;
  const items = list.data.pages.flatMap((page) => page.items);
  if (items.length === 0) return <Empty>{r.none}</Empty>;
  const nameOf = (code: string) => kinds.data?.items.find((kind) => kind.code === code)?.label ?? code;
  return (
    <div className={table.scroll} tabIndex={0} role="region" aria-label={r.tabs.list}>
      <table className={table.table}>
        <thead>
          <tr>
            {[r.name, r.kind, r.period, r.due, r.madeBy, r.state].map((name) => (
              <th key={name}>{name}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {items.map((report) => (
            <ReportRow key={report.id} report={report} kind={nameOf(report.kind)} />
          ))}
        </tbody>
      </table>
      {list.hasNextPage ? <Button onClick={() => void list.fetchNextPage()}>{r.more}</Button> : null}
    </div>
  );
}

export function ReportsScreen() {
  const search: { tab?: unknown } = useSearch({ strict: false });
  const tab: Tab = isTab(search.tab) ? search.tab : "calendar";
  const navigate = useNavigate();
  const choose = (next: Tab) =>
    void navigate({ to: "/reports", search: next === "calendar" ? {} : { tab: next }, replace: true });
  const [start, setStart] = useState<AddReport | null>(null);
  const mayMake = queryClient.getQueryData(sessionQuery.queryKey)?.acts.includes("report.make") ?? false;
  useEffect(() => {
    document.title = `${r.title} · ${t.product}`;
  }, []);
  return (
    <div className={screen.screen}>
      <header className={screen.head}>
        <h1>{r.title}</h1>
        <div className={screen.acts}>
          {mayMake ? (
            <Button tone="accent" onClick={() => setStart(blank())}>
              {r.make}
            </Button>
          ) : null}
        </div>
      </header>
      <Tabs label={r.title} names={r.tabs} here={tab} choose={choose} />
      {tab === "calendar" ? <CalendarTab make={mayMake ? setStart : null} /> : null}
      {tab === "list" ? <ListTab /> : null}
      {tab === "counters" ? <CountersTab mayEnter={mayMake} /> : null}
      {tab === "setup" ? <SetupTab mayChange={mayMake} /> : null}
      {tab === "list" ? <Books /> : null}
      {start ? <AddReportDialog start={start} close={() => setStart(null)} /> : null}
    </div>
  );
}
