'use client';
// The browser's side of the API: typed by the server's router (type only), React Query as the one store of
// server state. What failed is told by `problem.ts`.
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import {
  createTRPCClient,
  httpBatchLink,
  httpSubscriptionLink,
  splitLink,
  TRPCClientError,
} from '@trpc/client';
import { createTRPCContext } from '@trpc/tanstack-react-query';
import { type ReactNode, useState } from 'react';
import { problemOf } from '#components/api/problem.ts';
import { isSigningOut } from '#components/shell/auth.ts';
import { signInPath } from '#components/shell/paths.ts';
import type { AppRouter } from '#server/api/router.ts';

export const { TRPCProvider, useTRPC } = createTRPCContext<AppRouter>();

const ENDPOINT = '/api/trpc';
const STALE_MS = 5_000;
const RETRY_MS = 5_000;

export function ApiProvider({ children }: { children: ReactNode }) {
  const [queryClient] = useState(createQueryClient);
  const [trpcClient] = useState(createApiClient);
  return (
    <QueryClientProvider client={queryClient}>
      <TRPCProvider trpcClient={trpcClient} queryClient={queryClient}>
        {children}
      </TRPCProvider>
    </QueryClientProvider>
  );
}

function createApiClient() {
  return createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: (operation) => operation.type === 'subscription',
        true: httpSubscriptionLink({ url: ENDPOINT }),
        false: httpBatchLink({ url: ENDPOINT, maxURLLength: 2_000 }),
      }),
    ],
  });
}

/**
 * A refusal is an answer and is not asked again; silence is, every five seconds, for as long as the page is open.
 * A session that has ended leads to the sign-in page and from there back.
 */
function createQueryClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({ onError: leaveWhenSignedOut }),
    mutationCache: new MutationCache({ onError: leaveWhenSignedOut }),
    defaultOptions: {
      queries: {
        staleTime: STALE_MS,
        retry: false,
        refetchInterval: ({ state }) => (state.error !== null && !isAnswer(state.error) ? RETRY_MS : false),
      },
      mutations: { retry: false },
    },
  });
}

function isAnswer(error: Error): boolean {
  return error instanceof TRPCClientError && error.data !== undefined && error.data !== null;
}

/** For whatever the server refused: leads to the sign-in page, and from there back. */
export function leaveWhenSignedOut(error: unknown): void {
  if (problemOf(error)?.code === 'not_signed_in') leaveForSignIn();
}

/** Unless the reader is leaving already. */
export function leaveForSignIn(): void {
  if (!isSigningOut()) location.assign(signInPath(location.pathname + location.search, 'ended'));
}
