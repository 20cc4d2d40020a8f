'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTRPC } from '#components/api/client.tsx';
import { useFieldErrors, useProblemText } from '#components/api/problem.ts';
import { focusFirstInvalid } from '#components/ui/focus-first-invalid.ts';
import type { Right } from '#server/domain/rights.ts';
import type { TokenExpiry } from '#server/domain/token.ts';

export type ExpiryChoice = 7 | 30 | 90 | 365 | 'date' | 'never';

export type TokenFields = {
  name: string;
  rights: Right[];
  isEverywhere: boolean;
  environmentIds: string[];
  expiry: ExpiryChoice;
  /** `2026-12-31`, as a date field gives it. */
  lastDay: string;
};

const BEGINNING: TokenFields = {
  name: '',
  rights: ['view'],
  isEverywhere: true,
  environmentIds: [],
  expiry: 30,
  lastDay: '',
};

export type CreateTokenForm = ReturnType<typeof useCreateToken>;

export function useCreateToken() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [fields, setFields] = useState(BEGINNING);
  const create = useMutation(
    trpc.tokens.create.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(trpc.tokens.pathFilter()),
    }),
  );
  const errors = useFieldErrors()(create.error);
  const problemText = useProblemText();

  function onSubmit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const form = event.currentTarget;
    create.mutate(inputOf(fields), { onError: () => focusFirstInvalid(form) });
  }

  return {
    fields,
    change: (changes: Partial<TokenFields>) => setFields((now) => ({ ...now, ...changes })),
    errors,
    /** What is wrong with no field of its own. */
    problem: create.error && Object.keys(errors).length === 0 ? problemText(create.error) : undefined,
    isPending: create.isPending,
    created: create.data,
    onSubmit,
  };
}

function inputOf({ name, rights, isEverywhere, environmentIds, expiry, lastDay }: TokenFields) {
  return {
    name,
    rights,
    environmentIds: isEverywhere ? null : environmentIds,
    expiry: expiryOf(expiry, lastDay),
  };
}

/** The end of the last day where the reader is; no day is one that is over, which the server refuses. */
function expiryOf(choice: ExpiryChoice, lastDay: string): TokenExpiry {
  if (choice === 'never') return { kind: 'never' };
  if (choice !== 'date') return { kind: 'days', days: choice };
  return { kind: 'date', at: lastDay === '' ? 0 : new Date(`${lastDay}T23:59:59`).getTime() };
}
