'use client';
import { ChevronDown, Clock } from 'lucide-react';
import { useState } from 'react';
import { useLocale, useTranslations } from 'use-intl/react';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogFooter } from '#components/ui/dialog.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { type Sampling, SHORTEST_RANGE } from '#server/domain/metric-sampling.ts';

type CustomRangeProps = {
  /** Undefined until the first answer. */
  sampling: Sampling | undefined;
  onChange: (from: number, to: number) => void;
};

/** The shown time, and a dialog that asks for another. */
export function CustomRange({ sampling, onChange }: CustomRangeProps) {
  const t = useTranslations('metrics');
  const locale = useLocale();
  const [isOpen, setIsOpen] = useState(false);
  const format = new Intl.DateTimeFormat(locale, {
    ...{ month: 'numeric', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  });
  return (
    <>
      <Button onClick={() => setIsOpen(true)} disabled={sampling === undefined} className="phone:w-full">
        <Clock className="size-4" aria-hidden />
        <span className="sr-only">{t('customRange')}</span>
        {sampling === undefined
          ? t('customRange')
          : format.formatRange(sampling.from * 1000, sampling.to * 1000)}
        <ChevronDown className="size-3.5" aria-hidden />
      </Button>
      {isOpen && sampling ? (
        <RangeDialog sampling={sampling} onChange={onChange} onClose={() => setIsOpen(false)} />
      ) : null}
    </>
  );
}

function RangeDialog({
  sampling,
  onChange,
  onClose,
}: {
  sampling: Sampling;
  onChange: CustomRangeProps['onChange'];
  onClose: () => void;
}) {
  const t = useTranslations('metrics');
  const common = useTranslations('common');
  const [from, setFrom] = useState(localText(sampling.from));
  const [to, setTo] = useState(localText(sampling.to));
  const [start, end] = [secondsOf(from), secondsOf(to)];
  const isGood = end - start >= SHORTEST_RANGE;
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title={t('customRange')}
      size="narrow"
      footer={
        <DialogFooter>
          <Button onClick={onClose}>{common('cancel')}</Button>
          <Button intent="primary" type="submit" form="metrics-range" disabled={!isGood}>
            {t('show')}
          </Button>
        </DialogFooter>
      }
    >
      <form
        id="metrics-range"
        className="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (!isGood) return;
          onChange(start, end);
          onClose();
        }}
      >
        <TextField
          type="datetime-local"
          label={t('from')}
          value={from}
          onChange={(event) => setFrom(event.target.value)}
        />
        <TextField
          type="datetime-local"
          label={t('to')}
          value={to}
          onChange={(event) => setTo(event.target.value)}
          error={isGood ? undefined : t('rangeTooShort')}
          hint={t('rangeHint')}
        />
      </form>
    </Dialog>
  );
}

/** As `datetime-local` writes it, in the reader's zone. */
function localText(second: number): string {
  const at = second * 1000;
  return new Date(at - new Date(at).getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

function secondsOf(text: string): number {
  return Math.floor(new Date(text).getTime() / 1000);
}
