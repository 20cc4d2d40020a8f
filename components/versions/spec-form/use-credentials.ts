'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTRPC } from '#components/api/client.tsx';

/** 私有镜像密钥 of an environment, and what can be done with them. */
export function useCredentials(environmentId: string) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const query = trpc.credentials.list.queryOptions({ environmentId });
  const onSettled = () => client.invalidateQueries({ queryKey: query.queryKey });
  const list = useQuery(query);
  const add = useMutation(trpc.credentials.add.mutationOptions({ onSettled }));
  const remove = useMutation(trpc.credentials.remove.mutationOptions({ onSettled }));
  return { credentials: list.data ?? [], isRead: list.data !== undefined, add, remove };
}

export type Credential = ReturnType<typeof useCredentials>['credentials'][number];
