'use client';
// 新建版本: one react-hook-form over the schema of the API itself. Sections register their fields by the paths of that
// schema, so an issue lands beside its field whether the browser or the server found it.
import { zodResolver } from '@hookform/resolvers/zod';
import { get, type UseFormReturn, useForm, useFormContext } from 'react-hook-form';
import { z } from 'zod';
import { useIssueText } from '#components/api/problem.ts';
import { type DeployInput, deployInputSchema } from '#server/domain/deploy-input.ts';
import type { FieldIssue } from '#server/domain/problem.ts';
import type { VersionSpec } from '#server/domain/spec.ts';

export type NewVersionFields = UseFormReturn<DeployInput>;

/** The API's schema; other than for the API, nothing may be left out, because every field is on the page. */
const schema = z
  .custom<DeployInput>()
  .transform((fields): z.input<typeof deployInputSchema> => fields)
  .pipe(deployInputSchema);

export function useNewVersionFields(spec: VersionSpec): NewVersionFields {
  return useForm<DeployInput>({
    resolver: zodResolver(schema),
    defaultValues: { spec, trafficStrategy: 'keep-zero', remark: '' },
    shouldFocusError: false,
  });
}

/** The fields from inside the form, with the sentence for what is wrong at a path. */
export function useFields() {
  const fields = useFormContext<DeployInput>();
  const issueText = useIssueText();
  const { errors } = fields.formState;
  function errorAt(path: string): string | undefined {
    const error = get(errors, path) as { message?: string; root?: { message?: string } } | undefined;
    const code = error?.root?.message ?? error?.message;
    return typeof code === 'string' ? issueText({ code }) : undefined;
  }
  return { ...fields, errorAt };
}

/** What an input's text means as a whole number; what is none is refused by the schema, at its field. */
export const asInteger = {
  setValueAs: (text: string | number) => (String(text).trim() === '' ? Number.NaN : Number(text)),
};

/** Puts what the server found beside the fields. */
export function showIssues(fields: NewVersionFields, issues: readonly FieldIssue[]): void {
  for (const { path, code } of issues) {
    fields.setError(path.join('.') as 'spec', { type: 'server', message: code });
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
