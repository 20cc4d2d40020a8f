'use client';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { problemOf, useFieldErrors, useProblemText } from '#components/api/problem.ts';
import { useNetworkChoice } from '#components/services/use-network-choice.ts';
import { useRefresh } from '#components/services/use-refresh.ts';
import { isServiceName } from '#server/domain/naming.ts';

export type CreateServiceForm = ReturnType<typeof useCreateService>;

/** The form of 新建服务, under a network or not. The name is checked before it is sent, by the function that the server asks too. */
export function useCreateService(environmentId: string, under: string | undefined) {
  const t = useTranslations('issues');
  const fieldErrors = useFieldErrors();
  const problemText = useProblemText();
  const [name, setName] = useState('');
  const [remark, setRemark] = useState('');
  const network = useNetworkChoice(environmentId, under);
  const [isSubmitted, setSubmitted] = useState(false);
  const create = useCreate();
  const errors = fieldErrors(create.error);
  const isFieldToBlame = (problemOf(create.error)?.issues.length ?? 0) > 0;

  function onSubmit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    setSubmitted(true);
    if (isServiceName(name)) create.mutate({ environmentId, name, remark, network: network.choice });
    else event.currentTarget.querySelector('input')?.focus();
  }

  function changeName(changed: string): void {
    setName(changed);
    create.reset(); // 已有同名的服务 is about the name that was sent.
  }

  return {
    name,
    setName: changeName,
    remark,
    setRemark,
    onSubmit,
    nameError: isSubmitted && !isServiceName(name) ? t('service_name_invalid') : errors.name,
    remarkError: errors.remark,
    network,
    networkError: errors.network,
    /** What no field is to blame for. */
    problem: create.error && !isFieldToBlame ? problemText(create.error) : undefined,
    isPending: create.isPending,
    created: create.data && { id: create.data.serviceId, name },
  };
}

function useCreate() {
  const trpc = useTRPC();
  const refresh = useRefresh();
  return useMutation(trpc.services.create.mutationOptions({ onSuccess: refresh }));
}
