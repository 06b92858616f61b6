// Promises every screen an address, and that the queue's address is its filter.
import { createRootRoute, createRoute, createRouter, redirect } from "@tanstack/react-router";
import { FindingScreen } from "../features/finding/finding-screen.tsx";
import { PeopleScreen } from "../features/people/people-screen.tsx";
import { ProgressScreen } from "../features/progress/progress-screen.tsx";
import { QueueScreen } from "../features/queue/queue-screen.tsx";
import { readFilter } from "../features/queue/read-filter.ts";
import { WatchlistScreen } from "../features/watchlist/watchlist-screen.tsx";
import { Door } from "./door.tsx";

const root = createRootRoute({ component: Door });

const home = createRoute({
  getParentRoute: () => root,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: "/queue", search: readFilter({}) });
  },
});

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
