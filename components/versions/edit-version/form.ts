'use client';
import { useForm } from 'react-hook-form';
import { z } from 'zod';
import { resolverOf, type SpecFields } from '#components/versions/spec-form/form.ts';
import { type SpecInput, specInputSchema, type VersionSpec } from '#server/domain/spec.ts';
import { sourceInputSchema } from '#server/domain/version-source.ts';

const resolver = resolverOf<SpecFields>(z.object({ spec: specInputSchema }));

/** The whole configuration: no 流量策略, because a redeploy keeps the traffic (S2-12). */
export function useEditFields(spec: VersionSpec) {
  return useForm<SpecFields>({ resolver, defaultValues: { spec }, shouldFocusError: false });
}

const staging = z
  .object({ spec: z.object({ source: sourceInputSchema }) })
  // Only the source is checked here; the rest is whatever stands on the page, and is checked when all is submitted.
  .transform(({ spec }) => ({ spec: spec as SpecInput }));

const stagingResolver = resolverOf<SpecFields>(staging);

/** 更新镜像信息: the same fields over a copy, so that nothing is touched until it is submitted. */
export function useStagingFields(spec: SpecInput) {
  return useForm<SpecFields>({ resolver: stagingResolver, defaultValues: { spec }, shouldFocusError: false });
}
