// Promises that a report's address leads to it.
import { useParams } from "@tanstack/react-router";
import { ReportScreen } from "./report-screen.tsx";

export function ReportRoute() {
  const { id } = useParams({ from: "/reports/$id" });
  return <ReportScreen key={id} id={id} />;
}
