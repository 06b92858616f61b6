// Promises every screen an address, and that the queue's address is its filter.
import { useQuery } from "@tanstack/react-query";
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Navigate,
  useParams,
} from "@tanstack/react-router";
import { readLawFilter } from "../features/law/read-law-filter.ts";
import { readFilter } from "../features/queue/read-filter.ts";
import { TriageScreen } from "../features/queue/triage-screen.tsx";
import { readTipFilter } from "../features/tips/read-tip-filter.ts";
import { readWatchFilter, textOf } from "../features/watchlist/read-watch-filter.ts";
import { readCaseFilter } from "../features/cases/read-case-filter.ts";
import { Door } from "./door.tsx";
import { navItems } from "./nav-items.ts";
import { sessionQuery } from "./queries.ts";

const root = createRootRoute({ component: Door });

/** Where work begins: the queue, or the first screen that this person may open. */
function Home() {
  const acts = useQuery(sessionQuery).data?.acts ?? [];
  const own = navItems.find((item) => acts.includes(item.act));
  if (!own || own.to === "/queue") return <Navigate to="/queue" search={readFilter({})} replace />;
  return <Navigate to={own.to} replace />;
}

const home = createRoute({ getParentRoute: () => root, path: "/", component: Home });

/** The list and an open finding are one screen: moving between them draws neither anew. */
const triage = createRoute({
  getParentRoute: () => root,
  id: "triage",
  validateSearch: readFilter,
  component: function Triage() {
    const { id } = useParams({ strict: false });
    return <TriageScreen filter={triage.useSearch()} openId={id ?? null} />;
  },
});
const queueRoute = createRoute({ getParentRoute: () => triage, path: "/queue" });
const findingRoute = createRoute({ getParentRoute: () => triage, path: "/findings/$id" });

