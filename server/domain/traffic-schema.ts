import { z } from 'zod';

const ruleSchema = z.object({
  source: z.enum(['query', 'header', 'cookie']),
  key: z.string().max(1_000),
  value: z.string().max(1_000),
  versionId: z.string().max(100),
});

/** Rules as they are typed: complete or not. What may be applied is for `checkPolicy` to say. */
export const rulesPolicySchema = z.object({
  mode: z.literal('rules'),
  rules: z.array(ruleSchema).max(200),
  defaultVersionId: z.string().max(100),
});

const percentPolicySchema = z.object({
  mode: z.literal('percent'),
  shares: z.array(z.object({ versionId: z.string(), percent: z.number() })).max(100),
});

export const trafficPolicySchema = z.discriminatedUnion('mode', [percentPolicySchema, rulesPolicySchema]);
