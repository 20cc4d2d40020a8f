'use client';
import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTRPC } from '#components/api/client.tsx';
import { problemOf } from '#components/api/problem.ts';
import { deploymentPath } from '#components/services/service-paths.ts';
import type { NewVersionFields } from '#components/versions/new-version/form.ts';
import { showIssues } from '#components/versions/spec-form/form.ts';

/** 开始部署, and on to the deployment's page. `onInvalid` gets the names of what the server refused. */
export function useDeploy(
  serviceId: string,
  fields: NewVersionFields,
  onInvalid: (names: readonly (string | number | undefined)[]) => void,
) {
  const trpc = useTRPC();
  const router = useRouter();
  return useMutation(
    trpc.versions.deploy.mutationOptions({
      onSuccess: ({ deploymentId }) => router.push(deploymentPath(serviceId, deploymentId)),
      onError: (error) => {
        const issues = problemOf(error)?.issues ?? [];
        showIssues(fields, issues);
        if (issues.length > 0) onInvalid(issues.map(({ path }) => path[1]));
      },
    }),
  );
}
