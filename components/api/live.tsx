'use client';
// The one stream of a tab. A browser holds six connections to a console without TLS at most, so a page does not open
// streams of its own: it says what it looks at, and the stream is of that. A page that looks at nothing that changes by
// itself still has the stream of its reader, whose rights may change on every page.
import { skipToken } from '@tanstack/react-query';
import { useSubscription } from '@trpc/tanstack-react-query';
import { createContext, type ReactNode, use, useEffect, useMemo, useRef, useState } from 'react';
import { useTRPC } from '#components/api/client.tsx';
import { problemOf } from '#components/api/problem.ts';

/** After a failure that is no refusal. */
const AGAIN_MS = 5_000;

type Subject =
  | { kind: 'person' }
  | { kind: 'environment'; environmentId: string }
  | { kind: 'service'; serviceId: string };

type Page = { subject: Subject; onChange: () => void };

const PERSON: Page = { subject: { kind: 'person' }, onChange: () => {} };

const Context = createContext<(page: Page) => () => void>(() => () => {});

type LiveProps = {
  /** Somebody may have given rights to the reader, or taken some; also called once at the beginning. */
  onAccess: () => void;
  /** The stream was refused: what it is of is gone, or the reader's session is. */
  onRefused: (error: unknown) => void;
  children: ReactNode;
};

export function Live({ onAccess, onRefused, children }: LiveProps) {
  const [page, setPage] = useState<Page>();
  const access = useRef<string>(undefined);
  const show = useMemo(
    () => (shown: Page) => {
      setPage(shown);
      return () => setPage(PERSON);
    },
    [],
  );
  // Effects of pages run before this one.
  useEffect(() => setPage((shown) => shown ?? PERSON), []);
  useStream(page?.subject, {
    onData: (message) => {
      page?.onChange();
      if (message.access !== access.current) onAccess();
      access.current = message.access;
    },
    onError: (error) => {
      if (problemOf(error)) {
        onRefused(error);
        setPage((shown) => shown && { ...shown, subject: PERSON.subject });
      } else {
        setPage(undefined);
        setTimeout(() => setPage((shown) => shown ?? page), AGAIN_MS);
      }
    },
  });
  return <Context value={show}>{children}</Context>;
}

type Handlers = { onData: (message: { access: string }) => void; onError: (error: unknown) => void };

/** One of three; the others are asleep. */
function useStream(subject: Subject | undefined, handlers: Handlers): void {
  const { live } = useTRPC();
  const isOfPerson = subject?.kind === 'person';
  const environment = subject?.kind === 'environment' ? { environmentId: subject.environmentId } : skipToken;
  const service = subject?.kind === 'service' ? { serviceId: subject.serviceId } : skipToken;
  useSubscription(live.person.subscriptionOptions(undefined, { ...handlers, enabled: isOfPerson }));
  useSubscription(live.environment.subscriptionOptions(environment, handlers));
  useSubscription(live.service.subscriptionOptions(service, handlers));
}

/** `onChange` should stay the same function: it is called when something of the environment changed. */
export function useLiveEnvironment(environmentId: string, onChange: () => void): void {
  const show = use(Context);
  useEffect(
    () => show({ subject: { kind: 'environment', environmentId }, onChange }),
    [show, environmentId, onChange],
  );
}

/** As {@link useLiveEnvironment}, for one service. */
export function useLiveService(serviceId: string, onChange: () => void): void {
  const show = use(Context);
  useEffect(() => show({ subject: { kind: 'service', serviceId }, onChange }), [show, serviceId, onChange]);
}

/** As {@link useLiveEnvironment}, for one's own application, and for who administers all people. */
export function useLivePerson(onChange: () => void): void {
  const show = use(Context);
  useEffect(() => show({ subject: PERSON.subject, onChange }), [show, onChange]);
}
