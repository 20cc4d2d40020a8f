'use client';
import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import type { UseFormReturn } from 'react-hook-form';
import { useTRPC } from '#components/api/client.tsx';
import { problemOf } from '#components/api/problem.ts';
import { deploymentPath } from '#components/services/service-paths.ts';
import { type SpecFields, showIssues } from '#components/versions/spec-form/form.ts';

/** 保存并重新部署, and on to the deployment's page. `onInvalid` gets the names of what the server refused. */
export function useRedeploy(
  serviceId: string,
  fields: UseFormReturn<SpecFields>,
  onInvalid: (names: readonly (string | number | undefined)[]) => void,
) {
  const trpc = useTRPC();
  const router = useRouter();
  return useMutation(
    trpc.versions.redeploy.mutationOptions({
      onSuccess: ({ deploymentId }) => router.push(deploymentPath(serviceId, deploymentId)),
      onError: (error) => {
        const issues = problemOf(error)?.issues ?? [];
        showIssues(fields, issues);
        if (issues.length > 0) onInvalid(issues.map(({ path }) => path[1]));
      },
    }),
  );
}
