import { createContext, useContext, useEffect, useState } from 'react';

/** How far the workspace's clock is ahead of the browser's. A `TEST` workspace may be months ahead. */
export const ClockContext = createContext(0);

/** The workspace's time in milliseconds, anew every `everyMs`. */
export function useNow(everyMs = 30_000): number {
  const aheadMs = useContext(ClockContext);
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return nowMs + aheadMs;
}
