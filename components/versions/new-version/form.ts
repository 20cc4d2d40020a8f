'use client';
import { type UseFormReturn, useForm, useFormContext } from 'react-hook-form';
import { useIssueText } from '#components/api/problem.ts';
import { resolverOf } from '#components/versions/spec-form/form.ts';
import { type DeployInput, deployInputSchema } from '#server/domain/deploy-input.ts';
import type { VersionSpec } from '#server/domain/spec.ts';

export type NewVersionFields = UseFormReturn<DeployInput>;

const resolver = resolverOf<DeployInput>(deployInputSchema);

export function useNewVersionFields(spec: VersionSpec): NewVersionFields {
  return useForm<DeployInput>({
    resolver,
    defaultValues: { spec, trafficStrategy: 'keep-zero', remark: '' },
    shouldFocusError: false,
  });
}

/** What 新建版本 asks for beside the configuration. */
export function useDeployFields() {
  const fields = useFormContext<DeployInput>();
  const issueText = useIssueText();
  function errorOf(name: 'trafficStrategy' | 'remark'): string | undefined {
    const code = fields.formState.errors[name]?.message;
    return code === undefined ? undefined : issueText({ code });
  }
  return { ...fields, errorOf };
}
