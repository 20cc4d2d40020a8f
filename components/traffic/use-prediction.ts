'use client';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTRPC } from '#components/api/client.tsx';
import { type RulesForm, rulesPolicyOf } from '#components/traffic/rules-form.ts';
import type { TypedRequest } from '#server/domain/request-match-typed.ts';

export type PredictionState = ReturnType<typeof usePrediction>;

const NOTHING: TypedRequest = { url: '', headers: '', cookies: '' };

/** 匹配结果预测 for the rules as they are typed. A result goes when what it was for changes. */
export function usePrediction(serviceId: string, form: RulesForm) {
  const trpc = useTRPC();
  const [typed, setTyped] = useState(NOTHING);
  const [asked, setAsked] = useState<{ form: RulesForm; typed: TypedRequest }>();
  const { mutate, data, isPending, error } = useMutation(trpc.traffic.predict.mutationOptions());
  const isCurrent = asked?.form === form && asked.typed === typed;

  function predict(): void {
    setAsked({ form, typed });
    mutate({ serviceId, policy: rulesPolicyOf(form), ...typed });
  }

  return {
    typed,
    change: (fields: Partial<TypedRequest>) => setTyped({ ...typed, ...fields }),
    predict,
    isPending,
    result: isCurrent && !isPending ? data : undefined,
    error: isCurrent ? error : null,
  };
}
