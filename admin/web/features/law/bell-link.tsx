// Promises the bell in the frame: how many deadlines are over or near and how much is back, leading to the list.
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { bellQuery } from "./bell-query.ts";
import { t } from "../../i18n/messages.ts";
import { Badge } from "../../ui/badge.tsx";

export function BellLink() {
  const { data } = useQuery(bellQuery);
  if (!data) return null;
  const urgent = data.overdue + data.returned.length;
  const count = urgent + data.dueSoon;
  return (
    <Link
      to="/law"
      search={{ tab: "deadlines" }}
      aria-label={t.law.deadlines.bell(count)}
      title={t.law.deadlines.bell(count)}
    >
      <Badge tone={urgent > 0 ? "danger" : count > 0 ? "warn" : "plain"}>
        <span aria-hidden="true">🔔</span> {count}
      </Badge>
    </Link>
  );
}
