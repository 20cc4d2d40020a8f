'use client';
import { type FormEvent, useId, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useFieldErrors, useProblemText } from '#components/api/problem.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogFooter } from '#components/ui/dialog.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { PasswordField } from '#components/ui/password-field.tsx';

type PasswordQuestionProps = {
  title: string;
  /** What will come of it. */
  text: string;
  verb: string;
  intent?: 'primary' | 'danger-fill';
  isPending: boolean;
  error: unknown;
  onAnswer: (password: string) => void;
  onClose: () => void;
};

/** A dialog that asks for one's own password before it does something. */
export function PasswordQuestion({ title, verb, onClose, ...form }: PasswordQuestionProps) {
  const t = useTranslations('common');
  const formId = useId();
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      size="narrow"
      title={title}
      footer={
        <DialogFooter>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" form={formId} intent={form.intent ?? 'primary'} isPending={form.isPending}>
            {verb}
          </Button>
        </DialogFooter>
      }
    >
      <PasswordForm id={formId} {...form} />
    </Dialog>
  );
}

type PasswordFormProps = { id: string } & Pick<PasswordQuestionProps, 'text' | 'error' | 'onAnswer'>;

function PasswordForm({ id, text, error, onAnswer }: PasswordFormProps) {
  const t = useTranslations('account');
  const [password, setPassword] = useState('');
  const problemText = useProblemText();
  const fieldError = useFieldErrors()(error).password;

  function submit(event: FormEvent): void {
    event.preventDefault();
    onAnswer(password);
  }

  return (
    <form id={id} noValidate onSubmit={submit} className="grid gap-3">
      <p>{text}</p>
      <PasswordField
        label={t('ownPassword')}
        autoComplete="current-password"
        value={password}
        onChange={(event) => setPassword(event.target.value)}
        error={fieldError}
      />
      {error && fieldError === undefined ? <Notice kind="fail">{problemText(error)}</Notice> : null}
    </form>
  );
}
