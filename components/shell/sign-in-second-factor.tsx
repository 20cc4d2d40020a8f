'use client';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { problemOf, useProblemText } from '#components/api/problem.ts';
import { Button } from '#components/ui/button.tsx';
import { TextField } from '#components/ui/text-field.tsx';

/** A code of the device, or one of the recovery codes; the server tells them apart. */
export function SecondFactorStep({ onPassed, onBack }: { onPassed: () => void; onBack: () => void }) {
  const t = useTranslations('gate');
  const trpc = useTRPC();
  const problemText = useProblemText();
  const codeRef = useRef<HTMLInputElement>(null);
  const pass = useMutation(
    trpc.session.passSecondFactor.mutationOptions({
      onSuccess: onPassed,
      onError: () => codeRef.current?.select(),
    }),
  );
  // Biome's autofocus rule is about pages; here the step before had the focus, and it is gone.
  useEffect(() => codeRef.current?.focus(), []);

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    pass.mutate({ code: codeRef.current?.value ?? '' });
  }

  const isOver = problemOf(pass.error)?.code === 'second_factor_expired';
  return (
    <>
      <h1 className="text-lg">{t('secondFactor')}</h1>
      <p className="mt-1 mb-6 text-ink-3">{t('secondFactorHint')}</p>
      <form noValidate onSubmit={submit} className="grid gap-4">
        <TextField
          ref={codeRef}
          label={t('code')}
          hint={t('codeHint')}
          autoComplete="one-time-code"
          autoCapitalize="none"
          spellCheck={false}
          error={pass.error ? problemText(pass.error) : undefined}
          boxClassName="h-9"
        />
        <Button
          type="submit"
          intent="primary"
          className="h-9 w-full"
          disabled={isOver}
          isPending={pass.isPending || pass.isSuccess}
        >
          {t('verify')}
        </Button>
        <Button className="h-9 w-full" onClick={onBack}>
          {t('backToPassword')}
        </Button>
      </form>
    </>
  );
}
