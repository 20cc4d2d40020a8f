import { z } from 'zod';
import { isPlainText } from '#server/domain/plain-text.ts';

/** A secret where it is kept: its value is in one table, sealed, and comes back to nobody. */
export const keptSecretSchema = z.object({ kind: z.literal('secret'), secretId: z.string() });

/** A secret as it comes from a form. */
export const newSecretSchema = z.object({
  kind: z.literal('new-secret'),
  value: z
    .string()
    .min(1, 'secret_required')
    .max(32_768, 'secret_too_long')
    .refine(isPlainText, 'text_not_plain'),
});
