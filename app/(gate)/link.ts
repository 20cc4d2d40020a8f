import { TRPCError } from '@trpc/server';
import type { Metadata } from 'next';

/** Pages whose address is a secret: no page that they lead to is told it, and no crawler keeps it. */
export const LINK_METADATA = {
  referrer: 'no-referrer',
  robots: { index: false, follow: false },
} as const satisfies Metadata;

/** What a one-time link leads to; null where it works no more. */
export async function readLink<Found>(reading: Promise<Found>): Promise<Found | null> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof TRPCError && error.code === 'NOT_FOUND') return null;
    throw error;
  }
}
