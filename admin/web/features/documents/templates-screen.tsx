// Promises the office's templates as a list: which version stands, who changed it and why.
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect } from "react";
import { t } from "../../i18n/messages.ts";
import screen from "../../ui/screen.module.css";
import { Failure, Loading } from "../../ui/states.tsx";
import table from "../../ui/table.module.css";
import { When } from "../../ui/when.tsx";
import { templatesQuery } from "./document-queries.ts";

const d = t.documents;
const heads = [d.kindHead, d.template.version, d.template.changedBy, d.template.changedAt, d.template.why];

export function TemplatesScreen() {
  const list = useQuery(templatesQuery);
  useEffect(() => {
    document.title = `${d.templates} · ${t.product}`;
  }, []);
  return (
    <div className={screen.screen}>
      <header className={screen.head}>
        <h1>{d.templates}</h1>
        <Link to="/documents">{d.back}</Link>
      </header>
      <p className={screen.sub}>{d.template.hint}</p>
      {list.isPending ? <Loading /> : null}
      {list.error ? <Failure error={list.error} retry={() => void list.refetch()} /> : null}
      {list.data ? (
        <div className={table.scroll} tabIndex={0} role="region" aria-label={d.templates}>
          <table className={table.table}>
            <thead>
              <tr>
                {heads.map((head) => (
                  <th key={head} scope="col">
                    {head}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {list.data.items.map((row) => (
                <tr key={row.kind}>
                  <td>
                    <Link to="/documents/templates/$kind" params={{ kind: row.kind }}>
                      {d.kind[row.kind]}
                    </Link>
                  </td>
                  <td>{row.version === 0 ? d.template.shipped : row.version}</td>
                  <td>{row.madeBy}</td>
                  <td>{row.madeAt ? <When iso={row.madeAt} /> : null}</td>
                  <td>{row.note}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
    </div>
  );
}
