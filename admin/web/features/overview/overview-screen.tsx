// Promises the overview: what waits and how old, how long decisions take, who works, how right the rules are, how fresh the checks.
import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import type { Overview } from "../../../api/overview.ts";
import { callApi } from "../../app/call-api.ts";
import { t } from "../../i18n/messages.ts";
import { Button } from "../../ui/button.tsx";
import screen from "../../ui/screen.module.css";
import { Failure, Loading } from "../../ui/states.tsx";
import { sayWhen } from "../../ui/when.tsx";
import { CasesCard, DaysCard, PeopleCard, RulesCard, ScansCard, WaitingCard } from "./overview-cards.tsx";
import styles from "./overview.module.css";
import { SecondLooksCard } from "./second-looks-card.tsx";

const d = t.dashboards;

export function OverviewScreen() {
  const overview = useQuery({
    queryKey: ["overview"],
    queryFn: () => callApi<Overview>("/overview", { background: true }),
    refetchInterval: 60_000,
  });
  useEffect(() => {
    document.title = `${d.title} · ${t.product}`;
  }, []);
  const { data } = overview;
  return (
    <div className={screen.screen}>
      <header className={screen.head}>
        <h1>{d.title}</h1>
        <span className={screen.soft}>{data ? d.at(sayWhen(data.at)) : ""}</span>
        <div className={screen.acts}>
          <Button onClick={() => void overview.refetch()}>{d.refresh}</Button>
        </div>
      </header>
      {overview.isPending ? <Loading /> : null}
      {overview.error ? <Failure error={overview.error} retry={() => void overview.refetch()} /> : null}
      {data ? (
        <div className={styles.grid}>
          <WaitingCard data={data} />
          <DaysCard days={data.days} />
          <PeopleCard people={data.people} />
          <CasesCard cases={data.cases} />
          <ScansCard scans={data.scans} />
          <RulesCard rules={data.rules} />
          <SecondLooksCard />
        </div>
      ) : null}
    </div>
  );
}
