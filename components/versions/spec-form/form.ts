'use client';
// The form of a configuration, shared by 新建版本 and 编辑配置并重新部署: one react-hook-form over the schema of the API
// itself. Sections register their fields by the paths of that schema, so an issue lands beside its field whether the
// browser or the server found it.
import { zodResolver } from '@hookform/resolvers/zod';
import { get, type Resolver, type UseFormReturn, useFormContext } from 'react-hook-form';
import { z } from 'zod';
import { useIssueText } from '#components/api/problem.ts';
import type { FieldIssue } from '#server/domain/problem.ts';
import type { SpecInput } from '#server/domain/spec.ts';

/** What every form has that sections stand in. */
export type SpecFields = { spec: SpecInput };

/** By a schema of the API; other than for the API, nothing may be left out, because every field is on the page. */
export function resolverOf<Fields extends SpecFields>(schema: z.ZodType<Fields>): Resolver<Fields> {
  const whole = z
    .custom<Fields>()
    .transform((fields): unknown => fields)
    .pipe(schema);
  return zodResolver(whole) as unknown as Resolver<Fields>;
}

/** The fields from inside the form, with the sentence for what is wrong at a path. */
export function useFields() {
  const fields = useFormContext<SpecFields>();
  const issueText = useIssueText();
  const { errors } = fields.formState;
  function errorAt(path: string): string | undefined {
    const found = get(errors, path) as (FieldError & { root?: FieldError }) | undefined;
    const error = found?.root ?? found;
    return typeof error?.message === 'string'
      ? issueText({ code: error.message, params: error.types ?? {} })
      : undefined;
  }
  return { ...fields, errorAt };
}

/** `types` carries the values that the sentence needs. */
type FieldError = { message?: string; types?: Record<string, string> };

/** What an input's text means as a whole number; what is none is refused by the schema, at its field. */
export const asInteger = {
  setValueAs: (text: string | number) => (String(text).trim() === '' ? Number.NaN : Number(text)),
};

/** As {@link asInteger}; what is more than one number is kept as it was typed, so that the schema can say what is wrong. */
export const asPort = {
  setValueAs: (text: string | number) => {
    const number = asInteger.setValueAs(text);
    return Number.isNaN(number) && String(text).trim() !== '' ? text : number;
  },
};

/** Puts what the server found beside the fields. */
export function showIssues(
  fields: Pick<UseFormReturn<SpecFields>, 'setError'>,
  issues: readonly FieldIssue[],
): void {
  for (const { path, code, params = {} } of issues) {
    const types = Object.fromEntries(Object.entries(params).map(([key, value]) => [key, String(value)]));
    fields.setError(path.join('.') as 'spec', { type: 'server', message: code, types });
  }
}

/** How many fields are wrong. */
export function countErrors(errors: unknown): number {
  if (typeof errors !== 'object' || errors === null) return 0;
  if ('message' in errors && typeof errors.message === 'string') return 1;
  return Object.entries(errors).reduce(
    (sum, [key, inner]) => sum + (key === 'ref' ? 0 : countErrors(inner)),
    0,
  );
}
