// Promises the list of where one is signed in, each with a button that ends it.
import { useMutation, useQuery } from "@tanstack/react-query";
import type { OwnSession, OwnSessions } from "../../../api/second-factor.ts";
import { callApi } from "../../app/call-api.ts";
import { queryClient } from "../../app/query-client.ts";
import { t } from "../../i18n/messages.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Failure, Loading, Trouble } from "../../ui/states.tsx";
import table from "../../ui/table.module.css";
import { sayWhen } from "../../ui/when.tsx";
import { sayBrowser } from "./say-browser.ts";
import styles from "./session.module.css";

const s = t.signIn.account;
const queryKey = ["own-sessions"];

function Row({ one, end }: { one: OwnSession; end: () => void }) {
  const where = `${sayBrowser(one.userAgent)} · ${one.address}`;
  return (
    <tr>
      <td>{where}</td>
      <td>{sayWhen(one.since)}</td>
      <td>{sayWhen(one.lastSeen)}</td>
      <td>
        {one.own ? (
          <Badge tone="ok">{s.here}</Badge>
        ) : (
          <Button quiet onClick={end} aria-label={`${s.end}: ${where}`}>
            {s.end}
          </Button>
        )}
      </td>
    </tr>
  );
}

export function OwnSessionList() {
  const sessions = useQuery({ queryKey, queryFn: () => callApi<OwnSessions>("/sessions") });
  const end = useMutation({
    mutationFn: (id: string | null) => callApi(id ? `/sessions/${id}` : "/sessions", { method: "DELETE" }),
    onSettled: () => queryClient.invalidateQueries({ queryKey }),
  });
  if (sessions.isPending) return <Loading />;
  if (sessions.error) return <Failure error={sessions.error} retry={() => void sessions.refetch()} />;
  const { items } = sessions.data;
  return (
    <section className={styles.part} aria-label={s.sessions}>
      <div className={styles.row}>
        <h2 className={styles.grow}>{s.sessions}</h2>
        {items.length > 1 ? <Button onClick={() => end.mutate(null)}>{s.endOthers}</Button> : null}
      </div>
      <Trouble error={end.error} />
      <div className={table.scroll} tabIndex={0} role="region" aria-label={s.sessions}>
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">{s.where}</th>
              <th scope="col">{s.since}</th>
              <th scope="col">{s.lastSeen}</th>
              <th scope="col">{t.people.actions}</th>
            </tr>
          </thead>
          <tbody>
            {items.map((one) => (
              <Row key={one.id} one={one} end={() => end.mutate(one.id)} />
            ))}
          </tbody>
        </table>
      </div>
      {items.length > 1 ? null : <p className={styles.motto}>{s.onlyThis}</p>}
    </section>
  );
}
