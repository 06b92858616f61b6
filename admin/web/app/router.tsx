// Promises every screen an address, and that the queue's address is its filter.
import { useQuery } from "@tanstack/react-query";
import { createRootRoute, createRoute, createRouter, Navigate } from "@tanstack/react-router";
import { FindingScreen } from "../features/finding/finding-screen.tsx";
import { PeopleScreen } from "../features/people/people-screen.tsx";
import { ProgressScreen } from "../features/progress/progress-screen.tsx";
import { QueueScreen } from "../features/queue/queue-screen.tsx";
import { readFilter } from "../features/queue/read-filter.ts";
import { WatchlistScreen } from "../features/watchlist/watchlist-screen.tsx";
import { Door } from "./door.tsx";
import { sessionQuery } from "./queries.ts";

const root = createRootRoute({ component: Door });

/** Where work begins: the queue, or the people for an administrator, who sees no finding. */
function Home() {
  const session = useQuery(sessionQuery);
  if (session.data?.person.role === "admin") return <Navigate to="/people" replace />;
  return <Navigate to="/queue" search={readFilter({})} replace />;
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

const watchlist = createRoute({ getParentRoute: () => root, path: "/watchlist", component: WatchlistScreen });
const progress = createRoute({ getParentRoute: () => root, path: "/progress", component: ProgressScreen });
const people = createRoute({ getParentRoute: () => root, path: "/people", component: PeopleScreen });

export const router = createRouter({
  routeTree: root.addChildren([home, queueRoute, findingRoute, watchlist, progress, people]),
  defaultPreload: false,
  scrollRestoration: false,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
