'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useTRPC } from '#components/api/client.tsx';
import { useAnnounce } from '#components/ui/toast.tsx';

/** After a change of one's account: reads it anew, and says what was done where there is something to say. */
export function useAccountChange(): (text?: string) => Promise<void> {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const announce = useAnnounce();
  return async (text) => {
    if (text !== undefined) announce({ text });
    await queryClient.invalidateQueries({ queryKey: trpc.account.get.queryKey() });
  };
}
