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
        <svg aria-hidden="true" viewBox="0 0 16 16" width="12" height="12" fill="currentColor">
          <path d="M8 1a1 1 0 0 0-1 1v.3A4.5 4.5 0 0 0 3.5 6.700v3L2 12h12l-1.500-2.300v-3A4.500 4.500 0 0 0 9 2.300V2a1 1 0 0 0-1-1zM6.300 13a1.800 1.800 0 0 0 3.400 0z" />
        </svg>{" "}
        {count}
      </Badge>
    </Link>
  );
}
