'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useRef } from 'react';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { useFieldErrors, useProblemText } from '#components/api/problem.ts';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { focusFirstInvalid } from '#components/ui/focus-first-invalid.ts';
import { Notice } from '#components/ui/notice.tsx';
import { TextArea } from '#components/ui/text-area.tsx';

/** `isAgain`: one was refused before. */
export function ApplyForm({ isAgain }: { isAgain: boolean }) {
  const t = useTranslations('apply');
  const trpc = useTRPC();
  const client = useQueryClient();
  const problemText = useProblemText();
  const reasonRef = useRef<HTMLTextAreaElement>(null);
  const apply = useMutation(
    trpc.applications.submit.mutationOptions({
      onSuccess: () => client.invalidateQueries(trpc.applications.pathFilter()),
    }),
  );
  const errors = useFieldErrors()(apply.error);

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const element = event.currentTarget;
    const reason = reasonRef.current?.value ?? '';
    apply.mutate({ reason }, { onError: () => focusFirstInvalid(element) });
  }

  return (
    <form noValidate onSubmit={submit} className="grid gap-4">
      <Field label={t('reason')} hint={errors.reason ? undefined : t('reasonHint')} error={errors.reason}>
        <TextArea ref={reasonRef} />
      </Field>
      {apply.error && !errors.reason ? <Notice kind="fail">{problemText(apply.error)}</Notice> : null}
      <Button type="submit" intent="primary" className="h-9 w-full" isPending={apply.isPending}>
        {t(isAgain ? 'applyAgain' : 'apply')}
      </Button>
    </form>
  );
}
