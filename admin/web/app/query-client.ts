// Promises one cache of what the server said; a refused request is not asked again by itself.
import { QueryClient } from "@tanstack/react-query";
import { Refusal } from "./call-api.ts";

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      retry: (count, error) => count < 2 && !(error instanceof Refusal && error.status < 500),
      refetchOnWindowFocus: false,
    },
  },
});
