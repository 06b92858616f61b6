// Promises the server's own matrix as a table that anybody signed in may read: acts down, roles across.
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect } from "react";
import type { MatrixView } from "../../../api/people.ts";
import { callApi } from "../../app/call-api.ts";
import { roleName, useOffice } from "../../app/office.ts";
import { sessionQuery } from "../../app/queries.ts";
import { queryClient } from "../../app/query-client.ts";
import { t } from "../../i18n/messages.ts";
import screen from "../../ui/screen.module.css";
import { Failure, Loading } from "../../ui/states.tsx";
import table from "../../ui/table.module.css";
import styles from "./matrix.module.css";

const s = t.signIn.matrix;

function Matrix({ matrix }: { matrix: MatrixView }) {
  useOffice();
  return (
    <div className={table.scroll} tabIndex={0} role="region" aria-label={s.title}>
      <table className={`${table.table} ${styles.matrix}`}>
        <thead>
          <tr>
            <th scope="col">{s.act}</th>
            {matrix.roles.map((role) => (
              <th key={role} scope="col">
                {roleName(role)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {matrix.acts.map(({ act, roles }) => (
            <tr key={act}>
              <th scope="row">{s.acts[act] ?? act}</th>
              {matrix.roles.map((role) => (
                <td key={role} className={roles.includes(role) ? styles.yes : styles.no}>
                  {roles.includes(role) ? `✓ ${s.yes}` : s.no}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export function MatrixScreen() {
  const matrix = useQuery({ queryKey: ["matrix"], queryFn: () => callApi<MatrixView>("/matrix"), staleTime: Infinity });
  const manages = queryClient.getQueryData(sessionQuery.queryKey)?.acts.includes("people.manage") ?? false;
  useEffect(() => {
    document.title = `${s.title} · ${t.product}`;
  }, []);
  return (
    <div className={screen.screen}>
      <header className={screen.head}>
        <h1>{s.title}</h1>
        <span className={screen.soft}>{s.why}</span>
        {manages ? <Link to="/people">{s.back}</Link> : null}
      </header>
      {matrix.isPending ? <Loading /> : null}
      {matrix.error ? <Failure error={matrix.error} retry={() => void matrix.refetch()} /> : null}
      {matrix.data ? <Matrix matrix={matrix.data} /> : null}
    </div>
  );
}
