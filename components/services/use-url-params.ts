'use client';
import { usePathname, useSearchParams } from 'next/navigation';

/** What the page shows is in the URL: reading it, and changing some of it without asking the server for the page. */
export function useUrlParams(): {
  params: URLSearchParams;
  /** Undefined or empty takes a parameter out. */
  change: (changes: Record<string, string | undefined>) => void;
} {
  const pathname = usePathname();
  const params = new URLSearchParams(useSearchParams());
  return {
    params,
    change: (changes) => {
      for (const [name, value] of Object.entries(changes)) {
        if (value) params.set(name, value);
        else params.delete(name);
      }
      const query = params.toString();
      window.history.replaceState(null, '', query ? `${pathname}?${query}` : pathname);
    },
  };
}
