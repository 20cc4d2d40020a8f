'use client';
import { useEffect, useState } from 'react';
import { useNow } from 'use-intl/react';

/** Now in ms, moving every second while something counts; the server's clock in the first rendering. */
export function useSecond(isCounting: boolean): number {
  const [now, setNow] = useState(useNow().getTime());
  useEffect(() => {
    setNow(Date.now());
    if (!isCounting) return;
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, [isCounting]);
  return now;
}
