import { z } from 'zod';
import { specInputSchema } from '#server/domain/spec.ts';

/** What 新建版本 asks for: the form checks it with the same schema as the server. */
export const deployInputSchema = z.object({
  spec: specInputSchema,
  trafficStrategy: z.enum(['keep-zero', 'full'], { error: 'traffic_strategy_invalid' }).default('keep-zero'),
  remark: z.string().max(200, 'remark_too_long').default(''),
});

export type DeployInput = z.output<typeof deployInputSchema>;
