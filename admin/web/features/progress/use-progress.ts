// Promises the crawler's pulse as it comes, and a word when the line is cut.
import { useEffect, useState } from "react";
import type { Progress } from "../../../api/scans.ts";
import { callApi } from "../../app/call-api.ts";

export function useProgress(): { progress: Progress | null; live: boolean; error: unknown } {
  const [progress, setProgress] = useState<Progress | null>(null);
  const [live, setLive] = useState(false);
  const [error, setError] = useState<unknown>(null);
  useEffect(() => {
    callApi<Progress>("/progress").then(setProgress, setError);
    const source = new EventSource("/api/progress/stream");
    source.onopen = () => setLive(true);
    source.onmessage = (message: MessageEvent<string>) => {
      setLive(true);
      setError(null);
      setProgress(JSON.parse(message.data) as Progress);
    };
    source.onerror = () => setLive(false);
    return () => source.close();
  }, []);
  return { progress, live, error };
}