// Screens other than the queue and its finding are loaded when they are opened: the queue stays small.
const watchlist = createRoute({
  getParentRoute: () => root,
  path: "/watchlist",
  validateSearch: readWatchFilter,
  component: lazyRouteComponent(() => import("../features/watchlist/watchlist-screen.tsx"), "WatchlistScreen"),
});
const lettersRoute = createRoute({
  getParentRoute: () => root,
  path: "/watchlist/letters",
  validateSearch: (search: Record<string, unknown>): { q?: string | undefined } => ({ q: textOf(search.q) }),
  component: lazyRouteComponent(() => import("../features/batches/letters-screen.tsx"), "LettersScreen"),
});
const letterRoute = createRoute({
  getParentRoute: () => root,
  path: "/watchlist/letters/$id",
  component: lazyRouteComponent(() => import("../features/batches/letter-screen.tsx"), "LetterScreen"),
});
const registersRoute = createRoute({
  getParentRoute: () => root,
  path: "/watchlist/registers",
  component: lazyRouteComponent(() => import("../features/registers/registers-screen.tsx"), "RegistersScreen"),
});
const rulesRoute = createRoute({
  getParentRoute: () => root,
  path: "/watchlist/rules",
  component: lazyRouteComponent(() => import("../features/registers/rules-screen.tsx"), "RulesScreen"),
});
const tipsRoute = createRoute({
  getParentRoute: () => root,
  path: "/tips",
  validateSearch: readTipFilter,
  component: lazyRouteComponent(() => import("../features/tips/tips-screen.tsx"), "TipsScreen"),
});
const tipRoute = createRoute({
  getParentRoute: () => root,
  path: "/tips/$id",
  component: lazyRouteComponent(() => import("../features/tips/tip-screen.tsx"), "TipScreen"),
});
const progress = createRoute({
  getParentRoute: () => root,
  path: "/progress",
  component: lazyRouteComponent(() => import("../features/progress/progress-screen.tsx"), "ProgressScreen"),
});
const cases = createRoute({
  getParentRoute: () => root,
  path: "/cases",
  validateSearch: readCaseFilter,
  component: lazyRouteComponent(() => import("../features/cases/cases-screen.tsx"), "CasesScreen"),
});
const oneCase = createRoute({
  getParentRoute: () => root,
  path: "/cases/$id",
  validateSearch: (search: Record<string, unknown>): { tab?: string } =>
    typeof search.tab === "string" ? { tab: search.tab } : {},
  component: lazyRouteComponent(() => import("../features/cases/case-screen.tsx"), "CaseScreen"),
});
const registrars = createRoute({
  getParentRoute: () => root,
  path: "/cases/registrars",
  component: lazyRouteComponent(() => import("../features/cases/registrars-screen.tsx"), "RegistrarsScreen"),
});
const approvals = createRoute({
  getParentRoute: () => root,
  path: "/approvals",
  validateSearch: (search: Record<string, unknown>): { id?: string } =>
    typeof search.id === "string" ? { id: search.id } : {},
  component: lazyRouteComponent(() => import("../features/cases/approvals-screen.tsx"), "ApprovalsScreen"),
});
const received = createRoute({
  getParentRoute: () => root,
  path: "/received",
  component: lazyRouteComponent(() => import("../features/received/received-screen.tsx"), "ReceivedScreen"),
});
const lawRoute = createRoute({
  getParentRoute: () => root,
  path: "/law",
  validateSearch: readLawFilter,
  component: lazyRouteComponent(() => import("../features/law/law-screen.tsx"), "LawScreen"),
});
const officeRoute = createRoute({
  getParentRoute: () => root,
  path: "/office",
  component: lazyRouteComponent(() => import("../features/office/office-screen.tsx"), "OfficeScreen"),
});
const documentsRoute = createRoute({
  getParentRoute: () => root,
  path: "/documents",
  component: lazyRouteComponent(() => import("../features/documents/documents-screen.tsx"), "DocumentsScreen"),
});
const documentRoute = createRoute({
  getParentRoute: () => root,
  path: "/documents/$id",
  component: lazyRouteComponent(() => import("../features/documents/document-screen.tsx"), "DocumentScreen"),
});
const templatesRoute = createRoute({
  getParentRoute: () => root,
  path: "/documents/templates",
  component: lazyRouteComponent(() => import("../features/documents/templates-screen.tsx"), "TemplatesScreen"),
});
const templateRoute = createRoute({
  getParentRoute: () => root,
  path: "/documents/templates/$kind",
  component: lazyRouteComponent(() => import("../features/documents/template-screen.tsx"), "TemplateScreen"),
});
const people = createRoute({
  getParentRoute: () => root,
  path: "/people",
  component: lazyRouteComponent(() => import("../features/people/people-screen.tsx"), "PeopleScreen"),
});
const matrix = createRoute({
  getParentRoute: () => root,
  path: "/people/matrix",
  component: lazyRouteComponent(() => import("../features/people/matrix-screen.tsx"), "MatrixScreen"),
});
const account = createRoute({
  getParentRoute: () => root,
  path: "/account",
  component: lazyRouteComponent(() => import("../features/session/account-screen.tsx"), "AccountScreen"),
});
const audit = createRoute({
  getParentRoute: () => root,
  path: "/audit",
  component: lazyRouteComponent(() => import("../features/audit/audit-screen.tsx"), "AuditScreen"),
});

const connections = createRoute({
  getParentRoute: () => root,
  path: "/connections",
  component: lazyRouteComponent(() => import("../features/connections/connections-screen.tsx"), "ConnectionsScreen"),
});

const reports = createRoute({
  getParentRoute: () => root,
  path: "/reports",
  validateSearch: (search: Record<string, unknown>): { tab?: string } =>
    typeof search.tab === "string" ? { tab: search.tab } : {},
  component: lazyRouteComponent(() => import("../features/reports/reports-screen.tsx"), "ReportsScreen"),
});
const oneReport = createRoute({
  getParentRoute: () => root,
  path: "/reports/$id",
  component: lazyRouteComponent(() => import("../features/reports/report-route.tsx"), "ReportRoute"),
});

const overview = createRoute({
  getParentRoute: () => root,
  path: "/overview",
  component: lazyRouteComponent(() => import("../features/overview/overview-screen.tsx"), "OverviewScreen"),
});

export const router = createRouter({
  routeTree: root.addChildren([
    home,
    lawRoute,
    officeRoute,
    triage.addChildren([queueRoute, findingRoute]),
    watchlist,
    lettersRoute,
    letterRoute,
    registersRoute,
    rulesRoute,
    tipsRoute,
    tipRoute,
    progress,
    cases,
    registrars,
    oneCase,
    approvals,
    received,
    documentsRoute,
    documentRoute,
    templatesRoute,
    templateRoute,
    people,
    matrix,
    account,
    audit,
    connections,
    reports,
    oneReport,
    overview,
  ]),
  defaultPreload: false,
  scrollRestoration: false,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
