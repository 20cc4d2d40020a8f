'use client';
import { useSearchParams } from 'next/navigation';
import { createContext, type ReactNode, use, useEffect, useMemo, useState } from 'react';
import { pickEnvironment } from '#components/shell/pick-environment.ts';

export type ShellEnvironment = { id: string; alias: string; region: 'sh' | 'gz' | 'bj' };

type EnvironmentContext = {
  environments: readonly ShellEnvironment[];
  rememberedId: string | undefined;
  pageId: string | undefined;
  setPageId: (id: string | undefined) => void;
};

const Context = createContext<EnvironmentContext | undefined>(undefined);

export function CurrentEnvironmentProvider({
  environments,
  rememberedId,
  children,
}: Pick<EnvironmentContext, 'environments' | 'rememberedId'> & { children: ReactNode }) {
  const [pageId, setPageId] = useState<string>();
  const value = useMemo(
    () => ({ environments, rememberedId, pageId, setPageId }),
    [environments, rememberedId, pageId],
  );
  return <Context value={value}>{children}</Context>;
}

/** Those that the caller may see, oldest first. */
export function useEnvironments(): readonly ShellEnvironment[] {
  return useEnvironmentContext().environments;
}

/** Of the page's object, else of the URL, else the remembered one, else the oldest; undefined where there is none. */
export function useCurrentEnvironment(): ShellEnvironment | undefined {
  const { environments, pageId, rememberedId } = useEnvironmentContext();
  const askedFor = useSearchParams().get('environment') ?? undefined;
  return pickEnvironment(environments, [pageId, askedFor, rememberedId]);
}

/** For the page of a service: the switcher shows the environment that the service lies in. */
export function usePageEnvironment(id: string): void {
  const { setPageId } = useEnvironmentContext();
  useEffect(() => {
    setPageId(id);
    return () => setPageId(undefined);
  }, [id, setPageId]);
}

function useEnvironmentContext(): EnvironmentContext {
  const context = use(Context);
  if (!context) throw new Error('outside of the shell');
  return context;
}
