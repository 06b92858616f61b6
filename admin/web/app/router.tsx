// Promises every screen an address, and that the queue's address is its filter.
import { useQuery } from "@tanstack/react-query";
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Navigate } from "@tanstack/react-router";
import { FindingScreen } from "../features/finding/finding-screen.tsx";
import { QueueScreen } from "../features/queue/queue-screen.tsx";
import { readFilter } from "../features/queue/read-filter.ts";
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

export const queueRoute = createRoute({
  getParentRoute: () => root,
  path: "/queue",
  validateSearch: readFilter,
  component: function Queue() {
    return <QueueScreen filter={queueRoute.useSearch()} />;
  },
});

export const findingRoute = createRoute({
  getParentRoute: () => root,
  path: "/findings/$id",
  validateSearch: readFilter,
  component: function Finding() {
    const { id } = findingRoute.useParams();
    return <FindingScreen key={id} id={id} filter={findingRoute.useSearch()} />;
  },
});

// Screens other than the queue and its finding are loaded when they are opened: the queue stays small.
const watchlist = createRoute({
  getParentRoute: () => root,
  path: "/watchlist",
  component: lazyRouteComponent(() => import("../features/watchlist/watchlist-screen.tsx"), "WatchlistScreen"),
});
const progress = createRoute({
  getParentRoute: () => root,
  path: "/progress",
  component: lazyRouteComponent(() => import("../features/progress/progress-screen.tsx"), "ProgressScreen"),
});
const people = createRoute({
  getParentRoute: () => root,
  path: "/people",
  component: lazyRouteComponent(() => import("../features/people/people-screen.tsx"), "PeopleScreen"),
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

export const router = createRouter({
  routeTree: root.addChildren([home, queueRoute, findingRoute, watchlist, progress, people, audit, connections]),
  defaultPreload: false,
  scrollRestoration: false,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
