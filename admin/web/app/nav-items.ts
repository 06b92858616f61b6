// Promises the main navigation as data: one line a screen, shown to whoever may open it.
import { t } from "../i18n/messages.ts";

export interface NavItem {
  to: string;
  label: string;
  /** Name in the server's matrix; the session says which of them this person has. */
  act: string;
}

/** In the order of the bar; the first that a person may open is where his work begins. */
export const navItems: readonly NavItem[] = [
  { to: "/queue", label: t.nav.queue, act: "finding.read" },
  { to: "/cases", label: t.cases.nav, act: "case.read" },
  { to: "/people", label: t.nav.people, act: "people.manage" },
  { to: "/watchlist", label: t.nav.watchlist, act: "target.read" },
  { to: "/tips", label: t.tips.nav, act: "tip.read" },
  { to: "/documents", label: t.documents.nav, act: "document.read" },
  { to: "/progress", label: t.nav.progress, act: "scan.read" },
  { to: "/reports", label: t.reports.nav, act: "report.read" },
  { to: "/law", label: t.law.nav, act: "law.read" },
  { to: "/overview", label: t.dashboards.title, act: "dashboard.read" },
  { to: "/connections", label: t.connections.title, act: "api.manage" },
  { to: "/audit", label: t.audit.title, act: "audit.read" },
  { to: "/received", label: t.cases.received.nav, act: "package.receive" },
  { to: "/office", label: t.office.title, act: "office.change" },
];

/** So many stand in the bar of a 1366 px window beside the person's own buttons; a longer list has its rest in a menu. */
const inBar = 7;

/** The bar's own entries, and those of its menu: one entry alone is no menu. */
export function splitNav(items: readonly NavItem[]): [readonly NavItem[], readonly NavItem[]] {
  return items.length <= inBar + 1 ? [items, []] : [items.slice(0, inBar), items.slice(inBar)];
}
