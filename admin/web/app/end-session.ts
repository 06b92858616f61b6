// Promises that nothing of a session stays on the screen or in memory once it has ended; the door asks who is there anew.
import { sessionQuery } from "./queries.ts";
import { queryClient } from "./query-client.ts";

/** `clear()` would leave the door with the answer it holds: the session is asked again, everything else is dropped. */
export function forgetSession(): void {
  void queryClient.resetQueries({ queryKey: sessionQuery.queryKey });
  const [own] = sessionQuery.queryKey;
  queryClient.removeQueries({ predicate: (query) => query.queryKey[0] !== own });
}
