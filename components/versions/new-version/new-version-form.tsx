'use client';
import { useMutation } from '@tanstack/react-query';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { FormProvider } from 'react-hook-form';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { problemOf, useProblemText } from '#components/api/problem.ts';
import { deploymentPath, servicePath } from '#components/services/service-paths.ts';
import { Notice } from '#components/ui/notice.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { AdvancedSection } from '#components/versions/new-version/advanced-section.tsx';
import { BasicSection } from '#components/versions/new-version/basic-section.tsx';
import { ChangesPanel } from '#components/versions/new-version/changes-panel.tsx';
import { isFilled } from '#components/versions/new-version/env-lines.ts';
import {
  countErrors,
  type NewVersionFields,
  showIssues,
  useNewVersionFields,
} from '#components/versions/new-version/form.ts';
import { SizeSection } from '#components/versions/new-version/size-section.tsx';
import { SubmitBar } from '#components/versions/new-version/submit-bar.tsx';
import type { NewVersionFacts } from '#components/versions/new-version/use-new-version-facts.ts';

/** What 高级设置 holds. */
const ADVANCED = new Set<string | number | undefined>([
  'env',
  'initialDelaySeconds',
  'probe',
  'command',
  'args',
]);

export function NewVersionForm({ facts }: { facts: NewVersionFacts }) {
  const t = useTranslations('newVersion');
  const fields = useNewVersionFields(facts.spec);
  const { formRef, focusFirstInvalid } = useFocusFirstInvalid();
  const [isAdvancedOpen, setAdvancedOpen] = useState(false);
  const deploy = useDeploy(facts.service.id, fields, showInvalid);

  /** `names` of what is wrong inside the configuration: what is folded away has to be seen. */
  function showInvalid(names: readonly (string | number | undefined)[]): void {
    if (names.some((name) => ADVANCED.has(name))) setAdvancedOpen(true);
    focusFirstInvalid();
  }

  function submit(event: FormEvent): void {
    const { env } = fields.getValues('spec');
    if (!env.every(isFilled)) fields.setValue('spec.env', env.filter(isFilled));
    void fields.handleSubmit(
      (input) => deploy.mutate({ serviceId: facts.service.id, ...input }),
      (errors) => showInvalid(Object.keys(errors.spec ?? {})),
    )(event);
  }

  return (
    <FormProvider {...fields}>
      <form
        ref={formRef}
        noValidate
        onSubmit={submit}
        aria-label={t('title')}
        className="flex flex-1 flex-col"
      >
        <div className="mb-4 grid grid-cols-[minmax(0,1fr)_376px] items-start gap-4 narrow:grid-cols-[minmax(0,1fr)]">
          <Panel aria-label={t('title')}>
            <BasicSection facts={facts} />
            <SizeSection machine={facts.machine} />
            <AdvancedSection isOpen={isAdvancedOpen} onOpenChange={setAdvancedOpen} />
          </Panel>
          <ChangesPanel facts={facts} />
        </div>
        <SubmitBar
          isPending={deploy.isPending || deploy.isSuccess}
          cancelPath={servicePath(facts.service.id)}
          note={<BarNote facts={facts} fields={fields} error={deploy.error} />}
        />
      </form>
    </FormProvider>
  );
}

function useDeploy(
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

/**
 * Why it cannot start: a deployment that runs (S3-28), fields that need a change, or what the server answered. Else
 * that one may leave the page.
 */
function BarNote({
  facts,
  fields,
  error,
}: {
  facts: NewVersionFacts;
  fields: NewVersionFields;
  error: unknown;
}): ReactNode {
  const t = useTranslations('newVersion');
  const problemText = useProblemText();
  const problem = problemOf(error);
  const runningId = problem?.params.deploymentId ?? facts.service.runningDeploymentId;
  const wrong = countErrors(fields.formState.errors);
  if (problem?.code === 'deployment_in_progress' || (error === null && facts.service.runningDeploymentId)) {
    return (
      <Notice kind="fail">
        {t('inProgress')}{' '}
        <Link href={deploymentPath(facts.service.id, String(runningId))} className="text-primary underline">
          {t('viewRunning')}
        </Link>
      </Notice>
    );
  }
  if (wrong > 0) return <Notice kind="fail">{t('invalid', { count: wrong })}</Notice>;
  if (error !== null) return <Notice kind="fail">{problemText(error)}</Notice>;
  return <span className="text-ink-3 phone:hidden">{t('leave')}</span>;
}

/** The focus goes to the first field that is wrong, as soon as a rendering has marked and unfolded it. */
function useFocusFirstInvalid() {
  const formRef = useRef<HTMLFormElement>(null);
  const isWanted = useRef(false);
  useEffect(() => {
    const field = isWanted.current && formRef.current?.querySelector<HTMLElement>('[aria-invalid=true]');
    if (!field) return;
    isWanted.current = false;
    field.focus();
  });
  function focusFirstInvalid(): void {
    isWanted.current = true;
  }
  return { formRef, focusFirstInvalid };
}
